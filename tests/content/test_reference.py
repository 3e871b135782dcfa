"""Manual and schemas come from the models and say what the models say."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from game.content.manual import BEGIN, END, reference, with_reference
from game.content.schema import KINDS, json_schema

ROOT = Path(__file__).resolve().parents[2]


def test_the_manual_is_up_to_date() -> None:
    page = (ROOT / "docs" / "modding.md").read_text(encoding="utf-8")
    assert with_reference(page) == page, "run: python -m game.content.manual docs/modding.md"


def test_the_manual_says_something_about_every_kind() -> None:
    text = reference()
    headings = [line for line in text.splitlines() if line.startswith("#### ")]
    assert {"#### quota", "#### money_each_quarter", "#### feature", "#### magnet_output"} <= set(headings)
    links = {part.split(")")[0] for part in text.split("](#")[1:]}
    assert links <= {heading[5:].replace(" ", "-") for heading in headings}, "every link leads somewhere"


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks"):
        with_reference(f"{END} {BEGIN}")


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_whole(kind: str) -> None:
    schema = json_schema(kind)
    text = json.dumps(schema)
    used = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert used == set(schema.get("$defs", {}))
    assert {"format", "kind", "id"} <= set(schema["properties"])


def holds(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """As much of JSON Schema as the exported ones use."""
    if "$ref" in schema:
        return holds(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], value, root)
    for word in ("anyOf", "oneOf"):
        if word in schema and not any(holds(option, value, root) for option in schema[word]):
            return False
    if ("const" in schema and value != schema["const"]) or ("enum" in schema and value not in schema["enum"]):
        return False
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
    }
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(isinstance(value, kinds[name]) for name in wanted if name != "null"):
        return False
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        return (
            set(schema.get("required", ())) <= set(value)
            and set(value) <= set(known)
            and all(holds(known[key], item, root) for key, item in value.items())
        )
    if isinstance(value, list) and "items" in schema:
        return all(holds(schema["items"], item, root) for item in value)
    return True


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("level", "levels/trial"),
        ("rival", "rivals/quiet"),
        ("history", "history/background"),
        ("pack", "pack"),
    ],
)
def test_schema_accepts_what_the_check_accepts(kind: str, file: str) -> None:
    path = Path(__file__).parent / "pack" / f"{file}.yaml"
    schema = json_schema(kind)
    value = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert holds(schema, value, schema)
    assert not holds(schema, {**value, "titel": "x"}, schema)
