"""The advisers' view: their proposals as desk options with odds and reasons, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from game.i18n import Text
from game.insight.adviser import Advice, Outcome, Reason
from game.insight.advisers import NOTICED_MUSD
from game.insight.plans import WAIT, Plan
from game.play.counsel import council_of, record_of
from game.play.course import Course
from game.play.desk import Desk
from game.play.view_advice import AdviserCard, AdviserId, Advisers, Proposal
from game.play.words import ICONS, Words

__all__ = ["ADVISER_ICONS", "advisers"]

OFFICES: tuple[AdviserId, ...] = get_args(AdviserId)
ADVISER_ICONS: dict[AdviserId, str] = {"treasury": "piggy-bank", "industry": "factory", "foreign": "globe"}


def advisers(match: Course, seat: int, words: Words, desk: Desk) -> Advisers:
    """The three advisers as far as their advice has been worked out (`game.play.counsel`)."""
    name = match.rulebook.seats[seat]
    council, record = council_of(match, name), record_of(match, name)
    scores = {office: record.of(office) if record is not None else (0, 0) for office in OFFICES}
    cards = tuple(
        AdviserCard(
            id=office,
            name=words.adviser(name, office),
            office=Text(f"play.adviser.{office}"),
            icon=ADVISER_ICONS[office],
            eyes=Text(f"play.adviser.{office}.eyes"),
            right=scores[office][0],
            judged=scores[office][1],
            record=_record(*scores[office]),
            proposals=_proposals(match, seat, council.of(office), words, desk) if council else (),
        )
        for office in OFFICES
    )
    if council is None:
        text = Text("play.advice.thinking")
        return Advisers(False, False, text, text, cards)
    method = Text(
        "play.advice.method",
        {"plans": council.tried, "futures": council.futures, "quarters": council.horizon},
    )
    return Advisers(True, council.agreed, _verdict(council.advice), method, cards)


def _verdict(advice: Sequence[Advice]) -> Text:
    different = len({one.plan for one in advice})
    return Text(("play.advice.agreed", "play.advice.split", "play.advice.three")[different - 1])


def _record(right: int, judged: int) -> Text:
    if judged:
        return Text("play.advice.record", {"right": right, "n": judged})
    return Text("play.advice.record.none")


def _proposals(match: Course, seat: int, advice: Advice, words: Words, desk: Desk) -> tuple[Proposal, ...]:
    return tuple(_proposal(match, seat, outcome, words, desk) for outcome in advice.outcomes)


def _proposal(match: Course, seat: int, outcome: Outcome, words: Words, desk: Desk) -> Proposal:
    plan = outcome.plan
    waiting = plan == WAIT
    step = None if waiting else plan.now[0]
    return Proposal(
        title=Text("play.advice.wait") if step is None else words.said(step.slot, step.option, seat),
        later=_later(match, seat, plan, words),
        option=None if step is None else desk.option(step.slot, step.option),
        icon="hourglass" if step is None else ICONS[match.rulebook.slots[step.slot].kind],
        wins=outcome.wins,
        futures=outcome.futures,
        median_musd=outcome.median_musd,
        low_musd=outcome.low_musd,
        high_musd=outcome.high_musd,
        odds=_odds(outcome),
        spread=_spread(outcome),
        reasons=tuple(_reason(match, reason, outcome, words) for reason in outcome.reasons),
    )


def _odds(outcome: Outcome) -> Text:
    if outcome.plan == WAIT:
        return Text("play.advice.odds.wait")
    if _without_difference(outcome):
        return Text("play.advice.odds.same")
    return Text("play.advice.odds", {"wins": outcome.wins, "n": outcome.futures})


def _spread(outcome: Outcome) -> Text | None:
    if outcome.plan == WAIT or _without_difference(outcome):
        return None
    args = {"median": outcome.median_musd, "low": outcome.low_musd, "high": outcome.high_musd}
    return Text("play.advice.spread", args)


def _without_difference(outcome: Outcome) -> bool:
    return max(abs(outcome.low_musd), abs(outcome.high_musd)) <= NOTICED_MUSD


def _later(match: Course, seat: int, plan: Plan, words: Words) -> Text | None:
    """What has to follow, so that the odds are those that are shown."""
    if not plan.later:
        return None
    last = plan.later[-1]
    spec = match.rulebook.slots[last.slot]
    if spec.kind == "stock":
        sells = spec.options[last.option - 1] == "release"
        return Text(f"play.advice.later.{'sell' if sells else 'hold'}", {"n": last.after})
    return Text("play.advice.later.open", {"order": words.order(last.slot, seat)})


def _reason(match: Course, reason: Reason, outcome: Outcome, words: Words) -> Text:
    way = "up" if reason.amount > 0 else "down"
    what = Text(f"play.advice.reason.{reason.name}.{way}", {"amount": abs(reason.amount)})
    if reason.quarter is None:
        last = words.date(match.quarter + outcome.horizon - 1)
        return Text("play.advice.reason.after", {"what": what, "date": last})
    return Text("play.advice.reason.when", {"what": what, "date": words.date(reason.quarter + 1)})
