"""A language is one file in the player's folder, and no code: every scene then speaks it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from game import catalogues
from game.catalogues import PACK, languages, match_language, text_dir
from game.content.translation import language_template
from game.desktop.desk.words import words_of
from game.desktop.driver import click, drive, open_app, settle
from game.desktop.kit.text import Fonts
from game.desktop.preferences import Preferences
from game.desktop.scenes.desk import Desk
from game.desktop.scenes.levels import Levels
from game.desktop.scenes.report import Report
from game.desktop.scenes.settings import Settings
from game.desktop.sitting import Sitting
from game.i18n import Text, Translator

MARK = "\u017c"  # a letter that the first font lacks
SEED = 7


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue in which every text is the English one with a mark before it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    catalogue = read_po(io.BytesIO(language_template("pl").encode()), locale="pl")
    english = Translator("en")._english.forms
    for entry in catalogue:
        if entry.context == PACK:
            entry.string = MARK + str(entry.id)
        elif entry.id:
            key = entry.id if isinstance(entry.id, str) else entry.id[0]
            forms = [MARK + form if key != "kit.key.esc" else form for form in english[key]]
            entry.string = forms[0] if len(forms) == 1 else (forms[0], forms[-1], forms[-1])
    text_dir().mkdir(parents=True)
    with (text_dir() / "pl.po").open("wb") as file:
        write_po(file, catalogue)
    catalogues._languages.cache_clear()
    yield text_dir() / "pl.po"
    catalogues._languages.cache_clear()


def test_the_language_is_found_chosen_and_spoken_everywhere(polish: Path, tmp_path: Path) -> None:
    assert languages() == ("en", "zh-Hans", "pl")
    assert match_language("pl_PL.UTF-8") == "pl"
    session = Sitting(Preferences(), preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")
    app = open_app(Settings(session), size=(1280, 720))
    try:
        drive(app, click(app, "language/pl"))
        assert (app.ui.language, session.preferences.language) == ("pl", "pl")
        match = session.begin("quota", "japan", SEED)
        match.end_quarter()
        words_of("pl").translator.missing.clear()
        for scene in (Levels(session), Desk(match), Report(session, match, "japan", 1)):
            app.push(scene)
            settle(app, 0.3)
            assert MARK in app.ui.describe()
        assert words_of("pl").translator.missing == set(), "nothing fell back to English"
    finally:
        app.close()


def test_texts_of_packs_and_figures_follow(polish: Path) -> None:
    speaks = Translator("pl")
    assert speaks.render(Text({"en": "The Quota", "zh-Hans": "x"})) == MARK + "The Quota"
    assert speaks.number(1234.5, 1) == "1\u00a0234,5"
    assert speaks.trn("format.days", 1) != speaks.trn("format.days", 5)


def test_a_language_that_cannot_be_read_is_not_offered(polish: Path) -> None:
    polish.write_text("no catalogue at all\n", encoding="utf-8")
    catalogues._languages.cache_clear()
    catalogues.load_catalogue.cache_clear()
    assert languages() == ("en", "zh-Hans")
    assert Translator("pl").tr("language.name") == "English"


def test_letters_that_the_first_font_lacks_come_from_the_second() -> None:
    fonts = Fonts()
    strange, plain = (fonts.image(text, "regular", 20, (255, 255, 255)) for text in ("\u017c\u0119", "ze"))
    assert strange.get_height() == plain.get_height(), "they stand on one line"
    assert fonts.width("\u017c\u0119", "regular", 20) == strange.get_width()
    first = fonts.font("regular", 20)
    assert strange.get_width() != first.size("\u017c\u0119")[0], "not the boxes of letters that are not there"
