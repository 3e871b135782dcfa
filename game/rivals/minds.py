"""What would change a minister's mind: the nearest figures that would make a government act otherwise.

For an order that it gives, the conditions whose figure could fall away; for one that it does not give, the
single condition that stands in the way. Both follow from the declared rules and the observation alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.i18n import Text
from game.rivals.archetype import Archetype, decide_with_reasons
from game.rivals.compiled import BoundRule, Target
from game.rules.features import Observation, observe, satisfied
from game.rules.legality import refusals
from game.rules.rulebook import Rulebook
from game.rules.state import State


@dataclass(frozen=True)
class Hinge:
    """A figure on which an order hangs: at `threshold` the government would stop giving it, or start to.

    `distance` is how far the figure is from there, in parts of the threshold.
    """

    rule: str
    slot: str
    option: str
    acts_now: bool
    feature: str
    value: float
    threshold: float
    falls: bool  # the change comes when the figure falls below the threshold
    distance: float

    def text(self, order: Text | str) -> Text:
        """One sentence, rendered late; `order` is what the order is called."""
        way = "falls" if self.falls else "rises"
        name = f"rivals.hinge.{'stop' if self.acts_now else 'start'}.{way}"
        args = {
            "order": order,
            "feature": Text(
                f"rivals.feature.{_family(self.feature)}", {"seat": self.feature.partition("_")[2]}
            ),
            "value": self.value,
            "threshold": self.threshold,
        }
        return Text(name, args)


def _family(feature: str) -> str:
    """`trust_japan` and its like share one text."""
    head, _, tail = feature.partition("_")
    return head if tail and head in ("trust", "agreement") else feature


def hinges(
    decider: Archetype, rulebook: Rulebook, state: State, seat: int, column: int = 0, most: int = 3
) -> list[Hinge]:
    """The nearest hinges of a government in one world, nearest first, at most `most`."""
    world = state.take([column, column])
    view = observe(rulebook, world, seat)
    _, reasons = decide_with_reasons(decider, rulebook, state, seat, column)
    given = {reason.rule: reason for reason in reasons}
    found: list[Hinge] = []
    for rule in decider.rules[seat]:
        if not rule.first <= state.quarter <= rule.last:
            continue
        if rule.source.id in given:
            reason = given[rule.source.id]
            for condition in rule.conditions:
                found += _limits(condition, view, rule, reason.slot, reason.option, acts_now=True)
            continue
        target = _could_use(rulebook, world, seat, rule, view)
        missing = [c for c in rule.conditions if not satisfied(rulebook, world, seat, (c,), view)[0]]
        if target is not None and len(missing) == 1:
            spec = rulebook.slots[target.slot]
            option = spec.options[target.options[0] - 1]
            found += _limits(missing[0], view, rule, spec.id, option, acts_now=False)
    return sorted(found, key=lambda hinge: hinge.distance)[:most]


def _could_use(
    rulebook: Rulebook, world: State, seat: int, rule: BoundRule, view: Observation
) -> Target | None:
    for target in rule.targets:
        if refusals(rulebook, world, seat, target.slot, target.options[0], view)[0] == 0:
            return target
    return None


def _limits(
    condition: object, view: Observation, rule: BoundRule, slot: str, option: str, *, acts_now: bool
) -> list[Hinge]:
    """The limits of a condition on an own figure; other conditions have no distance."""
    feature = getattr(condition, "feature", None)
    if feature is None or feature not in view or getattr(condition, "seat", None):
        return []
    value = float(view[feature][0])
    found = []
    for limit, lower in (
        (getattr(condition, "above", None), True),
        (getattr(condition, "below", None), False),
    ):
        if limit is None:
            continue
        holds = value > float(limit) if lower else value < float(limit)
        if holds != acts_now or feature == "quarter":
            continue
        distance = abs(value - float(limit)) / max(abs(float(limit)), 1e-9)
        falls = lower if acts_now else not lower
        found.append(
            Hinge(rule.source.id, slot, option, acts_now, feature, value, float(limit), falls, distance)
        )
    return found
