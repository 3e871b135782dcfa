"""What an answer still needs, in words: the declared conditions that do not hold, and how things stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from game.content.slots import fixed_options
from game.i18n import Text
from game.play.words import Words, pack_text
from game.rules.features import observe, satisfied
from game.rules.legality import Reason
from game.rules.rulebook import Rulebook, Status
from game.rules.state import State

__all__ = ["needs", "refusal"]

FLAGS = frozenset(("quota_in_force", "rumour", "wto_open", "wto_won", "agreement"))
UNITS = {
    "days": ("cover_days",),
    "months": ("stock_months",),
    "musd": ("money", "debt"),
    "usd_kg": ("price_usd_kg_light",),
    "t": ("magnet_output_t",),
    "n": ("confidence", "influence", "trust", "own_projects", "own_open", "quarter"),
}
UNIT_OF = {name: unit for unit, names in UNITS.items() for name in names}
"""Unit of each feature; those that are not named are shares and ratios."""


def refusal(
    rulebook: Rulebook, state: State, seat: int, slot: int, option: int, code: int, words: Words
) -> Text:
    """Why an order is refused (`code` is a Reason); of a choice, what it still needs in the shown world."""
    if code == Reason.TAKEN and _own(rulebook, state, seat, slot):
        return Text("play.refusal.taken_by_you")
    if code != Reason.CONDITION:
        return Text(f"play.refusal.{Reason(code).name.lower()}")
    event = rulebook.events[rulebook.event(rulebook.slots[slot].target)]
    return needs(rulebook, state, seat, event.choices[option - 1].conditions, words)


def _own(rulebook: Rulebook, state: State, seat: int, slot: int) -> bool:
    """Whether what the order asks for is in the seat's own hands already."""
    index = int(rulebook.project_of_slot[seat, slot])
    if index < 0:
        return False
    holder = {"offtake": state.offtaker, "guarantee": state.guarantor}.get(
        rulebook.slots[slot].kind, state.project_owner
    )
    return int(holder[index, 0]) == seat


def needs(rulebook: Rulebook, state: State, seat: int, conditions: Iterable[Any], words: Words) -> Text:
    """A sentence for each condition that does not hold for the seat in the shown world; one at least."""
    unmet = [c for c in conditions if not satisfied(rulebook, state, seat, (c,))[0]]
    return _chain("play.need.also", [_need(rulebook, state, seat, c, words) for c in unmet])


def _chain(link: str, texts: list[Text]) -> Text:
    """Several texts as one, two and two."""
    *before, last = texts
    return Text(link, {"first": _chain(link, before), "then": last}) if before else last


def _need(rulebook: Rulebook, state: State, seat: int, condition: Any, words: Words) -> Text:
    if condition.tag == "feature":
        return _feature(rulebook, state, seat, condition, words)
    if condition.tag == "event":
        return _event(rulebook, state, condition.event, condition.happened)
    if condition.tag == "project":
        return _project(rulebook, state, condition, words)
    name, _, choice = condition.choice.partition(".")
    event = rulebook.level.events[rulebook.event(name)]
    label = next(c.label for c in event.choices if c.id == choice)
    args = {
        "seat": words.seat(condition.by or seat),
        "event": pack_text(event.title),
        "choice": pack_text(label),
    }
    return Text("play.need.choice" if condition.taken else "play.need.choice.not", args)


def _feature(rulebook: Rulebook, state: State, seat: int, condition: Any, words: Words) -> Text:
    who = rulebook.seat(condition.seat) if condition.seat else seat
    family, _, other = condition.feature.partition("_")
    family = family if family in ("trust", "agreement") else condition.feature
    partner = {"seat": words.seat(other)} if family != condition.feature else {}
    value = float(observe(rulebook, state, who)[condition.feature][0])
    too_low = condition.above is not None and value <= condition.above
    limit = float(condition.above if too_low else condition.below)
    if family in FLAGS:
        need = Text(f"play.need.{family}.{'yes' if too_low else 'no'}", partner)
    else:
        figures = {
            "feature": Text(f"play.feature.{family}", partner),
            "limit": _figure(family, limit),
            "value": _figure(family, value),
        }
        need = Text("play.need.above" if too_low else "play.need.below", figures)
    return need if who == seat else Text("play.need.of", {"seat": words.seat(who), "need": need})


def _figure(family: str, value: float) -> Text:
    if family == "licence_worst":
        steps = fixed_options("licence")
        return Text(f"play.option.licence.{steps[min(max(round(value), 0), len(steps) - 1)]}")
    return Text(f"play.figure.{UNIT_OF.get(family, 'pct')}", {"x": value})


def _event(rulebook: Rulebook, state: State, name: str, happened: bool) -> Text:
    """What a government does not know yet is not given away by what it is refused."""
    index = rulebook.event(name)
    known = rulebook.events[index].known == "announced" or state.event_fired[index, 0] <= state.quarter
    title = {"event": pack_text(rulebook.level.events[index].title)} if known else {}
    need = "play.need.event" if happened else "play.need.event.not"
    return Text(need, title) if known else Text("play.need.event.unknown")


def _project(rulebook: Rulebook, state: State, condition: Any, words: Words) -> Text:
    index = next(i for i, project in enumerate(rulebook.projects) if project.id == condition.project)
    if state.project_status[index, 0] == Status.HIDDEN:
        return Text("play.need.project.unknown")
    args: dict[str, Any] = {"project": words.project(index), "stage": words.status(state, index)}
    if condition.owner is not None and state.project_owner[index, 0] != rulebook.seat(condition.owner):
        return Text("play.need.project.owner", args | {"seat": words.seat(condition.owner)})
    stages = [Text(f"play.status.{'build' if stage == 'building' else stage}") for stage in condition.status]
    return Text("play.need.project.stage", args | {"stages": _chain("play.need.or", stages)})
