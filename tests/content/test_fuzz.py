"""Whatever happens to a valid file, the result is a level or problems in words, never an exception."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from game.content.packs import Pack, discover, load_document
from game.content.problem import Problem, render
from game.content.reader import read_text
from game.i18n import Translator


def _settings_only(pack: Pack) -> Pack:
    """Without the game's own rivals and scripts, which would be read anew for every example."""
    return replace(pack, files=tuple(file for file in pack.files if file.kind == "setting"))


PACK = Path(__file__).parent / "pack"
TEXT = (PACK / "levels" / "trial.yaml").read_text(encoding="utf-8")
FOUND = discover([PACK], user=False)
LIBRARY = replace(FOUND, packs=(FOUND.packs[0], *(_settings_only(pack) for pack in FOUND.packs[1:])))
TRANSLATORS = (Translator("en"), Translator("zh-Hans"))
ODD = ["", "~", "no", "-1", "1e999", "nan", "x", "size", "self", "all", "Q0", "Q99", "2010Q5", "{x}", "{"]


def sound(text: str) -> list[Problem]:
    """Load the text; check that what comes out can be shown. Returns the problems."""
    document, problems = read_text(text, "fuzz.yaml")
    loaded, problems = load_document(document, problems, LIBRARY, FOUND.packs[0].folder)
    assert (loaded is None) == any(problem.is_error for problem in problems)
    for translator in TRANSLATORS:
        for problem in problems:
            assert render(problem, translator)
            assert problem.code != "value.unfit", "an error of the library without words of its own"
        assert not translator.missing
    return problems


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, item in below for place in places(item, (*path, key)))]


def mutate(tree: Any, rng: random.Random) -> None:
    """One change somewhere: a value, a key, an entry less, an entry twice, two exchanged."""
    path = rng.choice([place for place in places(tree) if place])
    parent = tree
    for step in path[:-1]:
        parent = parent[step]
    key = path[-1]
    what = rng.randrange(6)
    if what == 0:
        del parent[key]
    elif what == 1:
        parent[key] = rng.choice(ODD)
    elif what == 2:
        parent[key] = rng.choice([[], {}, ["x"], {"id": "x"}, [[["x"]]], {"value": "1", "source": "?"}])
    elif what == 3 and isinstance(parent, dict):
        parent[str(key) + rng.choice(["s", "x", ""])] = parent.pop(key)
    elif what == 4 and isinstance(parent, list):
        parent.append(parent[key])
    else:
        other = rng.choice([place for place in places(tree) if place and place[: len(path)] != path])
        source = tree
        for step in other:
            source = source[step]
        parent[key] = yaml.load(yaml.dump(source), yaml.BaseLoader)


def test_the_file_itself_is_fine() -> None:
    assert sound(TEXT) == []


@settings(max_examples=50)
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_changed_trees(seed: int, changes: int) -> None:
    rng = random.Random(seed)
    tree = yaml.load(TEXT, yaml.BaseLoader)
    for _ in range(changes):
        mutate(tree, rng)
    sound(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False))


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.text(st.characters(codec="utf-8"), max_size=4))
def test_changed_texts(seed: int, inserted: str) -> None:
    rng = random.Random(seed)
    at = rng.randrange(len(TEXT))
    sound(TEXT[:at] + inserted + TEXT[at + rng.choice([0, 0, 1, 5, 200]) :])


@pytest.mark.parametrize("line", range(0, len(TEXT.splitlines()), 3))
def test_without_a_line(line: int) -> None:
    lines = TEXT.splitlines()
    sound("\n".join(lines[:line] + lines[line + 1 :]))
