"""The debrief of a finished match as data: what each lever was worth, with the account and the score."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

import numpy as np

from game.i18n import Translator
from game.insight.attribution import Attribution, attribute
from game.insight.replays import Game
from game.insight.turning_points import turning_points
from game.play.assumptions import assumed
from game.play.match import Match

__all__ = ["attribution_of", "debrief_match", "debrief_text", "game_of"]


TURNING_POINTS = 5


def game_of(match: Match) -> Game:
    """The match as insight takes it: orders of all played quarters, rivals that react."""
    shape = (len(match.past), match.rulebook.seat_count, len(match.rulebook.slots))
    orders = np.zeros(shape, dtype=np.int8)
    for row, played in enumerate(match.past):
        orders[row] = played.given[..., 0]
    return Game(match.rulebook, match.seed, match.people, orders, match.machines)


def attribution_of(
    match: Match,
    seat: str | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> Attribution:
    """What the five levers and the market were worth to a governed seat."""
    return attribute(game_of(match), match.seat_index(seat), executor=executor, progress=progress)


def debrief_match(
    match: Match,
    seat: str | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> dict[str, Any]:
    """JSON keys: level, seat, seed, attribution (lever -> mean, spread, ...), joint, dropped, turning_points
    (the orders whose removal changes the end most, at most five), score, account."""
    game = game_of(match)
    result = attribute(game, match.seat_index(seat), executor=executor, progress=progress).to_plain()
    points = turning_points(game, match.seat_index(seat))
    most = sorted(points, key=lambda point: -abs(point.worth_musd))[:TURNING_POINTS]
    reckoning = match.reckoning(seat)
    name = match.rulebook.seats[match.seat_index(seat)]
    return {
        "level": match.loaded.level.id,
        "seat": name,
        "seed": match.seed,
        "practice": match.practice,
        **assumed(match.rulebook.assumptions),
        "attribution": result["levers"],
        "joint": result["joint"],
        "dropped": result["dropped"],
        "turning_points": [point.to_plain() for point in most],
        "score": reckoning.points,
        "account": {
            "total_musd": float(reckoning.lines.sum(axis=0).mean()),
            "twin_musd": float(reckoning.twin_lines.sum(axis=0).mean()),
            "lead_musd": float(reckoning.gain.mean()),
        },
    }


def debrief_text(result: dict[str, Any], translator: Translator) -> str:
    """The levers in words, the most valuable first."""
    tr = translator.tr
    levers = sorted(result["attribution"].items(), key=lambda item: -item[1]["mean"])
    lines = [tr("play.debrief.title", lead=result["account"]["lead_musd"])]
    for name, worth in levers:
        label = tr("lever.itself" if name not in _LEVERS else f"lever.{name}")
        lines.append("  " + tr("play.debrief.line", lever=label, mean=worth["mean"], spread=worth["spread"]))
    if result["turning_points"]:
        lines.append(tr("play.debrief.turning_points"))
    for point in result["turning_points"]:
        order = f"{point['slot']} {point['option']}"
        quarter, worth_musd = point["quarter"], point["worth_musd"]
        lines.append("  " + tr("play.debrief.turning_point", quarter=quarter, order=order, worth=worth_musd))
    return "\n".join(lines)


_LEVERS = ("industry", "technology", "market", "diplomacy", "controls")
