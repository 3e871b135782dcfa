"""Words of the trade explain themselves: under the pointer, and in a list that a key opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.catalogues import LANGUAGES
from game.content.glossary import TERMS
from game.desktop import start
from game.desktop.app import App
from game.desktop.desk.words import words_of
from game.desktop.driver import click, drive, move, press, settle
from game.desktop.glossary import linked, term_tip, terms_in
from game.desktop.kit import Rect, Tip, Ui
from game.desktop.kit.text import Fonts, parse_markup, plain
from game.desktop.preferences import Preferences
from game.desktop.scenes.desk import Desk
from game.desktop.sitting import Sitting

from .conftest import Show

WORDS = st.lists(
    st.sampled_from(["the", "quota", "falls,", "days", "of cover.", "配额", "减", "，", "oxide"]), max_size=40
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    preferences = Preferences(reduced_motion=True)
    session = Sitting(preferences, preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")
    made = start.build_app(session, headless=True)
    session.sit_down(made, session.begin("quota", "japan", 7))
    settle(made, 0.3)
    yield made
    made.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_leads_to_its_term(language: str) -> None:
    w = words_of(language)
    for term in TERMS:
        for form in w(f"glossary.{term}_forms").split("|"):
            text = f"A {form}." if language == "en" else f"看{form}。"
            assert f"[[{term}|{form}]]" in linked(text, language)
            assert terms_in([text], language) == (term,)
        tip = term_tip(term, language)
        assert isinstance(tip, Tip) and tip.title and tip.text
    assert term_tip("nothing", language) is None


def test_marks_are_left_alone_and_each_term_is_linked_once() -> None:
    said = linked("**Quota** [[file-lock]] A quota, another quota, quotas.", "en")
    assert said == "**Quota** [[file-lock]] A [[quota|quota]], another quota, quotas."
    assert linked(said, "en") == said
    assert plain(said) == "Quota A quota, another quota, quotas."
    assert [run.link for run in parse_markup(said) if run.link] == ["quota"]


@given(words=WORDS, width=st.integers(60, 500))
def test_links_change_no_line(words: list[str], width: int) -> None:
    """A text breaks where it broke without them, and each link covers its own words."""
    pygame.font.init()
    fonts, text = Fonts(), " ".join(words)
    bare = fonts.wrap(text, "regular", 15, width, True)
    lines = fonts.wrap(linked(text, "en"), "regular", 15, width, True)
    assert [line.pieces for line in lines] == [line.pieces for line in bare]
    for line in lines:
        for span in line.links:
            assert span.x >= 0 and span.x + span.width <= line.width + 1 and span.width > 0


def test_a_word_under_the_pointer_is_explained(show: Show) -> None:
    where = Rect(40, 40, 400, 40)
    clicked: list[bool] = []

    def draw(ui: Ui) -> None:
        ui.linker, ui.explain = (lambda text: linked(text, "en")), (lambda term: term_tip(term, "en"))
        clicked.append(ui.interact("card", where).clicked)
        ui.rich(where, "The quota falls.", name="text")

    app = show(draw)
    drive(app, move(app, (40 + app.ui.text_w("The qu"), 50)))
    settle(app, 1.0)
    tip = next(node for node in app.ui.nodes if node.role == "tooltip")
    assert words_of("en")("glossary.quota_text") in tip.label
    drive(app, click(app, (40 + app.ui.text_w("The qu"), 50)))
    assert any(clicked), "a word takes no click from the card that it stands on"
    drive(app, move(app, (300, 50)))
    settle(app, 1.0)
    assert not [node for node in app.ui.nodes if node.role == "tooltip"]


def test_a_key_lists_the_words_of_the_screen(app: App) -> None:
    assert isinstance(app.scene, Desk)
    drive(app, press("k"))
    settle(app, 0.2)
    shown = {node.label for node in app.ui.nodes if node.role == "row"}
    w = words_of("en")
    assert {w("glossary.stock"), w("glossary.confidence")} <= shown
    drive(app, press("e"))
    assert isinstance(app.scene, Desk) and app.scene.table.match.quarter == 1, (
        "the desk below does not hear keys"
    )
    drive(app, press("k"))
    settle(app, 0.2)
    assert not [node for node in app.ui.nodes if node.role == "dialog"]
    drive(app, press("k", "esc"))
    settle(app, 0.2)
    assert not [node for node in app.ui.nodes if node.role == "dialog"] and isinstance(app.scene, Desk)
