"""The course of a match: a level, the seats that people govern, luck, drafts, and everything that was played.

The worlds on the table are a batch of two equal ones, so that their digests are those of any larger batch;
column 0 is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Self

from game.content.difficulty import DEFAULT, DIFFICULTIES
from game.content.packs import LoadedLevel
from game.i18n import Text
from game.insight.why import Why, why
from game.play.drafts import Drafts, Settled
from game.play.guide import Guide, guide_of
from game.play.view_parts import FrontPage
from game.play.words import only_used
from game.rivals.archetype import Archetype, decide_with_reasons, seat_rivals
from game.rules.assumptions import Assumptions
from game.rules.compile import build_rulebook
from game.rules.ledger import Ledger
from game.rules.orders import Order, OrderArray, code, decode, empty_orders, encode
from game.rules.resolve import Turn, resolve
from game.rules.rollout import Decider, gather, rollout, scripted
from game.rules.rulebook import Rulebook
from game.rules.score import Reckoning, reckon
from game.rules.start import seed_array, start
from game.rules.state import State

__all__ = ["WORLDS", "Course", "Played"]

WORLDS = 2

Told = dict[str, dict[str, Text]]  # seat -> slot -> reason


@dataclass(frozen=True)
class Played:
    """A quarter to look back on; `quarter` counts from 1. `given` are everybody's orders as given, `told` the
    machines' reasons by seat and slot. States have two equal worlds."""

    quarter: int
    before: State
    turn: Turn
    given: OrderArray
    told: Mapping[str, Mapping[str, Text]]
    digest: str

    @property
    def after(self) -> State:
        """The state after the quarter."""
        return self.turn.state


class Course:
    """What screens look at and people change by their orders; `Match` adds views and saves."""

    looks_back = False  # whether this is a played quarter that is looked at, see `as_of`

    def __init__(
        self,
        loaded: LoadedLevel,
        governed: Sequence[str],
        seed: int,
        *,
        rulebook: Rulebook | None = None,
        assumptions: Assumptions | None = None,
        difficulty: str = DEFAULT,
    ) -> None:
        """Begin a game; `assumptions` challenge the model, unless a `rulebook` is given.

        Raises KeyError for a seat that the level does not have and for an unknown difficulty, ValueError for
        no seat, AssumptionError.
        """
        self.difficulty, self.information = difficulty, DIFFICULTIES[difficulty]
        if not governed:
            raise ValueError("a match needs at least one seat that somebody governs")
        self.loaded = loaded
        self.rulebook = rulebook or build_rulebook(loaded, assumptions=assumptions)
        self.seed = seed
        self.governed = tuple(dict.fromkeys(governed))
        self.people = tuple(self.rulebook.seat(name) for name in self.governed)
        self.machines: dict[int, Decider] = seat_rivals(self.rulebook, self.people, difficulty)
        self.first: State = start(self.rulebook, seed_array(*[seed] * WORLDS), self.people)
        self.state = self.first
        self.past: list[Played] = []
        self.drafts: dict[str, Drafts] = {seat: Drafts() for seat in self.governed}
        self.practice = False
        self.guide: Guide | None = guide_of(self)
        self.kept: dict[str, object] = {}  # parts of this quarter's views that drafts do not change
        self.printed: dict[str, tuple[Played, FrontPage]] = {}  # by seat and quarter
        self.counsel: dict[tuple[str, str, str], object] = {}  # advice so far, see game.play.counsel
        self._caretakers: list[Played] | None = None
        self._whys: dict[tuple[int, str], Why] = {}
        self._reckoned: dict[str, Reckoning] = {}

    # ------------------------------------------------------------------------------------ the table

    @property
    def quarter(self) -> int:
        """The quarter about to be played, counted from 1."""
        return self.state.quarter + 1

    @property
    def finished(self) -> bool:
        """Whether all quarters of the level have been played; the reckoning comes next."""
        return self.state.quarter >= self.rulebook.quarters

    @property
    def digest(self) -> str:
        """Digest of the world as it stands."""
        return self.past[-1].digest if self.past else self.first.digest(0)

    def seat_index(self, seat: str | None = None) -> int:
        """Index of a governed seat, by default the first. Raises KeyError for a seat nobody governs."""
        name = self.governed[0] if seat is None else seat
        if name not in self.governed:
            raise KeyError(name)
        return self.rulebook.seat(name)

    # --------------------------------------------------------------------------------------- drafts

    def _drafts(self, seat: str | None) -> Drafts:
        return self.drafts[self.rulebook.seats[self.seat_index(seat)]]

    def draft(self, slot: str, option: str, seat: str | None = None) -> None:
        """Draft an order. Raises OrderError for one that the level does not know."""
        code(self.rulebook, Order(slot, option))
        self._drafts(seat).put(slot, option)

    def drop(self, slot: str, seat: str | None = None) -> None:
        """Take an order off the drafts."""
        self._drafts(seat).drop(slot)

    def clear(self, seat: str | None = None) -> None:
        """Take every order off the drafts; one undo brings them back."""
        self._drafts(seat).clear()

    def undo(self, seat: str | None = None) -> bool:
        """Take back the last change of the drafts."""
        return self._drafts(seat).undo()

    def redo(self, seat: str | None = None) -> bool:
        """Repeat the change that was taken back."""
        return self._drafts(seat).redo()

    def drafted(self, worlds: int = WORLDS) -> OrderArray:
        """The drafts of all governed seats as orders, int8 [S,L,worlds]."""
        orders = empty_orders(self.rulebook, worlds)
        for name, drafts in self.drafts.items():
            encode(self.rulebook, drafts.as_orders(), self.rulebook.seat(name), orders)
        return orders

    # ------------------------------------------------------------------------------------- quarters

    def end_quarter(self) -> Played:
        """Play the quarter with the drafts as they are. Raises ValueError after the last one."""
        if self.looks_back:
            raise ValueError("a quarter that is looked back at has been played")
        if self.finished:
            raise ValueError("all quarters of this level have been played")
        orders, told = self._gather()
        played = self._play(self.state, orders, told)
        self.past.append(played)
        self.state = played.after
        self.kept.clear()
        self.drafts = {seat: Drafts() for seat in self.governed}
        return played

    def _gather(self) -> tuple[OrderArray, Told]:
        """Everybody's orders for this quarter, and why the machines give theirs."""
        orders = self.drafted()
        told: Told = {}
        for seat, decider in self.machines.items():
            name = self.rulebook.seats[seat]
            if isinstance(decider, Archetype):
                given, reasons = decide_with_reasons(decider, self.rulebook, self.state, seat)
                encode(self.rulebook, given, seat, orders)
                told[name] = {reason.slot: only_used(reason.text) for reason in reasons}
            else:
                orders[seat] = decider(self.rulebook, self.state, seat)
        return orders, told

    def _play(self, state: State, orders: OrderArray, told: Mapping[str, Mapping[str, Text]]) -> Played:
        turn = resolve(self.rulebook, state, orders, ledger=Ledger())
        return Played(state.quarter + 1, state, turn, orders, told, turn.state.digest(0))

    def rewind(self, quarter: int) -> None:
        """Go back to before a played quarter; the game is marked as practice from then on."""
        if not 1 <= quarter <= len(self.past):
            raise ValueError(f"quarter {quarter} has not been played")
        self.state = self.past[quarter - 1].before
        orders = self.past[quarter - 1].given
        self.past = self.past[: quarter - 1]
        self.kept.clear()
        self.practice = True
        self.drafts = {seat: Drafts(self.orders_of(orders, seat)) for seat in self.governed}
        self._caretakers, self._reckoned = None, {}

    def as_of(self, quarter: int) -> Self:
        """The game as it was before a played quarter (from 1), its orders as drafts: to look at, not to play.

        Whoever looks sees what could be seen then. Raises ValueError for a quarter that has not been played.
        """
        if not 1 <= quarter <= len(self.past):
            raise ValueError(f"quarter {quarter} has not been played")
        then, played = copy(self), self.past[quarter - 1]
        then.looks_back, then.guide, then.kept = True, None, {}
        then.state, then.past = played.before, self.past[: quarter - 1]
        then.drafts = {seat: Settled(self.orders_of(played.given, seat)) for seat in self.governed}
        then._caretakers, then._reckoned = None, {}
        return then

    def orders_of(self, orders: OrderArray, seat: str) -> list[tuple[str, str]]:
        """A seat's orders as slot and option."""
        found = decode(self.rulebook, orders, self.rulebook.seat(seat))
        return [(order.slot, order.option) for order in found]

    def explained(self, quarter: int) -> bool:
        """Whether it is known already what moved the figures in a played quarter (from 1)."""
        return (quarter, self.past[quarter - 1].digest) in self._whys

    def why(self, quarter: int) -> Why:
        """What moved the figures in a played quarter (from 1); computed when first asked for."""
        return self.asking_why(quarter)()

    def asking_why(self, quarter: int) -> Callable[[], Why]:
        """The work of `why`, to be done elsewhere: it holds all that it needs, whatever the game does."""
        played = self.past[quarter - 1]
        earlier = self.past[quarter - 2].before if quarter > 1 else None
        key, known = (quarter, played.digest), self._whys

        def work() -> Why:
            if key not in known:
                known[key] = why(self.rulebook, earlier, played.before, played.turn)
            return known[key]

        return work

    # ------------------------------------------------------------------------------------- reckoning

    def caretakers(self) -> list[Played]:
        """The caretaker quarters of this world, played on by rivals and markets; computed once."""
        self._need_finished()
        if self._caretakers is None:
            state, found = self.state, []
            for _ in range(self.rulebook.caretaker):
                orders = gather(self.rulebook, state, self.machines)
                found.append(self._play(state, orders, {}))
                state = found[-1].after
            self._caretakers = found
        return self._caretakers

    def twin(self, seat: str | None = None) -> State:
        """The same game to the same quarter in which this seat gave no orders; the other people's stand."""
        idle = self.seat_index(seat)
        deciders = dict(self.machines)
        for name in self.governed:
            index = self.rulebook.seat(name)
            if index != idle:
                deciders[index] = scripted({p.quarter - 1: p.given[index] for p in self.past})
        return rollout(self.rulebook, self.first, deciders, len(self.past))

    def reckoning(self, seat: str | None = None) -> Reckoning:
        """The judgement of a governed seat after the last played quarter; computed once."""
        self._need_finished()
        name = self.rulebook.seats[self.seat_index(seat)]
        if name not in self._reckoned:
            index = self.rulebook.seat(name)
            ends = self.state.take([0]), self.twin(name).take([0])
            self._reckoned[name] = reckon(self.rulebook, *ends, index, self.machines)[0]
        return self._reckoned[name]

    def judged(self, seat: str) -> bool:
        """Whether the reckoning of this seat has been computed, so that its view shows the end."""
        return seat in self._reckoned

    def _need_finished(self) -> None:
        if not self.finished:
            raise ValueError("the reckoning comes after the last quarter of the level")
