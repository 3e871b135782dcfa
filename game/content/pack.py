"""The manifest of a pack."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from game.content.fields import AnyText, FreeText, Id, Model, PackText, as_list

__all__ = ["Manifest"]


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
