"""The debrief of a finished match: one data model for windows and hand-outs, and the same as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from game.i18n import Text, Translator
from game.insight.account import waterfall
from game.insight.attribution import MARKET, PLAYERS, Attribution
from game.insight.decisions import DecisionValues
from game.insight.spread import Spread
from game.insight.turning_points import TurningPoint
from game.insight.what_if import WhatIf
from game.play.assumptions import assumed, changes_in_words
from game.play.claims import CLAIMS, claims_about, own_verdict
from game.play.debrief_parts import (
    ClaimRow,
    Debrief,
    DecisionRow,
    Fork,
    JointRow,
    LeverBar,
    Range,
    Track,
    TurnRow,
)
from game.play.debrief_story import UNITS, happened, reckoning_story, tracks
from game.play.decision_words import decision_name, given_orders, reasons, sentence
from game.play.ending import end_of
from game.play.findings import Findings, find, game_of
from game.play.match import Match
from game.play.words import Words, pack_text

__all__ = [
    "GROUPS",
    "debrief_text",
    "decision_rows",
    "find",
    "game_of",
    "group_worth",
    "joint_rows",
    "lever_bars",
    "questions_of",
    "to_plain",
    "told",
]

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "build": ("industry", "technology"),
        "trade": ("market",),
        "bargain": ("diplomacy", "controls"),
        "itself": (MARKET,),
    }
)
"""The answers of the prediction, and whose worth decides about each."""
JOINT = 6
LEAST_MUSD = 0.5  # joint terms below this are not told
QUESTIONS = 4
CLAIMS_SHOWN = 5


def told(found: Findings) -> Debrief:
    """What was found, as a debrief for people."""
    match, seat = found.match, found.seat
    words, name = Words(match.loaded, match.rulebook), match.rulebook.seats[seat]
    level, end = match.rulebook.level, end_of(match, seat)
    worth = group_worth(found.desk)
    turns = {point: _turn(words, seat, point) for point in found.turns}
    return Debrief(
        level=level.id,
        level_title=pack_text(level.title),
        question=pack_text(level.question),
        seat=name,
        seat_name=words.seat(name),
        seed=match.seed,
        practice=match.practice,
        assumed=changes_in_words(match.loaded, match.rulebook.assumptions),
        first_quarter=(level.start.index // 4, level.start.index % 4 + 1),
        dates=tuple(words.date(q) for q in range(match.rulebook.quarters + match.rulebook.caretaker + 1)),
        quarters=match.rulebook.quarters,
        points=end.score,
        points_note=end.score_note,
        mandate=end.mandate,
        mandate_met=end.passed,
        futures=end.futures,
        happened=happened(match, seat, words),
        reckoning=reckoning_story(match, seat, words),
        tracks=tracks(match, seat),
        account=waterfall(found.reckoning),
        spread=end.spread_musd,
        bars=lever_bars(found.desk, found.seeds, found.members),
        refiled=lever_bars(found.place),
        joint=joint_rows(found.desk),
        decisions=decision_rows(words, found.values, seat),
        decision_futures=int(found.values.share.shape[-1]),
        turns=tuple(turns.values()),
        forks=tuple(_fork(words, turns[point], result) for point, result in found.forks),
        own_verdict=own_verdict(worth["build"], worth["bargain"]),
        groups=tuple(worth.items()),
        claims=_claims(level.id),
        questions=questions_of(match),
    )


# ------------------------------------------------------------------------------------------- parts


def group_worth(result: Attribution) -> dict[str, float]:
    """What each answer of the prediction turned out to be worth, USD million, discounted."""
    mean = dict(zip(PLAYERS, result.mean, strict=True))
    return {group: float(sum(mean[player] for player in players)) for group, players in GROUPS.items()}


def lever_bars(
    result: Attribution, seeds: Spread | None = None, members: Spread | None = None
) -> tuple[LeverBar, ...]:
    """The six bars, in the order of the players."""
    low, high = np.quantile(result.by_future, (0.05, 0.95), axis=-1)
    points, lines = result.points, result.by_line
    return tuple(
        LeverBar(
            id=name,
            label=Text(f"lever.{name}"),
            mean=float(result.mean[i]),
            low=float(low[i]),
            high=float(high[i]),
            points=None if points is None else float(points[i]),
            lines=tuple(float(x) for x in lines[i]),
            used=bool(result.by_future[i].any()),
            seeds=_range(seeds, i),
            members=_range(members, i),
        )
        for i, name in enumerate(PLAYERS)
    )


def _range(spread: Spread | None, player: int) -> Range | None:
    if spread is None:
        return None
    low, high = spread.ends
    return Range(float(spread.mean[player]), float(low[player]), float(high[player]), spread.count)


def joint_rows(result: Attribution, most: int = JOINT) -> tuple[JointRow, ...]:
    """What levers were worth only together, the largest terms first."""
    terms = [(g, x) for g, x in result.joint.items() if len(g) > 1 and abs(x) >= LEAST_MUSD]
    terms.sort(key=lambda term: -abs(term[1]))
    return tuple(
        JointRow(group, Text("debrief.joint", {"levers": [_inside(name) for name in group]}), worth)
        for group, worth in terms[:most]
    )


def _inside(player: str) -> Text:
    """A player's name inside a sentence."""
    return Text("debrief.joint.itself" if player == MARKET else f"lever.{player}")


def decision_rows(words: Words, values: DecisionValues, seat: int) -> tuple[DecisionRow, ...]:
    """Every decision, in the order of the levers and of time."""
    rows = []
    for one, decision in enumerate(values.decisions):
        partner = values.partner(one)
        rows.append(
            DecisionRow(
                key=decision.key,
                lever=decision.lever,
                quarter=decision.quarter + 1,
                name=decision_name(words, decision, seat),
                orders=given_orders(words, decision),
                share=float(values.mean[one]),
                spread=float(values.spread[one]),
                error=float(values.error[one]),
                without=float(values.last[one].mean()),
                sentence=sentence(words, values, one, seat),
                why=reasons(values, one),
                alone=None if partner is None else values.alone(one, partner),
                partner=None
                if partner is None
                else decision_name(words, values.decisions[partner], seat, inside=True),
            )
        )
    return tuple(rows)


def _turn(words: Words, seat: int, point: TurningPoint) -> TurnRow:
    slot = words.slot(point.slot)
    option = words.rulebook.slots[slot].options.index(point.option) + 1
    return TurnRow(
        point.quarter + 1,
        words.date(point.quarter + 1),
        words.said(slot, option, seat),
        point.slot,
        point.option,
        point.worth_musd,
        point.spread_musd,
    )


def _fork(words: Words, turn: TurnRow, result: WhatIf) -> Fork:
    """The account, and of the other lines the one that differs most for its size."""

    def apart(name: str) -> float:
        return float(np.abs(result.difference(name)).max() / max(np.abs(result.played[name]).mean(), 1e-9))

    others = sorted((name for name in result.played if name != "account"), key=apart)
    parted = None if result.parted is None else result.parted + 1
    return Fork(
        turn=turn,
        parted=parted,
        parted_label=None if parted is None else words.date(parted),
        tracks=tuple(
            Track(
                name,
                Text(f"insight.series.{name}"),
                UNITS[name],
                0,
                tuple(float(x) for x in result.played[name]),
                tuple(float(x) for x in result.changed[name]),
            )
            for name in (others[-1], "account")
        ),
        dropped=len(result.dropped),
    )


def _claims(level: str) -> tuple[ClaimRow, ...]:
    return tuple(
        ClaimRow(
            claim.id,
            Text(f"almanac.{claim.id}.claim"),
            Text(f"almanac.{claim.id}.evidence"),
            claim.verdict,
            Text(f"almanac.verdict.{claim.verdict}"),
            claim.source,
        )
        for claim in (claims_about(level) or CLAIMS[:CLAIMS_SHOWN])
    )


def questions_of(match: Match) -> tuple[Text, ...]:
    """The level's questions, or those that fit every level where it brings none of its own."""
    own = tuple(pack_text(question) for question in match.rulebook.level.questions)
    return own or tuple(Text(f"scenes.claims.question_{number}") for number in range(1, QUESTIONS + 1))


# ---------------------------------------------------------------------------------- terminal, JSON


def to_plain(found: Findings) -> dict[str, Any]:
    """JSON keys: level, seat, seed, attribution (lever -> mean, spread, ..., over_seeds, over_ensemble),
    joint, dropped, other_filing (lever -> mean), decisions, turning_points (the orders whose removal
    changes the end most, at most five), score, account."""
    match, result = found.match, found.desk.to_plain()
    words = Words(match.loaded, match.rulebook)
    levers = result["levers"]
    for name, spread in (("over_seeds", found.seeds), ("over_ensemble", found.members)):
        for lever, worth in levers.items():
            worth[name] = None if spread is None else spread.to_plain()[lever]
    return {
        "level": match.loaded.level.id,
        "seat": match.rulebook.seats[found.seat],
        "seed": match.seed,
        "practice": match.practice,
        **assumed(match.rulebook.assumptions),
        "attribution": levers,
        "joint": result["joint"],
        "dropped": result["dropped"],
        "other_filing": dict(zip(PLAYERS, found.place.mean.tolist(), strict=True)),
        "decisions": [
            {
                "lever": row.lever,
                "decision": row.key,
                "orders": [
                    {
                        "quarter": quarter + 1,
                        "slot": match.rulebook.slots[slot].id,
                        "option": match.rulebook.slots[slot].options[option - 1],
                    }
                    for quarter, slot, option in decision.orders
                ],
                "share_musd": row.share,
                "spread_musd": row.spread,
                "error_musd": row.error,
                "without_musd": row.without,
                "alone_musd": row.alone,
                "text": row.sentence.to_plain(),
            }
            for row, decision in zip(
                decision_rows(words, found.values, found.seat), found.values.decisions, strict=True
            )
        ],
        "turning_points": [point.to_plain() for point in found.turns],
        "score": found.reckoning.points,
        "account": {
            "total_musd": float(found.reckoning.lines.sum(axis=0).mean()),
            "twin_musd": float(found.reckoning.twin_lines.sum(axis=0).mean()),
            "lead_musd": float(found.reckoning.gain.mean()),
        },
    }


def debrief_text(debrief: Debrief, translator: Translator) -> str:
    """The levers, the decisions and the turning points in words, the most valuable first."""
    tr = translator.tr
    lines = [tr("play.debrief.title", lead=debrief.account.gain)]
    for bar in sorted(debrief.bars, key=lambda bar: -bar.mean):
        lines.append(
            "  " + tr("play.debrief.line", lever=bar.label, mean=bar.mean, low=bar.low, high=bar.high)
        )
    if debrief.decisions:
        lines.append(tr("play.debrief.decisions"))
    for row in sorted(debrief.decisions, key=lambda row: -abs(row.without)):
        told = tr("play.debrief.told", sentence=row.sentence, why=row.why) if row.why else row.sentence
        lines.append("  " + translator.render(told))
    if debrief.turns:
        lines.append(tr("play.debrief.turning_points"))
    for turn in debrief.turns:
        args = {"date": turn.label, "order": turn.order, "worth": turn.worth}
        lines.append("  " + tr("play.debrief.turning_point", **args))
    return "\n".join(lines)
