"""How fast it is, on this machine: quarters of worlds a second, and the waits that a player feels."""

from __future__ import annotations

import os
import platform
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from game.economy.advance import advance
from game.economy.chance import Chance
from game.economy.policy import neutral_policy
from game.economy.state import start_state
from game.insight.adviser import advise
from game.insight.attribution import attribute
from game.insight.forecast import FUTURES, HORIZON, forecast
from game.insight.replays import Game
from game.insight.why import why
from game.lab.governments import BLOCK as ROLLED
from game.lab.governments import recorded
from game.lab.many_nations import split
from game.lab.workers import Processes, open_workers
from game.rivals.archetype import seat_rivals
from game.rules.orders import lever_of
from game.rules.resolve import resolve
from game.rules.rollout import gather, rollout
from game.rules.rulebook import LEVERS, Rulebook
from game.rules.start import start

BATCHES = (2, 64, 256, 512, 1024, 2048, 4096)
MANY = 16_384
"""Worlds whose memory is measured: rolled out block by block, as debriefs and tournaments do it."""
PARTS = (1, 2, 3, 4)
"""Equal parts into which nations are split, to see what more nations cost."""
LATE, EXPORTED = 8, "magnets"
GAMES_SHARED, SHARED_QUARTERS = 4, 8
"""Blocks of games that processes share, and how long each is played."""
PLAYER = "bridge_then_build"
"""Archetype whose game is attributed, where the packs have it: it uses all levers but one."""


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
    say("nations")
    result["nations"] = [_nations(rulebook, parts, 64 if quick else 512, seconds) for parts in PARTS]
    say("quarters")
    result["quarters"] = _quarters(rulebook, 64 if quick else 1024)
    if not quick:
        say("memory")
        result["memory"] = _memory(rulebook)
        say("processes")
        result["processes"] = _processes(rulebook)
    say("forecast")
    result["forecast_ms"] = _forecast(rulebook, seconds)
    result["forecast"] = {"futures": FUTURES, "quarters": HORIZON}
    say("advice")
    result["advice_ms"] = _advice(rulebook, seconds)
    say("why")
    result["why_ms"] = _why(rulebook, quarters=2 if quick else rulebook.quarters)
    if not quick:
        say("attribution")
        result["attribution"] = _attribution(rulebook)
    return result


def _advice(rulebook: Rulebook, seconds: float) -> float:
    """What the three advisers of the first seat say in the middle of the level."""
    rivals = seat_rivals(rulebook, (0,))
    state = rollout(rulebook, start(rulebook, np.full(2, 7, np.uint64), (0,)), rivals, rulebook.quarters // 2)
    return 1e3 * _median(lambda: advise(rulebook, state, 0, rivals), seconds)


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


def _nations(rulebook: Rulebook, parts: int, batch: int, seconds: float) -> dict[str, float]:
    """A quarter of the economy alone, with each nation in equal parts; a year after the start."""
    params = split(rulebook.parameters, parts)
    policy, seeds = neutral_policy(params, 1), np.arange(batch).astype(np.uint64)
    state = start_state(params, batch)
    for quarter in range(4):
        state = advance(state, policy, params, Chance(seeds, quarter))[0]
    once = _median(lambda: advance(state, policy, params, Chance(seeds, 4)), seconds)
    return {"nations": params.nation_count, "batch": batch, "us_a_world_quarter": 1e6 * once / batch}


def _quarters(rulebook: Rulebook, batch: int) -> list[float]:
    """Microseconds a world for each quarter of games with rivals in all seats, caretaker quarters too."""
    deciders = seat_rivals(rulebook)
    state = start(rulebook, np.arange(batch).astype(np.uint64))
    times: list[float] = []
    for _ in range(rulebook.quarters + rulebook.caretaker):
        began = time.perf_counter()
        state = resolve(rulebook, state, gather(rulebook, state, deciders)).state
        times.append(1e6 * (time.perf_counter() - began) / batch)
    return times


def _memory(rulebook: Rulebook) -> dict[str, float]:
    """Most memory that arrays took while so many worlds were rolled out for two years, block by block."""
    tracemalloc.start()
    for at in range(0, MANY, ROLLED):
        seeds = np.arange(at, at + ROLLED).astype(np.uint64)
        rollout(rulebook, start(rulebook, seeds), seat_rivals(rulebook), 8)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"worlds": MANY, "at_once": ROLLED, "most_mb": most / 2**20}


def _processes(rulebook: Rulebook) -> list[dict[str, float]]:
    """World-quarters a second of games, in one process and in one for each processor: median of three."""
    jobs = [(rulebook, seed) for seed in range(GAMES_SHARED)]
    played = GAMES_SHARED * ROLLED * SHARED_QUARTERS
    found: list[dict[str, float]] = []
    for number in sorted({1, os.cpu_count() or 1}):
        with open_workers(number) as workers:
            list(workers.map(_played, jobs))  # starting the workers is not what is timed
            seconds = _median(lambda workers=workers: list(workers.map(_played, jobs)), 0.0, least=3)  # type: ignore[misc]
        found.append({"processes": number, "world_quarters_per_second": played / seconds})
    for row in found:
        row["ratio"] = row["world_quarters_per_second"] / found[0]["world_quarters_per_second"]
    return found


def _played(job: tuple[Rulebook, int]) -> int:
    """A block of games, for two years (workers need it at module level)."""
    rulebook, seed = job
    seeds = np.arange(seed * ROLLED, (seed + 1) * ROLLED).astype(np.uint64)
    end = rollout(rulebook, start(rulebook, seeds), seat_rivals(rulebook), SHARED_QUARTERS)
    return end.quarter


def _forecast(rulebook: Rulebook, seconds: float) -> float:
    rivals = seat_rivals(rulebook, (0,))
    state = rollout(rulebook, start(rulebook, np.array([7, 7], dtype=np.uint64), (0,)), rivals, 1)
    draft = np.zeros(len(rulebook.slots), dtype=np.int8)
    return 1e3 * _median(lambda: forecast(rulebook, state, 0, [draft], rivals), seconds)


def _why(rulebook: Rulebook, quarters: int) -> dict[str, float]:
    """What moved all figures, for each quarter of a game of rivals in all seats."""
    deciders, times = seat_rivals(rulebook), []
    earlier, before = None, start(rulebook, np.array([7, 7], dtype=np.uint64))
    for _ in range(quarters):
        turn = resolve(rulebook, before, gather(rulebook, before, deciders))
        began = time.thread_time()
        why(rulebook, earlier, before, turn)
        times.append(1e3 * (time.thread_time() - began))
        earlier, before = before, turn.state
    return {"median": float(np.median(times)), "worst": float(np.max(times))}


def _attribution(rulebook: Rulebook) -> list[dict[str, float]]:
    """The finished game of an archetype, and the same with an order for each lever that it left alone: the
    most replays that a debrief can ask for. In one process, then in one for each processor."""
    name = PLAYER if PLAYER in rulebook.rivals else rulebook.level.seats[rulebook.seats[0]].rival
    game = recorded(rulebook, 0, name, 7)
    found: list[dict[str, float]] = []
    for played in (game, _all_levers(game)):
        for processes in sorted({1, os.cpu_count() or 1}):
            with open_workers(processes) as workers:
                pool = workers.pool if isinstance(workers, Processes) else None
                if pool is not None:
                    attribute(played, 0, executor=pool)  # starting the workers is not what is timed
                began = time.perf_counter()
                result = attribute(played, 0, executor=pool)
                seconds = time.perf_counter() - began
            futures = int(result.worth.shape[-1])
            found.append(
                {"replays": result.replays, "futures": futures, "processes": processes, "seconds": seconds}
            )
    return found


def _all_levers(game: Game) -> Game:
    """The game with one more order, in its third year, of each lever that it did not use."""
    rulebook = game.rulebook
    given = {lever_of(rulebook, int(slot), 1) for _, slot in np.argwhere(game.orders[:, 0] > 0)}
    orders = game.orders.copy()
    for lever in set(LEVERS) - given:
        slot = next(
            index
            for index, spec in enumerate(rulebook.slots)
            if spec.lever == lever and spec.kind == "licence" and spec.good == EXPORTED
            if rulebook.seats[0] != spec.target
        )
        orders[LATE, 0, slot] = 1 + rulebook.slots[slot].options.index("slow")
    return replace(game, orders=orders)


def _median(work: Callable[[], object], seconds: float, least: int = 5) -> float:
    """Median time of a call, in seconds, over at least so many calls and so much time."""
    times: list[float] = []
    work()
    while len(times) < least or sum(times) < seconds:
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return float(np.median(times))
