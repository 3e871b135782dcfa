"""A match: a level, the seats that people govern, luck, drafts, and everything that has been played.

The worlds on the table are a batch of two equal ones, so that their digests are those of any larger batch;
column 0 is shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from game.content.packs import LoadedLevel, load_record
from game.content.problem import ContentError
from game.economy.batch import Batch
from game.economy.chance import Chance
from game.i18n import Text
from game.play.drafts import Drafts
from game.play.fingerprint import values_digest
from game.play.record import (
    NOT_A_GAME,
    QuarterRecord,
    Record,
    SaveError,
    read_record,
    saves_dir,
    write_record,
)
from game.play.words import only_used, pack_text
from game.rivals.archetype import Archetype, decide_with_reasons, seat_rivals
from game.rules.compile import build_rulebook
from game.rules.ledger import Ledger
from game.rules.orders import Order, OrderArray, code, decode, empty_orders, encode
from game.rules.resolve import Turn, resolve
from game.rules.rollout import Decider, gather, rollout, scripted
from game.rules.rulebook import Rulebook
from game.rules.score import Reckoning, reckon
from game.rules.start import seed_array, start
from game.rules.state import State

if TYPE_CHECKING:
    from game.play.view import View

__all__ = ["WORLDS", "Match", "Played", "autosave_path"]

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


class Match:
    """One game. People draft orders for the seats in `governed`; machines govern the others."""

    def __init__(
        self,
        loaded: LoadedLevel,
        governed: Sequence[str],
        seed: int,
        *,
        autosave: Path | None = None,
        rulebook: Rulebook | None = None,
    ) -> None:
        """Begin a game. Raises KeyError for a seat that the level does not have, ValueError for none."""
        if not governed:
            raise ValueError("a match needs at least one seat that somebody governs")
        self.loaded = loaded
        self.rulebook = rulebook or build_rulebook(loaded)
        self.seed = seed
        self.governed = tuple(dict.fromkeys(governed))
        self.people = tuple(self.rulebook.seat(name) for name in self.governed)
        self.machines: dict[int, Decider] = seat_rivals(self.rulebook, self.people)
        self.first: State = start(self.rulebook, seed_array(*[seed] * WORLDS), self.people)
        self.state = self.first
        self.past: list[Played] = []
        self.drafts: dict[str, Drafts] = {seat: Drafts() for seat in self.governed}
        self.practice = False
        self.autosave = autosave
        self.unsaved: Text | None = None  # why the last quarter could not be saved by itself
        self.differs: int | None = None  # first quarter whose digest this machine did not reproduce
        self.kept: dict[str, object] = {}  # parts of this quarter's views that drafts do not change
        self._caretakers: list[Played] | None = None
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

    def view(self, seat: str | None = None) -> View:
        """Everything that a screen shows of this quarter to a governed seat, by default the first."""
        from game.play.briefing import build_view

        return build_view(self, self.rulebook.seats[self.seat_index(seat)])

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
        """Play the quarter with the drafts as they are; autosaves. Raises ValueError after the last one.

        A full disk does not stop the game: `unsaved` then says what is wrong, until a quarter is saved again.
        """
        if self.finished:
            raise ValueError("all quarters of this level have been played")
        orders, told = self._gather()
        played = self._play(self.state, orders, told)
        self.past.append(played)
        self.state = played.after
        self.kept.clear()
        self.drafts = {seat: Drafts() for seat in self.governed}
        self._save_by_itself()
        return played

    def _save_by_itself(self) -> None:
        if self.autosave is None:
            return
        try:
            self.save(self.autosave)
        except SaveError as error:
            self.unsaved = error.text
        else:
            self.unsaved = None

    def run_until_needed(self, most: int | None = None) -> int:
        """Play quarters until a paper in somebody's tray wants a decision; returns how many were played.

        The drafts at hand go with the first one. `most` limits the number of quarters.
        """
        from game.play.tray import needs_decision

        count = 0
        while not self.finished and (most is None or count < most):
            self.end_quarter()
            count += 1
            if self.finished or any(needs_decision(self, seat) for seat in self.governed):
                break
        return count

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

    # ---------------------------------------------------------------------------------- looking back

    def restart(self, *, same_luck: bool = True, seed: int | None = None) -> Match:
        """The same level and seats from the beginning, with this luck, another, or a given one."""
        luck = seed if seed is not None else self.seed if same_luck else _next_seed(self.seed)
        return Match(self.loaded, self.governed, luck, autosave=self.autosave, rulebook=self.rulebook)

    def rewind(self, quarter: int) -> None:
        """Go back to before a played quarter; the game is marked as practice from then on."""
        if not 1 <= quarter <= len(self.past):
            raise ValueError(f"quarter {quarter} has not been played")
        self.state = self.past[quarter - 1].before
        orders = self.past[quarter - 1].given
        self.past = self.past[: quarter - 1]
        self.kept.clear()
        self.practice = True
        self.drafts = {seat: Drafts(self._orders_of(orders, seat)) for seat in self.governed}
        self._caretakers, self._reckoned = None, {}

    def _orders_of(self, orders: OrderArray, seat: str) -> list[tuple[str, str]]:
        found = decode(self.rulebook, orders, self.rulebook.seat(seat))
        return [(order.slot, order.option) for order in found]

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

    # ----------------------------------------------------------------------------------------- saves

    def to_record(self) -> Record:
        """The game as data."""
        level = self.loaded.level
        return Record(
            level=level.id,
            title=pack_text(level.title),
            seed=self.seed,
            governed=self.governed,
            rules=self.loaded.to_record(),
            parameters=values_digest(self.rulebook.parameters),
            played=tuple(self._quarter_record(played) for played in self.past),
            start_digest=self.first.digest(0),
            state=self.state.take([0]).to_plain(),
            drafts={seat: drafts.as_list() for seat, drafts in self.drafts.items()},
            practice=self.practice,
            quarters=self.rulebook.quarters,
        )

    def _quarter_record(self, played: Played) -> QuarterRecord:
        orders = {seat: self._orders_of(played.given, seat) for seat in self.rulebook.seats}
        return QuarterRecord(played.quarter, orders, played.told, played.digest)

    def save(self, path: Path) -> None:
        """Write the game to a file, whole or not at all. Raises SaveError."""
        write_record(path, self.to_record())

    @classmethod
    def load(cls, path: Path, *, autosave: Path | None = None) -> Match:
        """Go on with a saved game. Raises SaveError with one sentence for people."""
        return cls.from_record(read_record(path), str(path), autosave=autosave)

    @classmethod
    def from_record(cls, record: Record, name: str = "", *, autosave: Path | None = None) -> Match:
        """The game of a record: replayed for its history, then set to the recorded state exactly.

        `differs` is the first quarter whose digest could not be reproduced here (0 = the start).
        Raises SaveError.
        """
        try:
            loaded = load_record(record.rules)
            match = cls(loaded, record.governed, record.seed, autosave=autosave)
            match._replay(record)
        except ContentError as error:
            first = error.problems[0]
            why = {"where": f"{first.file}:{first.line}", "why": first.message}
            raise SaveError(Text("play.save.rules", {"path": name, **why})) from error
        except NOT_A_GAME as error:
            raise SaveError(Text("play.save.broken", {"path": name})) from error
        return match

    def _replay(self, record: Record) -> None:
        if self.first.digest(0) != record.start_digest:
            self.differs = 0
        for number, quarter in enumerate(record.played, start=1):
            if quarter.quarter != number or self.finished:
                raise ValueError("quarters are not in order")
            orders = empty_orders(self.rulebook, WORLDS)
            for seat, given in quarter.orders.items():
                encode(self.rulebook, (Order(*order) for order in given), self.rulebook.seat(seat), orders)
            played = self._play(self.state, orders, quarter.reasons)
            if self.differs is None and played.digest != quarter.digest:
                self.differs = number
            self.past.append(played)
            self.state = played.after
        state = State.from_plain(record.state)
        if not same_form(state, self.state.take([0])) or state.quarter != len(record.played):
            raise ValueError("the state is not that of the last quarter")
        self.state = state.repeat(WORLDS)
        self.practice = record.practice
        self.drafts = {seat: Drafts(record.drafts.get(seat, ())) for seat in self.governed}
        for drafts in self.drafts.values():
            for order in drafts.as_orders():
                code(self.rulebook, order)


def autosave_path(level: str, seats: Iterable[str], seed: int) -> Path:
    """Where a game of this level, these seats and this luck is kept after every quarter."""
    return saves_dir() / f"{level}-{'-'.join(seats)}-{seed}.json"


def same_form(one: Batch, other: Batch) -> bool:
    """Whether two batches have arrays of the same types and shapes, and no NaN in but one of them."""
    for field in dataclasses.fields(one):  # type: ignore[arg-type]
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, Batch):
            if not same_form(a, b):
                return False
        elif a.dtype != b.dtype or a.shape != b.shape or (np.isnan(a) != np.isnan(b)).any():
            return False
    return True


def _next_seed(seed: int) -> int:
    """Another luck that is a function of this one."""
    return int(Chance(seed_array(seed), 0).bits(0, 1)[0, 0] % np.uint64(1_000_000))
