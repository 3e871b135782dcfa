"""Playing a level to prove it: declared solutions meet their mandate, every seat can be played to the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from game.content.packs import LoadedLevel
from game.i18n import Text, Translator
from game.play.headless import NOTHING, Result, from_list, from_policy, play_to_end
from game.play.order_file import at_home
from game.rules.compile import build_rulebook
from game.rules.orders import Order, OrderError
from game.rules.rulebook import Rulebook

__all__ = ["Rehearsal", "rehearse"]


@dataclass(frozen=True)
class Rehearsal:
    """One game of a rehearsal. `how` is `solution` or `nothing`; `good` whether it went as it must."""

    level: str
    seat: str
    how: str
    seed: int
    good: bool
    text: Text
    result: Result | None

    def to_plain(self, translator: Translator) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "level": self.level,
            "seat": self.seat,
            "how": self.how,
            "seed": self.seed,
            "good": self.good,
            "text": translator.render(self.text),
            "score": self.result.end.score if self.result else None,
            "digest": self.result.match.digest if self.result else None,
        }


def rehearse(loaded: LoadedLevel, seed: int = 1) -> list[Rehearsal]:
    """Play every seat with no orders, and every declared solution, whose mandate must be met."""
    rulebook = build_rulebook(loaded)
    found = []
    for seat in loaded.level.seats:
        result = play_to_end(loaded, seat, seed, from_policy(rulebook, NOTHING), rulebook=rulebook)
        found.append(_told(loaded, seat, NOTHING, seed, True, result))
    for seat, solution in loaded.level.solutions.items():
        found.append(_solution(loaded, rulebook, seat, solution))
    return found


def _solution(loaded: LoadedLevel, rulebook: Rulebook, seat: str, solution: Any) -> Rehearsal:
    home = loaded.level.seats[seat].nation
    orders: dict[int, list[Order]] = {}
    for order in solution.orders:
        slot = at_home(order.slot, home)
        row = rulebook.slot_index.get(slot)
        first = rulebook.slots[row].options[0] if row is not None else ""
        orders.setdefault(int(order.quarter), []).append(Order(slot, order.option or first))
    seed = int(solution.seed)
    try:
        result = play_to_end(loaded, seat, seed, from_list(orders), rulebook=rulebook)
    except OrderError as error:
        text = Text("play.rehearsal.order", {"seat": seat, "what": error.what, "name": str(error.name)})
        return Rehearsal(loaded.level.id, seat, "solution", seed, False, text, None)
    return _told(loaded, seat, "solution", seed, result.end.passed, result)


def _told(loaded: LoadedLevel, seat: str, how: str, seed: int, good: bool, result: Result) -> Rehearsal:
    end = result.end
    missed = [row.text for row in end.mandate if not row.met]
    met = Text("play.rehearsal.met") if not missed else Text("play.rehearsal.missed", {"lines": missed})
    args = {"level": loaded.level.id, "seat": seat, "seed": str(seed), "lead": end.lead_musd, "met": met}
    return Rehearsal(loaded.level.id, seat, how, seed, good, Text(f"play.rehearsal.{how}", args), result)
