"""Declared rules of an archetype, bound to one seat of one level: slot indices and option numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from game.content.slots import match_slots
from game.rivals.variation import SIZED
from game.rules.rulebook import Rulebook

TRACELESS = ("summit", "ration")
"""Kinds of order that the state does not remember."""
PRIVATE = (
    "money",
    "debt",
    "confidence",
    "influence",
    "stock_months",
    "rumour",
    "own_projects",
    "own_open",
    "tech_thrift",
    "tech_process",
)
"""What a government sees of itself alone."""


class RivalError(ValueError):
    """An archetype that can't be played; the message is one sentence for its author."""


@dataclass(frozen=True)
class Target:
    """A slot that a rule may use, with the options it would take in turn (1-based)."""

    slot: int
    options: tuple[int, ...]
    sized: bool
    smallest: int  # options that a size variation may reach
    largest: int
    event: int  # whose dossier the slot answers, -1 none


@dataclass(frozen=True)
class BoundRule:
    """A rule for one seat; quarters are 0-based, `last` is the last quarter of its window."""

    row: int
    source: Any
    targets: tuple[Target, ...]
    conditions: tuple[Any, ...]
    first: int
    last: int
    every: int
    once: bool
    at_once: bool  # `once` for orders that leave no trace: only the first quarter of the window


def bind(rulebook: Rulebook, rival: Any, seat: int) -> tuple[BoundRule, ...]:
    """The rules of an archetype that this seat could ever use, in order.

    Rules on slots that the level lacks, or that are not for this seat, drop out. Raises RivalError when a
    rule looks into another government's own affairs.
    """
    bound = []
    for row, rule in enumerate(rival.rules):
        _check_privacy(rulebook, rival, rule, seat)
        targets = tuple(_targets(rulebook, rule, seat))
        if not targets or _names_strangers(rulebook, rule):
            continue
        last = rulebook.quarters if rule.to_quarter is None else int(rule.to_quarter)
        bound.append(
            BoundRule(
                row,
                rule,
                targets,
                tuple(rule.conditions),
                int(rule.from_quarter) - 1,
                last - 1,
                int(rule.every),
                bool(rule.once),
                bool(rule.once) and rule.slot.partition(":")[0] in TRACELESS,
            )
        )
    return tuple(bound)


def _targets(rulebook: Rulebook, rule: Any, seat: int) -> list[Target]:
    name = rulebook.seats[seat]
    home = rulebook.nations[int(rulebook.nation_of[seat])]
    found = []
    for slot in match_slots(rule.slot, rulebook.slots, home):
        spec = rulebook.slots[slot]
        if name not in spec.seats or spec.target == name:
            continue
        options = _options(rulebook, spec, rule.option)
        if options:
            smallest = 3 if spec.kind == "stock" else 2 if spec.kind in ("licence", "quota", "duty") else 1
            sized = spec.kind in SIZED and options[0] >= smallest
            event = rulebook.event(spec.target) if spec.kind == "answer" else -1
            found.append(Target(slot, options, sized, smallest, len(spec.options), event))
    return found


def _options(rulebook: Rulebook, spec: Any, wanted: str | None) -> tuple[int, ...]:
    """Option numbers in the order in which they are tried; none if the level has no such option."""
    everything = tuple(range(1, len(spec.options) + 1))
    if wanted == "*" or (wanted in (None, "first") and spec.kind == "answer"):
        return everything
    if wanted in (None, "first"):
        return (1,)
    if wanted in spec.options:
        return (spec.options.index(wanted) + 1,)
    return ()  # `default` of a dossier needs no order: it is what happens without one


def _names_strangers(rulebook: Rulebook, rule: Any) -> bool:
    """Whether a condition is about a seat or an event that this level lacks, so that it never holds."""
    events = {info.id for info in rulebook.events}
    for condition in rule.conditions:
        who = getattr(condition, "seat", None) or getattr(condition, "by", None)
        event = getattr(condition, "event", None) or getattr(condition, "choice", "").partition(".")[0]
        if (who and who not in rulebook.seats) or (event and event not in events):
            return True
        feature = getattr(condition, "feature", "")
        for prefix in ("trust_", "agreement_"):
            if feature.startswith(prefix) and feature.removeprefix(prefix) not in rulebook.seats:
                return True
    return False


def _check_privacy(rulebook: Rulebook, rival: Any, rule: Any, seat: int) -> None:
    for condition in rule.conditions:
        who = getattr(condition, "seat", None)
        if who and who != rulebook.seats[seat] and condition.feature in PRIVATE:
            raise RivalError(
                f"rival '{rival.id}', rule '{rule.id}': '{condition.feature}' of '{who}' is not known to "
                "others; use a price, a trust or a measure in force instead."
            )
