"""The mandate while it runs, and the judgement: account, points, seal."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.difficulty import DEFAULT
from game.i18n import Text
from game.play.course import Course
from game.play.view_parts import AccountBar, End, MandateRow, Seal, Unit
from game.play.words import pack_text
from game.rules.state import ACCOUNT_LINES

if TYPE_CHECKING:
    from game.rules.score import Reckoning

__all__ = ["end_of", "mandate"]

UNITS: dict[str, Unit] = {
    "magnet_output": "points",
    "stress_loss": "share",
    "customers_stress_loss": "share",
    "debt": "musd",
    "confidence": "points",
    "guarantees": "musd",
    "no_idle_plant": "share",
    "magnet_value_above_twin": "musd",
    "nature_above_twin": "musd",
    "gain": "musd",
}


def mandate(match: Course, seat: int) -> tuple[MandateRow, ...]:
    """Where the mandate stands before the reckoning."""
    info = match.rulebook.level.seats[match.rulebook.seats[seat]]
    return tuple(_row(match, seat, objective) for objective in info.mandate)


def _row(match: Course, seat: int, objective: Any) -> MandateRow:
    kind, state = objective.kind, match.state
    text = pack_text(objective.text)
    if kind == "magnet_output":
        good, played = float(state.output_ok[seat, 0]), min(len(match.past), int(objective.of))
        missed = played - good
        lost = missed > int(objective.of) - int(objective.quarters)
        met = False if lost else True if good >= int(objective.quarters) else None
        note = Text("play.mandate.counted", {"good": good, "played": played})
        share = min(good / float(objective.quarters), 1.0)
        return MandateRow(kind, text, good, float(objective.quarters), "points", met, share, note)
    if kind == "debt":
        value, bar = max(-float(state.money[seat, 0]), 0.0), float(objective.at_most)
        return MandateRow(kind, text, value, bar, "musd", None, None, _stands(value <= bar))
    if kind == "confidence":
        value, bar = float(state.confidence[seat, 0]), float(objective.at_least)
        return MandateRow(
            kind, text, value, bar, "points", None, min(value / max(bar, 1e-9), 1.0), _stands(value >= bar)
        )
    if kind == "guarantees":
        value, bar = float(state.guarantees_called[seat, 0]), float(objective.at_most)
        return MandateRow(kind, text, value, bar, "musd", None, None, _stands(value <= bar))
    target = float(objective.at_most) if hasattr(objective, "at_most") else None
    return MandateRow(kind, text, None, target, UNITS[kind], None, None, Text("play.mandate.later"))


def _stands(good: bool) -> Text:
    return Text("play.mandate.holds" if good else "play.mandate.fails")


def end_of(match: Course, seat: int) -> End:
    """The judgement of a seat, after the last played quarter."""
    name = match.rulebook.seats[seat]
    result = match.reckoning(name)
    level = match.rulebook.level
    par = level.par.get(name)
    gain, stressed = result.gain, result.stressed > 0
    score = result.points
    note = None
    if score is None:
        unscored = "play.score.guided" if level.guide is not None else "play.score.no_par"
        why = unscored if par is None else "play.score.nobody"
        note = Text(why, {"seat": pack_text(match.rulebook.level.seats[name].name)})
    if match.rulebook.assumptions:
        note = Text("assumptions.no_points")
    elif score is not None and level.rivals_at(match.difficulty) != level.rivals_at(DEFAULT):
        note = Text("play.score.other_rivals")
    seal: Seal = result.seal if result.seal in ("bronze", "silver", "gold") else ""  # type: ignore[assignment]
    capped = seal == "bronze" and not result.mandate_met and (score or 0.0) >= 55.0
    return End(
        seat=name,
        score=score,
        score_note=note,
        seal=seal,
        seal_note=Text("play.seal.capped") if capped else None,
        account_musd=float(result.lines.sum(axis=0).mean()),
        twin_musd=float(result.twin_lines.sum(axis=0).mean()),
        lead_musd=float(gain.mean()),
        calm_musd=_mean(gain, ~stressed),
        stressed_musd=_mean(gain, stressed),
        spread_musd=result.spread,
        bars=_bars(result, stressed),
        mandate=_judged(match, seat, result),
        passed=result.mandate_met,
        futures=int(gain.size),
        rank=None if par is None else _rank(float(gain.mean()), [float(q) for q in par.quantiles]),
        governments=0 if par is None else int(par.governments),
    )


def _mean(values: np.ndarray, mask: np.ndarray) -> float:
    return float(values[mask].mean()) if mask.any() else float(values.mean())


def _bars(result: Reckoning, stressed: np.ndarray) -> tuple[AccountBar, ...]:
    bars = []
    for row, line in enumerate(ACCOUNT_LINES):
        mine, twin = result.lines[row], result.twin_lines[row]
        lead = mine - twin
        bars.append(
            AccountBar(
                id=line,
                label=Text(f"play.account.{line}"),
                value=float(mine.mean()),
                twin=float(twin.mean()),
                difference=float(lead.mean()),
                calm=_mean(lead, ~stressed),
                stressed=_mean(lead, stressed),
            )
        )
    return tuple(bars)


def _judged(match: Course, seat: int, result: Reckoning) -> tuple[MandateRow, ...]:
    info = match.rulebook.level.seats[match.rulebook.seats[seat]]
    return tuple(
        MandateRow(
            verdict.kind,
            pack_text(objective.text),
            verdict.value,
            verdict.bar,
            UNITS[verdict.kind],
            verdict.met,
            None,
        )
        for objective, verdict in zip(info.mandate, result.verdicts, strict=True)
    )


def _rank(gain: float, quantiles: list[float]) -> float:
    """Share of the simulated governments that did worse, from their percentiles 0 to 100."""
    return max(bisect_right(quantiles, gain) - 1, 0) / 100.0
