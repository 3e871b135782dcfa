"""A finished game of the tests' short level, played with every lever but one, and a hostile twin of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content.packs import load_record
from game.play.debrief_parts import Debrief
from game.play.debriefing import find, told
from game.play.findings import Findings
from game.play.match import Match

ROOT = Path(__file__).resolve().parents[3]
SHORT = ROOT / "tests" / "insight" / "pack" / "levels" / "short.yaml"
PLAN = {
    1: (("agreement:australia", "propose"), ("stock", "month"), ("thrift", "start")),
    2: (("join:weld", "go"), ("build:separation:japan", "go")),
    3: (("answer:cut", "protest"), ("stock", "hold"), ("offtake:pass", "60")),
    4: (("summit:china", "go"),),
}
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)> {{ 7 * 7 }} https://example.org/x \u202e'
"""What a student may put where a save has words: a script, a picture, a template, an address."""


def played(match: Match) -> Match:
    """Play the plan to the end."""
    while not match.finished:
        for slot, option in PLAN.get(match.quarter, ()):
            match.draft(slot, option)
        match.end_quarter()
    return match


@pytest.fixture(scope="session")
def finished() -> Match:
    from game.content.packs import load_level

    return played(Match(load_level(SHORT), ("japan",), 3))


@pytest.fixture(scope="session")
def found(finished: Match) -> Findings:
    return find(finished)


@pytest.fixture(scope="session")
def debrief(found: Findings) -> Debrief:
    return told(found)


@pytest.fixture(scope="session")
def hostile(finished: Match, found: Findings) -> Debrief:
    """The same game from a save whose names and questions are an attack."""
    from dataclasses import replace

    record = finished.to_record()
    quoted = HOSTILE.replace('"', '\\"').replace("{", "(").replace("}", ")")
    files = []
    for file in record.rules["files"]:
        text = file["text"]
        if file["kind"] == "level":
            text = text.replace('en: "Short"', f'en: "{quoted}"').replace('en: "Japan"', f'en: "{quoted}"')
            text = text.replace('en: "Does it hold?"', f'en: "{quoted}"').replace(
                "seats:\n", f'questions:\n  - {{en: "{quoted}", zh-Hans: "{quoted}"}}\nseats:\n', 1
            )
        files.append({**file, "text": text})
    changed = replace(record, rules={**record.rules, "files": files})
    match = Match.from_record(changed)
    assert load_record(changed.rules).level.title.en.startswith("<script>")
    return told(replace(found, match=match, reckoning=match.reckoning()))
