"""A match: the course of a game with its views, kept in a file after every quarter."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from game.content.difficulty import DEFAULT
from game.content.packs import LoadedLevel, load_record
from game.content.problem import ContentError
from game.economy.batch import Batch
from game.economy.chance import Chance
from game.i18n import Text
from game.play.alerts import alerts_passed
from game.play.briefing import build_view
from game.play.course import WORLDS, Course, Played
from game.play.drafts import Drafts
from game.play.fingerprint import values_digest
from game.play.own_save import OwnSave
from game.play.record import (
    NOT_A_GAME,
    QuarterRecord,
    Record,
    SaveError,
    read_record,
    saves_dir,
    write_record,
)
from game.play.tray import needs_decision
from game.play.view import View
from game.play.words import pack_text
from game.rules.assumptions import Assumptions
from game.rules.bounds import within_bounds
from game.rules.orders import Order, code, empty_orders, encode
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array
from game.rules.state import State

__all__ = ["Match", "autosave_path"]


class Match(Course):
    """One game. People draft orders for the seats in `governed`; machines govern the others."""

    def __init__(
        self,
        loaded: LoadedLevel,
        governed: Sequence[str],
        seed: int,
        *,
        autosave: Path | None = None,
        rulebook: Rulebook | None = None,
        assumptions: Assumptions | None = None,
        difficulty: str = DEFAULT,
    ) -> None:
        """Begin a game; `assumptions` challenge the model, unless a `rulebook` is given.

        Raises KeyError for a seat that the level does not have, ValueError for none, AssumptionError.
        """
        super().__init__(
            loaded, governed, seed, rulebook=rulebook, assumptions=assumptions, difficulty=difficulty
        )
        self.autosave = autosave
        self.own_save: OwnSave | None = None  # where other windows may play the same game
        self.unsaved: Text | None = None  # why the last quarter could not be saved by itself
        self.alerts: dict[str, float] = {}  # the player's thresholds, no part of the game
        self.differs: int | None = None  # first quarter whose digest this machine did not reproduce

    def view(self, seat: str | None = None) -> View:
        """Everything that a screen shows of this quarter to a governed seat, by default the first."""
        return build_view(self, self.rulebook.seats[self.seat_index(seat)])

    def end_quarter(self) -> Played:
        """Play the quarter with the drafts as they are; autosaves. Raises ValueError after the last one.

        A full disk does not stop the game: `unsaved` then says what is wrong, until a quarter is saved again.
        """
        played = super().end_quarter()
        self._save_by_itself()
        return played

    def keep_in(self, path: Path) -> None:
        """Save by itself in this file from now on, but never over what another window writes there."""
        self.autosave, self.own_save = path, OwnSave(path)

    def save_running(self) -> None:
        """Write the file in which the game saves itself, if it does. Raises SaveError."""
        if self.own_save is not None:
            self.autosave = self.own_save.place()
        if self.autosave is not None:
            self.save(self.autosave)
        if self.own_save is not None:
            self.own_save.written()

    def _save_by_itself(self) -> None:
        try:
            self.save_running()
        except SaveError as error:
            self.unsaved = error.text
        else:
            self.unsaved = None

    def run_until_needed(self, most: int | None = None) -> int:
        """Play quarters until a paper wants a decision or an alert calls; returns how many were played.

        The drafts at hand go with the first one. `most` limits the number of quarters.
        """
        count = 0
        while not self.finished and (most is None or count < most):
            self.end_quarter()
            count += 1
            if self.finished or any(self._calls(seat) for seat in self.governed):
                break
        return count

    def _calls(self, seat: str) -> bool:
        return needs_decision(self, seat) or bool(alerts_passed(self, seat, self.alerts))

    def restart(self, *, same_luck: bool = True, seed: int | None = None) -> Match:
        """The same level and seats from the beginning, with this luck, another, or a given one."""
        luck = seed if seed is not None else self.seed if same_luck else _next_seed(self.seed)
        return Match(
            self.loaded,
            self.governed,
            luck,
            autosave=self.autosave,
            rulebook=self.rulebook,
            difficulty=self.difficulty,
        )

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
            assumptions=self.rulebook.assumptions,
            difficulty=self.difficulty,
            guide={} if self.guide is None else self.guide.to_plain(),
        )

    def _quarter_record(self, played: Played) -> QuarterRecord:
        orders = {seat: self.orders_of(played.given, seat) for seat in self.rulebook.seats}
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
            match = cls(
                loaded,
                record.governed,
                record.seed,
                autosave=autosave,
                assumptions=record.assumptions,
                difficulty=record.difficulty,
            )
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
        if not within_bounds(state, self.rulebook):
            raise ValueError("the state holds numbers that no game leads to")
        self.state = state.repeat(WORLDS)
        self.practice = record.practice
        if self.guide is not None:
            self.guide.take_up(record.guide)
        self.drafts = {seat: Drafts(record.drafts.get(seat, ())) for seat in self.governed}
        for drafts in self.drafts.values():
            for order in drafts.as_orders():
                code(self.rulebook, order)


def autosave_path(level: str, seats: Iterable[str], seed: int) -> Path:
    """Where a game of this level, these seats and this luck is kept after every quarter."""
    return saves_dir() / f"{level}-{'-'.join(seats)}-{seed}.json"


def same_form(one: Batch, other: Batch) -> bool:
    """Whether two batches have arrays of the same types and shapes, finite in the same places."""
    for field in dataclasses.fields(one):  # type: ignore[arg-type]
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, Batch):
            if not same_form(a, b):
                return False
        elif a.dtype != b.dtype or a.shape != b.shape or (np.isfinite(a) != np.isfinite(b)).any():
            return False
    return True


def _next_seed(seed: int) -> int:
    """Another luck that is a function of this one."""
    return int(Chance(seed_array(seed), 0).bits(0, 1)[0, 0] % np.uint64(1_000_000))
