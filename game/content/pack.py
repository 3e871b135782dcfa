"""The manifest of a pack, and what a save remembers of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from game import __version__
from game.content.fields import AnyText, FreeText, Id, Model, PackText, as_list
from game.content.problem import Problem, Severity
from game.content.reader import Document, path_place

__all__ = ["Manifest", "PackRef", "made_for", "ref_of"]

_VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,3}")
MOST_NAME = 200  # characters of what a save says of a pack


class Manifest(Model):
    """`pack.yaml`: what the pack is, who made it, and which game it was made for."""

    format: Literal["1"]
    kind: Literal["pack"] = "pack"
    id: Id
    version: FreeText
    name: AnyText
    authors: Annotated[tuple[FreeText, ...], BeforeValidator(as_list), Field(min_length=1)]
    licence: FreeText
    game: FreeText = Field(description="version of the game that it was made for")
    description: PackText


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


def ref_of(name: str, manifest: Manifest | None) -> PackRef:
    """What a save says of a pack; `name` is its folder's where the manifest can't be read."""
    if manifest is None:
        return PackRef(name[:MOST_NAME], "", name[:MOST_NAME])
    words = {"en": manifest.name.en[:MOST_NAME], "zh-Hans": manifest.name.zh_hans[:MOST_NAME]}
    return PackRef(manifest.id[:MOST_NAME], manifest.version[:MOST_NAME], words)


def made_for(manifest: Manifest, document: Document) -> list[Problem]:
    """A warning for a pack that asks for a newer game than this one (whose number may not be known: "0")."""
    wanted, here = (_VERSION.search(text) for text in (manifest.game, __version__))
    if wanted is None or here is None or here[0] == "0" or _numbers(wanted[0]) <= _numbers(here[0]):
        return []
    assert document.root is not None
    spot = path_place(document.root, ("game",)).node
    warn = Severity.WARNING
    return [document.problem("pack.game", spot, severity=warn, wanted=manifest.game, here=__version__)]


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
