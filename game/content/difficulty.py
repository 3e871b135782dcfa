"""Difficulties: who the rivals are and what one gets to know. The economy is the same in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

__all__ = ["DEFAULT", "DIFFICULTIES", "DifficultyName", "Information"]

DifficultyName: TypeAlias = Literal["apprentice", "minister", "veteran"]
DEFAULT: Final = "minister"


@dataclass(frozen=True)
class Information:
    """What a difficulty lets a player know.

    `forecast_quarters`: how far the fan reaches. `rumours`: `checked` by the embassy, with their `odds`, or
    `bare`. `reasons`: ministers say why they act and what would change their minds. `advisers`: they bring
    ideas.
    """

    forecast_quarters: int
    rumours: Literal["checked", "odds", "bare"]
    reasons: bool
    advisers: bool


DIFFICULTIES: Final[Mapping[str, Information]] = {
    "apprentice": Information(8, "checked", reasons=True, advisers=True),
    "minister": Information(8, "odds", reasons=True, advisers=True),
    "veteran": Information(4, "bare", reasons=False, advisers=False),
}
