"""JSON Schemas for editors, made from the models that read the files.

A schema is a little wider than the check: it does not know which ids exist.
"""

from __future__ import annotations

from typing import Any

from game.content.campaign import Campaign
from game.content.fields import Model
from game.content.history import History
from game.content.inherit import INHERITED
from game.content.level import Level
from game.content.pack import Manifest
from game.content.rival import Rival
from game.content.setting import Setting

__all__ = ["KINDS", "json_schema"]

KINDS: dict[str, type[Model]] = {
    "level": Level,
    "rival": Rival,
    "history": History,
    "setting": Setting,
    "pack": Manifest,
    "campaign": Campaign,
}
"""Kind of file -> its model."""

_SINGULARS = {
    "goods": "good",
    "nations": "nation",
    "destinations": "destination",
    "origins": "origin",
    "plants": "plant",
    "seats": "seat",
}


def json_schema(kind: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a kind of file. Raises KeyError for an unknown kind."""
    schema = KINDS[kind].model_json_schema(by_alias=True, mode="validation")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    for part in (schema, *schema.get("$defs", {}).values()):
        _as_typed_in_yaml(part)
    if kind == "setting":  # `parameters_from` may state the rest
        schema["required"] = [name for name in schema["required"] if name not in INHERITED]
        for table in ("Technology", "Defaults"):
            schema["$defs"][table].pop("required")
    return schema


def _as_typed_in_yaml(part: dict[str, Any]) -> None:
    """`format: 1` is a number to an editor, and a plural key may be written in the singular."""
    properties = part.get("properties", {})
    if "format" in properties:
        properties["format"] = {"enum": [1, "1"]}
    if "kind" not in properties or "format" in properties:
        return
    for plural, singular in _SINGULARS.items():
        if plural in properties:
            properties[singular] = {"type": "string", "description": f"the same as `{plural}` with one"}
            part["required"] = [name for name in part.get("required", ()) if name != plural]
