"""How fast it is, on this machine: quarters of worlds a second, and the waits that a player feels."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from game.insight.attribution import attribute
from game.insight.forecast import FUTURES, HORIZON, forecast
from game.lab.governments import recorded
from game.rivals.archetype import seat_rivals
from game.rules.resolve import resolve
from game.rules.rollout import gather, rollout
from game.rules.rulebook import Rulebook
from game.rules.start import start

BATCHES = (2, 64, 256, 512, 1024, 2048)
PLAYER = "bridge_then_build"
"""Archetype whose game is attributed, where the packs have it: it uses every lever."""


def bench(
    rulebook: Rulebook, *, quick: bool = False, progress: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """Measure; `quick` leaves out large batches and the attribution. Times are medians, in milliseconds."""

    def say(what: str) -> None:
        if progress is not None:
            progress(what)

    seconds = 0.1 if quick else 1.0  # spent on each figure
    result: dict[str, Any] = {
        "machine": {"python": platform.python_version(), "numpy": np.__version__, "cpu": platform.machine()},
        "level": rulebook.level.id,
        "resolve": [],
    }
    for batch in BATCHES[:3] if quick else BATCHES:
        say(f"resolve {batch}")
        result["resolve"].append(_resolve(rulebook, batch, seconds))
    say("one quarter")
    result["one_quarter_ms"] = _one_quarter(rulebook, games=1 if quick else 3)
    say("forecast")
    result["forecast_ms"] = _forecast(rulebook, seconds)
    result["forecast"] = {"futures": FUTURES, "quarters": HORIZON}
    if not quick:
        say("attribution")
        result["attribution"] = _attribution(rulebook)
    return result


def _resolve(rulebook: Rulebook, batch: int, seconds: float) -> dict[str, float]:
    """A year of quarters in the middle of the level, with and without the rivals' decisions."""
    seeds = np.arange(batch).astype(np.uint64)
    deciders = seat_rivals(rulebook)
    state = rollout(rulebook, start(rulebook, seeds), deciders, min(4, rulebook.quarters // 2))
    orders = gather(rulebook, state, deciders)
    alone = _median(lambda: resolve(rulebook, state, orders), seconds)
    thinking = _median(lambda: gather(rulebook, state, deciders), seconds)
    return {
        "batch": batch,
        "resolve_ms": 1e3 * alone,
        "rivals_ms": 1e3 * thinking,
        "world_quarters_per_second": batch / (alone + thinking),
    }


def _one_quarter(rulebook: Rulebook, games: int) -> dict[str, float]:
    """Every quarter of whole games of one world (as the screen plays it: two equal columns), rivals apart."""
    rivals = seat_rivals(rulebook, (0,))
    times: list[float] = []
    for game in range(games):
        state = start(rulebook, np.full(2, 7 + game, dtype=np.uint64), (0,))
        for _ in range(rulebook.quarters):
            orders = gather(rulebook, state, rivals)
            began = time.perf_counter()
            state = resolve(rulebook, state, orders).state
            times.append(1e3 * (time.perf_counter() - began))
    return {"median": float(np.median(times)), "percentile_95": float(np.percentile(times, 95))}


def _forecast(rulebook: Rulebook, seconds: float) -> float:
    rivals = seat_rivals(rulebook, (0,))
    state = rollout(rulebook, start(rulebook, np.array([7, 7], dtype=np.uint64), (0,)), rivals, 1)
    draft = np.zeros(len(rulebook.slots), dtype=np.int8)
    return 1e3 * _median(lambda: forecast(rulebook, state, 0, [draft], rivals), seconds)


def _attribution(rulebook: Rulebook) -> dict[str, float]:
    name = PLAYER if PLAYER in rulebook.rivals else rulebook.level.seats[rulebook.seats[0]].rival
    game = recorded(rulebook, 0, name, 7)
    began = time.perf_counter()
    found = attribute(game, 0)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "replays": found.replays, "futures": int(found.worth.shape[-1])}


def _median(work: Callable[[], object], seconds: float, least: int = 5) -> float:
    """Median time of a call, in seconds, over at least so many calls and so much time."""
    times: list[float] = []
    work()
    while len(times) < least or sum(times) < seconds:
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return float(np.median(times))
