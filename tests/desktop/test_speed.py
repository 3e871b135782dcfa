"""Budgets of work, not of time: what is read before the title, built for a quarter, kept in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pygame
import pytest

from game.content.packs import load_level
from game.desktop.driver import drive, open_app, press, settle
from game.desktop.helpers import Helpers
from game.desktop.kit.text import Fonts, Lru, picture_bytes
from game.desktop.scenes.desk import Desk
from game.insight.adviser import advise
from game.play.match import Match

TITLE = """
import sys
from game.cli import app
from game.desktop.sitting import Sitting
from game.desktop.start import build_app
session = Sitting()
window = build_app(session, headless=True)
window.push(session.scene("title"))
window.step()
window.close()
print(" ".join(sys.modules))
"""
HEAVY = (
    *("pydantic", "jinja2", "dask", "distributed", "ruamel", "rich", "scipy", "PIL"),
    *("game.content.packs", "game.rules.rulebook", "game.economy.market", "game.play.match", "game.insight"),
    *("game.lab.tournament", "game.desktop.scenes.desk", "game.desktop.scenes.debrief"),
)


@pytest.fixture
def match() -> Match:
    return Match(load_level("quota"), ["japan"], 7)


@pytest.fixture
def helpers() -> Iterator[Helpers]:
    found = Helpers(1)
    yield found
    found.shutdown()


def test_the_title_waits_for_nothing_that_only_a_game_needs() -> None:
    quiet = os.environ | {"SDL_VIDEODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", TITLE], env=quiet, capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded.intersection(HEAVY)


def test_the_end_of_a_quarter_builds_one_view(match: Match, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(match)
    app = open_app(desk)
    try:
        settle(app)
        built: list[int] = []
        view = Match.view
        monkeypatch.setattr(
            Match, "view", lambda self, seat=None: (built.append(self.quarter), view(self, seat))[1]
        )
        app.step(events=press("e")[:1])
        assert match.quarter == 2
        assert built == [2]
        drive(app, press("m"))
        assert built in ([2], [2, 2])  # once more if the advice has arrived
    finally:
        app.close()


def test_a_helper_answers_to_the_bit_what_would_be_answered_here(match: Match, helpers: Helpers) -> None:
    asked = match.rulebook, match.state, match.seat_index("japan"), dict(match.machines)
    assert helpers.run(advise, *asked, horizon=2, futures=2) == advise(*asked, horizon=2, futures=2)
    assert list(helpers.map(abs, (-3, 2, -1))) == [3, 2, 1]
    job, rulebooks = helpers._pack((advise, asked, {}))
    assert len(rulebooks) == 1 and len(job) < 200_000  # the rulebook goes beside it, packed once


def test_without_helpers_the_work_is_done_here() -> None:
    nobody = Helpers()
    assert nobody.executor is None and nobody.run(abs, -3) == 3


def test_pictures_are_forgotten_by_their_weight() -> None:
    kept: Lru[int, pygame.Surface] = Lru(1000, 100_000, picture_bytes)
    for number in range(50):
        kept.put(number, pygame.Surface((100, 50), pygame.SRCALPHA))
    assert len(kept) == 5 and kept.weight == 100_000
    assert kept.get(49) is not None and kept.get(44) is None
    kept.put(49, pygame.Surface((10, 10), pygame.SRCALPHA))
    assert kept.weight == 80_400


def test_a_word_is_measured_once() -> None:
    pygame.font.init()
    fonts = Fonts()
    width = fonts.width("neodymium", "regular", 15)
    fonts.font = None  # type: ignore[assignment, method-assign]
    assert fonts.width("neodymium", "regular", 15) == width > 0
