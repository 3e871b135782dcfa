"""Sense of a level's claims, and of the camp that an archetype says it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from game.content.lesson import AlliancesPay, RestrictionPays
from game.content.level import Level
from game.content.parsing import did_you_mean
from game.content.problem import Problem, Severity
from game.content.reader import Document, Steps, path_place
from game.content.rival import Rival
from game.content.slots import SLOT_GRAMMAR, SlotSpec, match_slots
from game.i18n import Text

__all__ = ["lint_camp", "lint_lesson"]

Say = Callable[..., Any]
BUILDING = ("industry", "technology")
BARGAINING = ("diplomacy", "controls")


def lint_lesson(level: Level, specs: tuple[SlotSpec, ...], say: Say) -> None:
    """Seats, orders and quarters of claims must be there; the same thing must not be claimed twice.

    `say(code, path, hint=..., **args)` takes what is found.
    """
    seen: set[str] = set()
    for index, claim in enumerate(level.lesson):
        path: Steps = ("lesson", index)
        same = repr(claim.model_copy(update={"holds": True}))
        if same in seen:
            say("claim.twice", (*path, "kind"), kind=claim.kind, seat=claim.seat)
        seen.add(same)
        if not _seat(level, claim.seat, (*path, "seat"), say):
            continue
        if isinstance(claim, AlliancesPay):
            if _seat(level, claim.with_seat, (*path, "with"), say):
                _order(level, specs, claim.seat, f"agreement:{claim.with_seat}", None, (*path, "with"), say)
            lever = _order(level, specs, claim.seat, claim.build, claim.option, (*path, "build"), say)
            if lever and lever not in (*BUILDING, "market"):
                say("claim.build", (*path, "build"), slot=claim.build, hint=_levers(*BUILDING, "market"))
        elif isinstance(claim, RestrictionPays):
            lever = _order(level, specs, claim.seat, claim.slot, claim.option, (*path, "slot"), say)
            if lever and lever != "controls":
                say("claim.restriction", (*path, "slot"), slot=claim.slot, hint=_levers("controls"))
            for key, quarter in (("quarters", claim.quarters), ("from", claim.from_quarter)):
                last = level.last_quarter - 1 if key == "quarters" else level.quarters
                if not 1 <= quarter <= last:
                    outside = {"quarter": f"Q{quarter}", "last": f"Q{last}"}
                    hint = Text("content.hint.claim_quarters", outside) if key == "quarters" else None
                    say("quarter.outside", (*path, key), hint=hint, **outside)


def _seat(level: Level, name: str, path: Steps, say: Say) -> bool:
    if name not in level.seats:
        say("seat.none", path, hint=did_you_mean(name, level.seats), name=name)
    return name in level.seats


def _levers(*levers: str) -> Text:
    kinds = [written for lever, written, _ in SLOT_GRAMMAR.values() if lever in levers]
    return Text("content.hint.known", {"words": ", ".join(kinds)})


def _order(
    level: Level,
    specs: tuple[SlotSpec, ...],
    seat: str,
    slot: str,
    option: str | None,
    path: Steps,
    say: Say,
) -> str:
    """The lever of an order that the seat can give; '' after saying why there is none."""
    found = match_slots(slot, specs, level.seats[seat].nation)
    if len(found) != 1:
        own = [spec.id for spec in specs if seat in spec.seats]
        say("slot.none", path, hint=did_you_mean(slot, own), name=slot)
        return ""
    spec = specs[found[0]]
    if seat not in spec.seats:
        say("slot.seat", path, slot=spec.id, seat=seat)
        return ""
    if option is not None and option not in spec.options:
        say("option.none", (*path[:-1], "option"), hint=did_you_mean(option, spec.options), name=option)
    return spec.lever


def lint_camp(rival: Rival, document: Document) -> list[Problem]:
    """A warning where the rules of an archetype do something else than its camp says.

    Answers to dossiers are left out: which lever they use, their events say.
    """
    if rival.camp is None:
        return []
    kinds = [rule.slot.split(":")[0] for rule in rival.rules]
    levers = [SLOT_GRAMMAR[kind][0] for kind in kinds if kind in SLOT_GRAMMAR]
    build = sum(lever in BUILDING for lever in levers)
    bargain = sum(lever in BARGAINING for lever in levers)
    honest = {
        "build_up": build > bargain,
        "politics": bargain > build,
        "stock": "stock" in kinds and not build and not bargain,
    }[rival.camp]
    if honest:
        return []
    assert document.root is not None
    spot = path_place(document.root, ("camp",)).node
    hint = Text(f"content.hint.camp_{rival.camp}")
    return [document.problem("rival.camp", spot, severity=Severity.WARNING, hint=hint, camp=rival.camp)]
