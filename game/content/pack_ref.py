"""What a save remembers of a pack: its name. Light, since a list of saves is read at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["MOST_NAME", "PackRef"]

MOST_NAME = 200  # characters of what a save says of a pack


@dataclass(frozen=True, slots=True)
class PackRef:
    """A pack as a save names it: `name` in one language, or by language."""

    id: str
    version: str
    name: str | Mapping[str, str]

    def to_plain(self) -> dict[str, Any]:
        return {"id": self.id, "version": self.version, "name": self.name}

    @classmethod
    def from_plain(cls, raw: Any) -> PackRef:
        """Raises KeyError, TypeError or ValueError for data that is no such thing."""
        name = raw["name"]
        words = tuple(name.values()) if isinstance(name, dict) else (name,)
        said = (raw["id"], raw["version"], *words)
        if not words or not all(isinstance(part, str) and len(part) <= MOST_NAME for part in said):
            raise ValueError("a pack is an id, a version and a name")
        return cls(raw["id"], raw["version"], name)
