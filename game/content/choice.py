"""Which of the user's packs are on, and in what order they count: a small file beside their folder.

A file that is damaged counts for what can be read of it. Packs that it does not name are on and come last.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from game.content.places import content

__all__ = ["Choice", "choice_file", "read_choice", "write_choice"]

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """Names of folders: in the order in which their packs count, and those that are switched off."""

    order: tuple[str, ...] = ()
    off: frozenset[str] = frozenset()

    def arranged(self, names: Iterable[str]) -> list[str]:
        """These folders in the order in which they count."""
        rank = {name: place for place, name in enumerate(self.order)}
        return sorted(names, key=lambda name: (rank.get(name, len(rank)), name))

    def switched(self, name: str, on: bool) -> Choice:
        """With this pack on or off."""
        return replace(self, off=self.off - {name} if on else self.off | {name})

    def moved(self, names: Sequence[str], name: str, step: int) -> Choice:
        """With this pack so many places further down; `names` are all there are, in their order now."""
        order = [other for other in names if other != name]
        at = min(len(order), max(0, names.index(name) + step))
        return replace(self, order=(*order[:at], name, *order[at:]))

    def without(self, name: str) -> Choice:
        """As if this pack had never been there."""
        return Choice(tuple(other for other in self.order if other != name), self.off - {name})


def choice_file(packs: Path) -> Path:
    """Where the choice for a folder of packs is kept."""
    return packs.with_name("packs.json")


def read_choice(packs: Path) -> Choice:
    """The kept choice; all on and by name where there is none."""
    raw: object = None
    with contextlib.suppress(ValueError, RecursionError):
        raw = json.loads(content(choice_file(packs), MOST_BYTES))
    if not isinstance(raw, dict):
        return Choice()
    order, off = (
        [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
        for found in (raw.get("order"), raw.get("off"))
    )
    return Choice(tuple(dict.fromkeys(order)), frozenset(off))


def write_choice(packs: Path, choice: Choice) -> None:
    """Keep a choice, whole or not at all. Raises OSError."""
    place = choice_file(packs)
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.{os.getpid()}-{threading.get_ident()}.part")
    data = {"format": 1, "order": list(choice.order), "off": sorted(choice.off)}
    try:
        part.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        part.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
