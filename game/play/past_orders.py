"""A seat's past orders, and those that it could have given instead: what a what-if chooses from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.i18n import Text
from game.play.words import Words
from game.rules.features import observe
from game.rules.legality import refusals
from game.rules.orders import lever_of

if TYPE_CHECKING:
    from game.play.course import Course

__all__ = ["PastOrder", "orders_allowed", "orders_given", "other_options"]


@dataclass(frozen=True)
class PastOrder:
    """An order of a past quarter (from 1): given and carried out, or one that was allowed. `label` is its
    quarter in words, `said` the order in one line."""

    quarter: int
    slot: str
    option: str
    label: Text
    said: Text
    lever: str

    @property
    def key(self) -> str:
        """Quarter and slot: of a given order there is one in each."""
        return f"{self.quarter}/{self.slot}"


def orders_given(match: Course, seat: str) -> tuple[PastOrder, ...]:
    """A seat's own orders that were carried out, in order of time."""
    words, index = Words(match.loaded, match.rulebook), match.rulebook.seat(seat)
    found = []
    for played in match.past:
        for slot in range(len(match.rulebook.slots)):
            option = int(played.turn.accepted[index, slot, 0])
            if option and int(played.given[index, slot, 0]):
                found.append(_order(match, words, index, played.quarter, slot, option))
    return tuple(found)


def orders_allowed(match: Course, seat: str, quarter: int) -> tuple[PastOrder, ...]:
    """What a seat could have ordered in a played quarter (from 1) besides what it did, each alone.

    Raises IndexError for a quarter that has not been played.
    """
    words, index = Words(match.loaded, match.rulebook), match.rulebook.seat(seat)
    played = match.past[quarter - 1]
    view = observe(match.rulebook, played.before, index)
    found = []
    for slot, spec in enumerate(match.rulebook.slots):
        if int(played.given[index, slot, 0]) and int(played.turn.accepted[index, slot, 0]):
            continue
        for option in range(1, len(spec.options) + 1):
            if not refusals(match.rulebook, played.before, index, slot, option, view)[0]:
                found.append(_order(match, words, index, quarter, slot, option))
    return tuple(found)


def other_options(match: Course, seat: str, order: PastOrder) -> tuple[PastOrder, ...]:
    """The same matter decided otherwise in its quarter: the options that were allowed, the given one not."""
    words, index = Words(match.loaded, match.rulebook), match.rulebook.seat(seat)
    before = match.past[order.quarter - 1].before
    view = observe(match.rulebook, before, index)
    slot = words.slot(order.slot)
    options = match.rulebook.slots[slot].options
    return tuple(
        _order(match, words, index, order.quarter, slot, number)
        for number, name in enumerate(options, start=1)
        if name != order.option and not refusals(match.rulebook, before, index, slot, number, view)[0]
    )


def _order(match: Course, words: Words, seat: int, quarter: int, slot: int, option: int) -> PastOrder:
    spec = match.rulebook.slots[slot]
    return PastOrder(
        quarter,
        spec.id,
        spec.options[option - 1],
        words.date(quarter),
        words.said(slot, option, seat),
        lever_of(match.rulebook, slot, option),
    )
