"""The desk: five levers with their orders, each costed, timed, and refused with its reason.

What is allowed beside the drafts is asked of the rules themselves: one batch of worlds, each with the drafts
and one more option, goes through the same screening as the orders of a played quarter.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from game.i18n import Text
from game.play.conditions import refusal
from game.play.consequence import consequence, each_quarter_musd, standing_option, standing_text
from game.play.course import Course
from game.play.timing import timing
from game.play.view_parts import Agenda, Draft, Lever, LeverOrder, Option
from game.play.words import ICONS, Words
from game.rules.legality import Reason, agenda_influence, order_cost, screen
from game.rules.orders import lever_of
from game.rules.rulebook import LEVERS, Status
from game.rules.state import State

__all__ = ["LEVER_ICONS", "Desk"]

LEVER_ICONS = {
    "industry": "factory",
    "technology": "flask-conical",
    "market": "scale",
    "diplomacy": "handshake",
    "controls": "sliders-horizontal",
}
_QUIET = (Reason.NOT_FOR_SEAT,)  # slots that never are this seat's do not stand on its desk


class Desk:
    """Everything that one seat can order this quarter, given its drafts."""

    def __init__(self, match: Course, seat_name: str, words: Words) -> None:
        self.match, self.words = match, words
        self.rulebook, self.state = match.rulebook, match.state
        self.seat_name, self.seat = seat_name, match.rulebook.seat(seat_name)
        self.drafts = match.drafts[seat_name]
        self.now = match.quarter
        shown = match.guide.spec.orders if match.guide is not None else ()
        self.slots = [
            index
            for index, spec in enumerate(self.rulebook.slots)
            if (not shown or spec.kind in (*shown, "gate", "answer"))
            and seat_name in spec.seats
            and spec.target != seat_name
            and self._has_project(index)
        ]
        self._made: dict[tuple[int, int, bool], Option] = {}
        self._reasons = self._screen_candidates()
        own = np.zeros_like(match.drafted())  # what other people at this screen draft is not given away
        own[self.seat] = match.drafted()[self.seat]
        self.accepted, self._draft_reasons = screen(self.rulebook, self.state, own)

    def _has_project(self, slot: int) -> bool:
        spec = self.rulebook.slots[slot]
        if spec.kind not in ("build", "gate", "join", "offtake", "guarantee"):
            return True
        return int(self.rulebook.project_of_slot[self.seat, slot]) >= 0

    def _screen_candidates(self) -> dict[tuple[int, int], int]:
        """(slot, option) -> reason code of giving it beside the drafts."""
        pairs = [
            (slot, option + 1)
            for slot in self.slots
            for option in range(len(self.rulebook.slots[slot].options))
            if self._offered(slot, option + 1)
        ]
        count = len(pairs)
        if count == 0:
            return {}
        orders = self.match.drafted(count + 1)
        for column, (slot, option) in enumerate(pairs):
            orders[self.seat, slot, column] = option
        alone = np.zeros_like(orders)
        alone[self.seat] = orders[self.seat]
        worlds: State = self.state.take(np.zeros(count + 1, dtype=np.intp))
        accepted, reasons = screen(self.rulebook, worlds, alone)
        dropped = (alone[self.seat] > 0) & (
            accepted[self.seat] == 0
        )  # [L, count + 1]; last column: drafts only
        found = {}
        for column, (slot, option) in enumerate(pairs):
            code = int(reasons[self.seat, slot, column])
            if code == 0:
                crowded = np.flatnonzero(dropped[:, column] & ~dropped[:, -1])
                code = int(reasons[self.seat, crowded[0], column]) if crowded.size else 0
            found[(slot, option)] = code
        return found

    def _offered(self, slot: int, option: int) -> bool:
        """Whether a choice is open to this seat at all, and does anything."""
        spec = self.rulebook.slots[slot]
        if spec.kind == "gate" and spec.options[option - 1] == "fast":
            index = int(self.rulebook.project_of_slot[self.seat, slot])
            return int(self.state.project_status[index, 0]) != Status.COMMISSION_GATE  # no time left to save
        if spec.kind != "answer":
            return True
        seats = self.rulebook.events[self.rulebook.event(spec.target)].choices[option - 1].seats
        return not seats or self.seat in seats

    # -------------------------------------------------------------------------------------- options

    def reason(self, slot: int, option: int) -> int:
        """Reason code of an option beside the drafts; 0 = allowed."""
        return self._reasons.get((slot, option), int(Reason.NOT_FOR_SEAT))

    def option(self, slot: int, option: int, *, default: bool = False) -> Option:
        """One option with cost, consequence, timing and refusal; made once a view."""
        key = (slot, option, default)
        if key not in self._made:
            self._made[key] = self._option(slot, option, default)
        return self._made[key]

    def _option(self, slot: int, option: int, default: bool) -> Option:
        spec = self.rulebook.slots[slot]
        name = spec.options[option - 1]
        code = self.reason(slot, option)
        return Option(
            slot=spec.id,
            option=name,
            lever=lever_of(self.rulebook, slot, option),
            label=self.words.option(slot, option),
            text=consequence(self.rulebook, self.state, self.seat, slot, option, self.words),
            default=default,
            drafted=self._drafted(slot, option),
            standing=standing_option(self.rulebook, self.state, self.seat, slot) == option,
            refusal_code=Reason(code).name.lower() if code else "",
            **self._terms(slot, option, code),
        )

    def _terms(self, slot: int, option: int, code: int) -> dict[str, Any]:
        """The `Terms` of an order that is refused for this reason (0 = allowed)."""
        asked = self.rulebook, self.state, self.seat, slot, option
        money, influence = self._cost(slot, option)
        when = timing(*asked)
        return {
            "money_musd": money,
            "influence": influence,
            "each_quarter_musd": each_quarter_musd(*asked),
            "lands": when.lands,
            "lasts": when.lasts,
            "fades": when.fades,
            "speed": when.speed(self.now),
            "refusal": self._refusal(slot, option, code),
        }

    def _refusal(self, slot: int, option: int, code: int) -> Text | None:
        if self.match.looks_back and not self._drafted(slot, option):
            return Text("play.refused.over")
        return refusal(self.rulebook, self.state, self.seat, slot, option, code, self.words) if code else None

    def _drafted(self, slot: int, option: int) -> bool:
        spec = self.rulebook.slots[slot]
        return self.drafts.orders.get(spec.id) == spec.options[option - 1]

    def options(self, slot: int, default: int = 0) -> tuple[Option, ...]:
        """All options of a slot that this seat has; `default` (1-based) is marked."""
        count = len(self.rulebook.slots[slot].options)
        return tuple(
            self.option(slot, option, default=option == default)
            for option in range(1, count + 1)
            if (slot, option) in self._reasons
        )

    def _cost(self, slot: int, option: int) -> tuple[float, float]:
        money, influence = order_cost(self.rulebook, self.state, self.seat, slot, option)
        return float(np.broadcast_to(money, (2,))[0]), float(np.broadcast_to(influence, (2,))[0])

    # --------------------------------------------------------------------------------------- levers

    def levers(self) -> tuple[Lever, ...]:
        """The five tabs with the orders that this seat could ever give; gates and answers are in the tray."""
        return tuple(
            Lever(
                lever,
                Text(f"lever.{lever}"),
                Text(f"play.lever.{lever}"),
                LEVER_ICONS[lever],
                tuple(self._row(slot) for slot in self.slots if self._on_tab(slot, lever)),
            )
            for lever in LEVERS
        )

    def _on_tab(self, slot: int, lever: str) -> bool:
        spec = self.rulebook.slots[slot]
        if spec.lever != lever or spec.kind == "answer":
            return False
        if spec.kind == "gate":
            return any(
                self._reasons[(slot, option + 1)] != Reason.NO_GATE for option in range(len(spec.options))
            )
        if spec.kind in ("join", "offtake", "guarantee"):
            first = self._reasons[(slot, 1)]
            index = int(self.rulebook.project_of_slot[self.seat, slot])
            mine = int(self.state.project_owner[index, 0]) == self.seat
            return first != Reason.NOT_OFFERED and not mine
        if lever == "controls":
            return any(
                self._reasons[(slot, option + 1)] != Reason.NOTHING_EXPORTED
                for option in range(1, len(spec.options))
            )
        return True

    def _row(self, slot: int) -> LeverOrder:
        spec = self.rulebook.slots[slot]
        return LeverOrder(
            slot=spec.id,
            kind=spec.kind,
            lever=spec.lever,
            icon=ICONS[spec.kind],
            title=self.words.order(slot, self.seat),
            text=self._about(slot),
            target=spec.target,
            good=spec.good,
            state=standing_text(self.rulebook, self.state, self.seat, slot, self.words),
            options=self.options(slot),
            drafted=self.drafts.orders.get(spec.id, ""),
        )

    def _about(self, slot: int) -> Text:
        spec = self.rulebook.slots[slot]
        if spec.kind in ("build", "join", "offtake", "guarantee", "gate"):
            return self.words.project_text(int(self.rulebook.project_of_slot[self.seat, slot]))
        return Text(f"play.about.{spec.kind}")

    # --------------------------------------------------------------------------------------- drafts

    def agenda(self) -> Agenda:
        """Papers opened, and what one more would cost."""
        params = self.rulebook.level.orders.agenda
        return Agenda(
            used=len(self.drafts.orders),
            free=int(params.free),
            most=int(params.free) + 1,
            extra_influence=float(params.extra_influence),
        )

    def draft_rows(self) -> tuple[Draft, ...]:
        """The drafts, in the order in which they were made."""
        rows = []
        for slot_id, name in self.drafts.orders.items():
            slot = self.words.slot(slot_id)
            spec = self.rulebook.slots[slot]
            option = spec.options.index(name) + 1
            code = int(self._draft_reasons[self.seat, slot, 0])
            rows.append(
                Draft(
                    slot=slot_id,
                    option=name,
                    title=self.words.order(slot, self.seat),
                    choice=self.words.option(slot, option),
                    lever=lever_of(self.rulebook, slot, option),
                    icon=ICONS[spec.kind],
                    **self._terms(slot, option, code),
                )
            )
        return tuple(rows)

    def left_over(self) -> tuple[float, float]:
        """Money and influence in hand once the drafts that are allowed have been paid."""
        money, influence = float(self.state.money[self.seat, 0]), float(self.state.influence[self.seat, 0])
        for row in self.draft_rows():
            if row.refusal is None:
                money -= row.money_musd
                influence -= row.influence
        return money, influence - float(agenda_influence(self.rulebook, self.accepted)[self.seat, 0])
