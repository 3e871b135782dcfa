"""The parameter table of the manual states what the setting states."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from game.content.reader import read_file
from game.content.setting import Stated, parse_setting
from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.economy.state import EconomyState
from game.paths import levels_dir

MANUAL = Path(__file__).parents[2] / "docs" / "economy.md"


def test_the_manuals_parameters_are_the_settings() -> None:
    document, _ = read_file(levels_dir() / "core" / "settings" / "2009.yaml")
    setting, problems = parse_setting(document)
    assert setting is not None, problems
    rows = re.findall(r"^\| `([\w.]+)` \| ([-\d.e+]+) \|", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    printed = {name: float(value) for name, value in rows}
    for name, figure in setting.behaviour.items():
        parts = (
            {name: figure} if isinstance(figure, Stated) else {f"{name}.{k}": f for k, f in figure.items()}
        )
        for key, stated in parts.items():
            assert printed.get(key) == float(f"{stated.value:g}"), f"docs/economy.md: {key}"


def test_every_array_of_the_model_has_a_line_with_its_unit() -> None:
    """State, measures and parameters: each name stands in a table of the manual, and its unit is given."""
    rows = [
        line.split("|") for line in MANUAL.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    known: dict[str, str] = {}
    for cells in rows:
        for name in re.findall(r"`(\w+)[\w.]*`", cells[1]):
            known.setdefault(name, cells[2].strip())
    for part in (EconomyState, Policy, Parameters):
        for field in dataclasses.fields(part):
            name = field.name
            assert name == "nations" or known.get(name), f"docs/economy.md: {part.__name__}.{name}"
