"""A game without a window: an archetype, a list of orders or nobody governs the seat to the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from game.content.difficulty import DEFAULT
from game.content.packs import LoadedLevel
from game.i18n import Text, Translator
from game.play.assumptions import assumed
from game.play.conditions import refusal
from game.play.course import Played
from game.play.ending import end_of
from game.play.match import Match
from game.play.record import SaveError
from game.play.view_parts import End
from game.play.words import Words
from game.rivals.archetype import archetype, decide_with_reasons
from game.rules.legality import Reason
from game.rules.orders import Order
from game.rules.rulebook import Rulebook

__all__ = ["NOTHING", "Refused", "Result", "from_list", "from_policy", "play_to_end", "policies"]

NOTHING = "nothing"
"""The policy of a government that gives no orders."""

Script = Callable[[Match, str], Sequence[Order]]
"""(match, seat) -> the orders of this quarter."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An order that the rules did not allow in its quarter."""

    quarter: int
    order: Order
    reason: str
    why: Text


@dataclass(frozen=True)
class Result:
    """A finished game of one seat."""

    match: Match
    end: End
    refused: tuple[Refused, ...]

    def to_plain(self, translator: Translator) -> dict[str, Any]:
        """The JSON of `play`: level, seat, seed, quarters, objectives, account, score, better_than,
        governments, digest."""
        end = self.end
        return {
            "level": self.match.loaded.level.id,
            "seat": end.seat,
            "seed": self.match.seed,
            "quarters": len(self.match.past),
            "objectives": [
                {
                    "kind": row.kind,
                    "text": translator.render(row.text),
                    "value": row.value,
                    "target": row.target,
                    "met": row.met,
                }
                for row in end.mandate
            ],
            "account": {
                "total_musd": end.account_musd,
                "twin_musd": end.twin_musd,
                "lead_musd": end.lead_musd,
                "calm_musd": end.calm_musd,
                "stressed_musd": end.stressed_musd,
                "spread_musd": end.spread_musd,
                "lines": {
                    bar.id: {"musd": bar.value, "twin_musd": bar.twin, "lead_musd": bar.difference}
                    for bar in end.bars
                },
            },
            "score": end.score,
            "better_than": end.rank,
            "governments": end.governments,
            "digest": self.match.digest,
            **assumed(self.match.rulebook.assumptions),
        }


def policies(rulebook: Rulebook) -> tuple[str, ...]:
    """Names that `--policy` takes in this level."""
    return tuple(sorted({*rulebook.rivals, NOTHING}))


def from_policy(rulebook: Rulebook, name: str) -> Script:
    """The orders of an archetype. Raises RivalError for one that the level's packs do not have."""
    if name == NOTHING:
        return lambda match, seat: ()
    decider = archetype(rulebook, name)

    def script(match: Match, seat: str) -> Sequence[Order]:
        return decide_with_reasons(decider, match.rulebook, match.state, match.seat_index(seat))[0]

    return script


def from_list(orders: Mapping[int, Sequence[Order]]) -> Script:
    """Orders by level quarter, counted from 1."""
    return lambda match, seat: orders.get(match.quarter, ())


def play_to_end(
    loaded: LoadedLevel,
    seat: str,
    seed: int,
    script: Script,
    *,
    rulebook: Rulebook | None = None,
    autosave: Any = None,
    watch: Callable[[Match, Played], None] | None = None,
    difficulty: str = DEFAULT,
) -> Result:
    """Play every quarter and the reckoning. Raises KeyError (unknown seat), SaveError (can't save)."""
    match = Match(loaded, (seat,), seed, autosave=autosave, rulebook=rulebook, difficulty=difficulty)
    refused: list[Refused] = []
    while not match.finished:
        for order in script(match, seat):
            match.draft(order.slot, order.option)
        played = match.end_quarter()
        if match.unsaved is not None:
            raise SaveError(match.unsaved)
        refused += _refused(match, played, seat)
        if watch is not None:
            watch(match, played)
    return Result(match, end_of(match, match.seat_index(seat)), tuple(refused))


def _refused(match: Match, played: Played, seat: str) -> list[Refused]:
    row, words = match.seat_index(seat), Words(match.loaded, match.rulebook)
    found = []
    for slot, spec in enumerate(match.rulebook.slots):
        code = int(played.turn.reasons[row, slot, 0])
        if code:
            option = int(played.given[row, slot, 0])
            order = Order(spec.id, spec.options[option - 1])
            why = refusal(match.rulebook, played.before, row, slot, option, code, words)
            found.append(Refused(played.quarter, order, Reason(code).name.lower(), why))
    return found


def refusal_text(refused: Refused) -> Text:
    """One line about an order that was not carried out."""
    return Text(
        "play.headless.refused",
        {
            "quarter": f"Q{refused.quarter}",
            "slot": refused.order.slot,
            "option": refused.order.option,
            "reason": refused.why,
        },
    )
