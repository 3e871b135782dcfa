"""A file with tens of thousands of slips is refused at once, in a few clear sentences."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from game.content.packs import load_level
from game.content.problem import ContentError, render_all
from game.content.reader import MAX_ENTRIES
from game.i18n import Translator

HEAD = "format: 1\nkind: level\nid: many\n"


def keys(count: int, end: str) -> str:
    return "".join(f"k{number:06d}: 1{end}" for number in range(count))


FILES = {
    "unknown keys": HEAD + keys(80_000, "\n"),
    "as many as may be": HEAD + keys(MAX_ENTRIES - 3, "\n"),
    "on one line": HEAD + "seats: {" + keys(70_000, ", ") + "}\n",
    "projects": HEAD + "projects:\n" + "- a: 1\n" * 90_000,
    "projects and events": HEAD
    + "".join(f"{what}:\n" + "- a: 1\n" * 2_500 for what in ("projects", "events")),
    "twice": HEAD + "id: many\n" * 50_000,
    "conditions": HEAD
    + "events:\n- if: ["
    + ", ".join("{" + keys(4_000, ", ") + "}" for _ in range(8))
    + "]\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_it_is_refused_quickly_and_in_few_words(text: str, tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    file.write_text(text, encoding="utf-8")
    begun = time.process_time()
    with pytest.raises(ContentError) as refused:
        load_level(file)
    words = render_all(refused.value.problems, Translator("en"))
    assert time.process_time() - begun < 2.0
    assert len(refused.value.problems) <= 420
    assert len(words) < 150_000 and max(map(len, words.splitlines())) < 400


def test_one_sentence_says_that_there_are_too_many(tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    file.write_text(FILES["unknown keys"], encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_level(file)
    (problem,) = refused.value.problems
    assert problem.code == "yaml.many"
