"""The estimate of a player's time: what is counted, and what it comes to."""

from __future__ import annotations

import pytest

from .pace import READING_WPM, Eyes, Spell, table


def test_a_text_is_read_once_and_figures_are_words() -> None:
    eyes = Eyes()
    for text in ("Dysprosium at 412.5 USD/kg", "Dysprosium at 412.5 USD/kg", "End quarter", "+3 - (!)"):
        eyes.read(text)
    assert eyes.words == 4 + 2 + 1


def test_seconds_are_reading_and_hands() -> None:
    spell = Spell("2010 Q1", words=238, pointings=2, presses=3, acts=2)
    assert spell.hands_s == pytest.approx(2 * 1.10 + 3 * 0.20 + 2 * 1.35)
    assert spell.seconds("usual") == pytest.approx(60 + spell.hands_s)
    assert sorted(READING_WPM, key=spell.seconds) == ["skimming", "usual", "slow"]


def test_the_table_holds_every_quarter_against_its_aim() -> None:
    quiet = Spell("2010 Q1", words=100, acts=1, decisions=2)
    crisis = Spell("2010 Q2", crisis=True, words=400, acts=5, decisions=4)
    lines = table([Spell("briefing", words=500), quiet, crisis, Spell("reckoning", words=50)]).splitlines()
    assert lines[2].startswith("| 2010 Q1 | quiet | 100 | 1 | 2 |") and " | 60 | +17 |" in lines[2]
    assert lines[3].startswith("| 2010 Q2 | crisis | 400 | 5 | 4 |") and " | 180 | +18 |" in lines[3]
    together = next(line for line in lines if line.startswith("| the quarters together"))
    assert together.endswith("| 3000 |") and " | 134 | " in together
