"""How long a frame of the desk takes, in a real window or without one.

    python -m game.desktop.frame_bench [--size 1920x1080] [--frames 900] [--headless] [--json]

A game in its seventh quarter lies on the desk; arcs move on the map, the pointer wanders over the whole
screen, every five seconds a draft is taken up or back, so that forecasts run beside. Measured is the time
from taking the events to the end of the flip, without the pause that holds the pace to 60 a second.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: its threads would fight over two cores
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import numpy as np
import pygame

from game.content.packs import load_level
from game.play.match import Match

from .app import FRAME_SECONDS, App
from .scenes.desk import Desk

__all__ = ["main", "measure"]

BUDGET_MS = 1000 / 60
QUARTERS = 6
WARM_UP = 90  # frames that only fill the caches


def measure(size: tuple[int, int], frames: int, *, headless: bool = False) -> dict[str, float]:
    """Frame times in ms: mean, median, p99, worst, and the share within 1/60 s."""
    match = Match(load_level("quota"), ["japan"], 7)
    for _ in range(QUARTERS):
        match.end_quarter()
    app = App(size=size, headless=headless)
    desk = Desk(match)
    app.push(desk)
    times = []
    try:
        for number in range(frames + WARM_UP):
            began = time.perf_counter()
            if number % 300 == 200:
                _change_a_draft(desk)
            app.invalidate()
            app.step(FRAME_SECONDS, [_pointer(number, size)])
            times.append((time.perf_counter() - began) * 1000)
            time.sleep(max(0.0, FRAME_SECONDS - times[-1] / 1000))
    finally:
        app.close()
    found = np.array(times[WARM_UP:])
    return {
        "frames": float(len(found)),
        "mean_ms": float(found.mean()),
        "median_ms": float(np.median(found)),
        "p99_ms": float(np.percentile(found, 99)),
        "worst_ms": float(found.max()),
        "within_budget": float((found <= BUDGET_MS).mean()),
    }


def _pointer(number: int, size: tuple[int, int]) -> pygame.event.Event:
    """The pointer on a figure that comes by every part of the screen."""
    x = 0.5 + 0.48 * math.sin(number / 47)
    y = 0.5 + 0.48 * math.sin(number / 31 + 1)
    pos = (round(x * (size[0] - 1)), round(y * (size[1] - 1)))
    return pygame.event.Event(pygame.MOUSEMOTION, pos=pos, rel=(1, 1), buttons=(0, 0, 0), touch=False)


def _change_a_draft(desk: Desk) -> None:
    """Take the first order of the tray that is possible, or take it back."""
    options = (o for paper in desk.table.view.tray for o in paper.options if o.refusal is None)
    option = next(options, None)
    if option is not None:
        desk.table.toggle(option)


def main() -> int:
    """Print the measures; 1 if the 99th percentile is above 1/60 s."""
    options = argparse.ArgumentParser(description="Frame times of the desk.")
    options.add_argument("--size", default="1920x1080")
    options.add_argument("--frames", type=int, default=900)
    options.add_argument("--headless", action="store_true")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    across, _, down = given.size.partition("x")
    found = measure((int(across), int(down)), given.frames, headless=given.headless)
    if given.json:
        print(json.dumps(found, indent=1))
    else:
        print("  ".join(f"{name} {value:.2f}" for name, value in found.items()))
    return 0 if found["p99_ms"] <= BUDGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
