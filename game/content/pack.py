"""The manifest of a pack."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from game import __version__
from game.content.fields import AnyText, FreeText, Id, Model, PackText, as_list
from game.content.pack_ref import MOST_NAME, PackRef
from game.content.problem import Problem, Severity
from game.content.reader import Document, path_place

__all__ = ["Manifest", "made_for", "ref_of"]

_VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,3}")


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
