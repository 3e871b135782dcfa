"""How long a player at the desktop waits and how much memory the game takes, in a real window or without.

    python -m game.desktop.speed_bench [--size 1920x1080] [--headless] [--json] [--only start,game,frames]

*start*: from the start of the process (the command line included) until the first frame of the title is on
the screen; once to warm the disk, then the median of five. *game*: a whole game of "The Quota" by one of its
archetypes, from the desk to the debrief: the end of every quarter until the report is on the screen and back
to the desk, frames while the advisers think, the attribution, a what-if, and the most memory that the process
of the window took. *frames*: `frame_bench`. Exit code 1 above any of the bars. Wall time is what a player
feels and what the bars are about; the time of the processor beside it tells a busy machine from a slow game.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: its threads would fight over two cores
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

if TYPE_CHECKING:
    from .app import App
    from .scenes.debrief import Debrief

__all__ = ["BARS", "main", "measure_game", "measure_start"]

BARS = {
    "start_s": 1.5,
    "quarter_worst_ms": 150.0,
    "memory_mb": 300.0,
    "frame_p99_ms": 1000 / 60,
    "attribution_s": 2.0,
    "what_if_s": 0.3,
}
LEVEL, SEAT, SEED, POLICY = "quota", "japan", 7, "bridge_then_build"
STARTS = 5
PATIENCE_S = 120.0
READING_S = 0.3  # that a player looks at a report at least; meanwhile the desk is made ready
FIRST_FRAME = """
import os, time
import pygame.display
flip = pygame.display.flip
def shown():
    flip()
    print(time.monotonic(), time.process_time(), flush=True)
    os._exit(0)
pygame.display.flip = shown
from game.cli import main
main()
"""
"""The program as it is started by its name; it ends when the first frame is on the screen."""


# ------------------------------------------------------------------------------------------- start


def measure_start(home: Path, environment: dict[str, str], runs: int = STARTS) -> dict[str, float]:
    """Seconds from the start of the process to the first frame, and of the processor in it; medians."""
    places = {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "HOME")}
    walls, works = [], []
    for run in range(runs + 1):
        began = time.monotonic()
        command = [sys.executable, "-c", FIRST_FRAME]
        done = subprocess.run(
            command,
            env=environment | places,
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=PATIENCE_S,
        )
        shown, work = map(float, done.stdout.split())
        if run:
            walls.append(shown - began)
            works.append(work)
    return {"start_s": statistics.median(walls), "start_cpu_s": statistics.median(works)}


# -------------------------------------------------------------------------------------------- game


def measure_game(home: Path, size: tuple[int, int], *, headless: bool) -> dict[str, float]:
    """A whole game with its debrief; times in the keys' units."""
    from game.play.headless import from_policy

    from .preferences import Preferences
    from .scenes.desk import Desk
    from .scenes.report import Report
    from .sitting import Sitting
    from .start import build_app

    chosen = Preferences(window=(0, 0, *size))
    session = Sitting(chosen, preferences_file=home / "desktop.json", saves=home / "saves")
    app = build_app(session, headless=headless)
    try:
        session.warm_up()
        app.push(session.scene("new"))
        app.step()
        match = session.begin(LEVEL, SEAT, SEED)
        orders = from_policy(match.rulebook, POLICY)
        session.sit_down(app, match)
        quarters, works, desks, frames = [], [], [], []
        app.step()
        while not match.finished:
            frames += _until(app, lambda: not _thinks(app))
            for order in orders(match, SEAT):
                match.draft(order.slot, order.option, SEAT)
            app.scene.table.forget()  # type: ignore[union-attr]
            app.invalidate()
            app.step()
            wall, work = _pressed(app, app.ui.key("end"), Report)
            quarters.append(wall)
            works.append(work)
            if not match.finished:
                _until(app, lambda: False, seconds=READING_S)
                desks.append(_pressed(app, "enter", Desk)[0])
        last = _debrief(app)
        thinking = sorted(frames)
        return {
            "quarter_median_ms": statistics.median(quarters),
            "quarter_worst_ms": max(quarters),
            "quarter_cpu_median_ms": statistics.median(works),
            "quarter_cpu_worst_ms": max(works),
            "desk_median_ms": statistics.median(desks),
            "desk_worst_ms": max(desks),
            "thinking_frames": float(len(thinking)),
            "thinking_median_ms": statistics.median(thinking),
            "thinking_p99_ms": thinking[int(0.99 * (len(thinking) - 1))],
            **last,
            "memory_mb": _most_memory_mb(),
        }
    finally:
        app.close()


def _pressed(app: App, key: str, kind: type) -> tuple[float, float]:
    """Press a key and wait for a scene: milliseconds until its first frame is on the screen, and of this
    thread in them."""
    from .driver import press

    began, work = time.perf_counter(), time.thread_time()
    app.step(events=press(key)[:1])
    while not isinstance(app.scene, kind):
        app.step()
        _patient(began)
    wall, work = time.perf_counter() - began, time.thread_time() - work
    app.step(events=press(key)[1:])
    return wall * 1000, work * 1000


def _debrief(app: App) -> dict[str, float]:
    """From the last report to the debrief: how long the attribution and a what-if take."""
    from .scenes.debrief import Debrief
    from .scenes.reckoning import Reckoning

    _pressed(app, "enter", Reckoning)
    reckoning = app.scene
    assert isinstance(reckoning, Reckoning)
    _until(app, lambda: not reckoning.busy)
    _until(app, lambda: False, seconds=2.0)  # a player reads the pages; the helpers get ready meanwhile
    began = time.perf_counter()
    _pressed(app, "enter", Debrief)
    debrief = app.scene
    assert isinstance(debrief, Debrief)
    _until(app, lambda: debrief.levers.result is not None)
    attribution = time.perf_counter() - began
    for name in ("levers", "claims"):
        debrief.tab = name
        app.invalidate()
        app.step()
        _until(app, lambda: not debrief.busy)
    return {"attribution_s": attribution, "what_if_s": _what_if(app, debrief)}


def _what_if(app: App, debrief: Debrief) -> float:
    """Seconds from a question to its two lines; the median of a few orders."""
    debrief.tab = "what_if"
    app.invalidate()
    part = debrief.what_if
    _until(app, lambda: not part.busy)
    times = []
    for order in part.orders[1:6]:
        part.chosen = order.key
        app.invalidate()
        began = time.perf_counter()
        _until(app, lambda: part.question in part.answers)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _thinks(app: App) -> bool:
    """Whether anything is being worked out for the desk."""
    from .scenes.desk import Desk

    return isinstance(app.scene, Desk) and app.scene.thinks


def _until(app: App, done: Callable[[], bool], seconds: float = PATIENCE_S) -> list[float]:
    """Frames at sixty a second until something is so, or for some seconds; milliseconds of each."""
    from .app import FRAME_SECONDS

    began, times = time.perf_counter(), []
    while True:
        start = time.perf_counter()
        app.step(FRAME_SECONDS)
        times.append((time.perf_counter() - start) * 1000)
        if done() or (seconds < PATIENCE_S and time.perf_counter() - began > seconds):
            return times
        _patient(began)
        time.sleep(max(0.0, FRAME_SECONDS - times[-1] / 1000))


def _patient(began: float) -> None:
    if time.perf_counter() - began > PATIENCE_S:
        raise TimeoutError("the next scene did not come")


def _most_memory_mb() -> float:
    """The most memory that this process had, MB; nan where the system does not say."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    if sys.platform == "win32":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # bytes, where there is no /proc


# --------------------------------------------------------------------------------------------- all


def _child(*words: str) -> dict[str, float]:
    """What a module of this package measures in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", *words], env=os.environ, capture_output=True, encoding="utf-8", timeout=600
    )
    if not done.stdout.strip():
        raise RuntimeError(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(parts: list[str], size: str, *, headless: bool) -> dict[str, float]:
    """All that was asked for, each part in processes of its own."""
    quiet = ["--headless"] if headless else []
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="lanthanide-") as folder:
        if "start" in parts:
            hidden = {"SDL_VIDEODRIVER": "dummy"} if headless else {}
            found |= measure_start(Path(folder), dict(os.environ) | hidden)
    if "game" in parts:
        found |= _child("game.desktop.speed_bench", "--game", "--size", size, *quiet)
    if "frames" in parts:
        frames = _child("game.desktop.frame_bench", "--json", "--size", size, *quiet)
        found |= {f"frame_{name}": value for name, value in frames.items() if name != "frames"}
    return found


def main() -> int:
    """Print the figures; 1 if one is above its bar."""
    options = argparse.ArgumentParser(description="What a player at the desktop waits for.")
    options.add_argument("--size", default="1920x1080")
    options.add_argument("--headless", action="store_true")
    options.add_argument("--json", action="store_true")
    options.add_argument("--only", default="start,game,frames")
    options.add_argument("--game", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.game:
        across, _, down = given.size.partition("x")
        with tempfile.TemporaryDirectory(prefix="lanthanide-") as folder:
            found = measure_game(Path(folder), (int(across), int(down)), headless=given.headless)
        print(json.dumps(found))
        return 0
    found = measure(given.only.split(","), given.size, headless=given.headless)
    if given.json:
        print(json.dumps(found, indent=1))
    else:
        for name, value in found.items():
            bar: Any = BARS.get(name)
            print(f"{name:24}{value:10.2f}" + (f"   bar {bar:.1f}" if bar else ""))
    return int(any(found[name] > bar for name, bar in BARS.items() if name in found))


if __name__ == "__main__":
    sys.exit(main())
