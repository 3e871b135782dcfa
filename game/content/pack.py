"""The manifest of a pack."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from game.content.fields import AnyText, FreeText, Id, Model, PackText

__all__ = ["Manifest"]


class Manifest(Model):
    """`pack.yaml`: what the pack is, who made it, and which game it was made for."""

    format: Literal["1"]
    kind: Literal["pack"] = "pack"
    id: Id
    version: FreeText
    name: AnyText
    authors: Annotated[
        tuple[FreeText, ...], BeforeValidator(lambda data: [data] if isinstance(data, str) else data)
    ]
    licence: FreeText
    game: FreeText
    description: PackText
