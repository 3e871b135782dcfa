"""The parameter table of the manual states what the setting states."""

from __future__ import annotations

import re
from pathlib import Path

from game.content.reader import read_file
from game.content.setting import Stated, parse_setting
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
