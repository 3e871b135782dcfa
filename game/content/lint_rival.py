"""Sense of a rival by itself, and against the levels that use it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from game.content.conditions import FeatureCondition
from game.content.lint_text import found_names, lint_text
from game.content.parsing import did_you_mean
from game.content.problem import Problem, Severity
from game.content.reader import Document, path_place
from game.content.rival import Rival
from game.content.slots import SLOT_GRAMMAR, fixed_options, match_slots, slot_shape, slot_specs
from game.content.vocabulary import FEATURES, PLACEHOLDERS, SEAT_FEATURES
from game.i18n import Text

__all__ = ["lint_rival", "unmatched_slots"]


def lint_rival(rival: Rival, document: Document) -> list[Problem]:
    """Feature names, the way slots are written, options of slots that always have the same."""
    assert document.root is not None
    problems: list[Problem] = []

    def say(code: str, path: tuple[str | int, ...], hint: Text | None, **args: Any) -> None:
        assert document.root is not None
        problems.append(document.problem(code, path_place(document.root, path).node, hint=hint, **args))

    seen: set[str] = set()
    for index, rule in enumerate(rival.rules):
        here = ("rules", index)
        if rule.id in seen:
            say("id.twice", (*here, "id"), None, id=rule.id)
        seen.add(rule.id)
        seats = [name for name in found_names(rule.reason) if name.partition("_")[0] in SEAT_FEATURES]
        known = (*PLACEHOLDERS, *FEATURES, *seats)
        problems += lint_text(rule.reason, document, (*here, "reason"), known)
        for at, condition in enumerate(rule.conditions):
            if isinstance(condition, FeatureCondition) and not _is_feature(condition.feature):
                seat = condition.feature.partition("_")[2] or "japan"
                known = (*FEATURES, *(f"{name}_{seat}" for name in SEAT_FEATURES))
                hint = did_you_mean(condition.feature, known)
                say("feature.none", (*here, "if", at, "feature"), hint, name=condition.feature)
        kind = rule.slot.split(":")[0]
        if not slot_shape(rule.slot):
            hint = did_you_mean(kind, SLOT_GRAMMAR)
            if kind in SLOT_GRAMMAR:
                hint = Text("content.hint.write", {"example": SLOT_GRAMMAR[kind][1]})
            say("slot.grammar", (*here, "slot"), hint, name=rule.slot)
        elif (options := fixed_options(kind)) and rule.option is not None and rule.option not in options:
            say("option.none", (*here, "option"), did_you_mean(rule.option, options), name=rule.option)
    return problems


def _is_feature(name: str) -> bool:
    return name in FEATURES or any(name.startswith(f"{stem}_") for stem in SEAT_FEATURES)


def unmatched_slots(rival: Rival, document: Document, levels: Iterable[Any]) -> list[Problem]:
    """Warnings for rules whose slot is in none of these levels (LoadedLevel); none when there is no level."""
    assert document.root is not None
    users = [(slot_specs(loaded.level), loaded.level) for loaded in levels]
    problems: list[Problem] = []
    for index, rule in enumerate(rival.rules):
        found = [
            match
            for specs, level in users
            for seat in level.seats.values()
            for match in match_slots(rule.slot, specs, seat.nation)
        ]
        if users and not found and slot_shape(rule.slot):
            hint = did_you_mean(rule.slot, [spec.id for specs, _ in users for spec in specs])
            spot = path_place(document.root, ("rules", index, "slot")).node
            problems.append(
                document.problem("slot.unmatched", spot, severity=Severity.WARNING, hint=hint, name=rule.slot)
            )
    return problems
