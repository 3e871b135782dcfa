"""A language as one file: the template holds every text, and the check finds what translators get wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.catalogues import CatalogueError, load_catalogue, parse
from game.content.check import check
from game.content.problem import ContentError, render_all
from game.content.templates import new_files
from game.content.translation import language_template
from game.i18n import Translator
from game.paths import assets_dir

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def said(path: Path) -> str:
    return render_all(check([path]).problems, Translator("en"))


def test_the_template_has_every_text_of_the_game_and_nothing_translated(tmp_path: Path) -> None:
    file = tmp_path / "pl.po"
    file.write_text(language_template("pl"), encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    keys = {key for key in re.findall(r'^msgid "([a-z_]+\.[^" ]+)"$', text, re.MULTILINE)}
    assert set(load_catalogue("en", assets_dir() / "text").forms) <= keys
    assert text.count('msgctxt "pack"') > 500, "the levels' own texts"
    assert 'msgid "The Quota"' in text
    assert "nplurals=3" in text, "Polish has three"
    report = check([file])
    assert [problem.code for problem in report.problems] == ["po.missing"]
    assert report.errors == 0


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ('msgid "desk.end_qarter"\nmsgstr "Koniec"\n', "po.unknown"),
        ('msgid "format.usd_kg"\nmsgstr "{amount USD/kg"\n', "po.braces"),
        ('msgid "format.usd_kg"\nmsgstr "{price} USD/kg"\n', "po.stranger"),
        ('msgid "format.usd_kg"\nmsgstr "USD/kg"\n', "po.lost"),
        ('msgid "format.usd_kg"\nmsgstr "{amount} \u0e1a"\n', "po.letters"),
    ],
)
def test_a_slip_of_a_translator_is_named_with_its_place(tmp_path: Path, entry: str, code: str) -> None:
    file = tmp_path / "pl.po"
    file.write_text(HEAD + entry, encoding="utf-8")
    found = {problem.code: problem for problem in check([file]).problems}
    assert code in found
    if code != "po.letters":
        assert found[code].line == 5
        assert found[code].source_line.startswith("msgid")


def test_files_that_are_no_language(tmp_path: Path) -> None:
    strange = tmp_path / "klingon_.po"
    strange.write_text(HEAD, encoding="utf-8")
    assert "no language that the game has figures" in said(strange)
    broken = tmp_path / "fr.po"
    broken.write_text("this is not\na catalogue\n", encoding="utf-8")
    assert "not a valid catalogue" in said(broken)
    broken.write_bytes(HEAD.encode() + b'msgid "a"\nmsgstr "\xff"\n')
    assert "UTF-8" in said(broken)
    with pytest.raises(ContentError):
        new_files("language", "en")
    with pytest.raises(ContentError):
        new_files("language", "no such")


@pytest.mark.parametrize(
    "head",
    [
        '"Plural-Forms: nplurals=999999999; plural=0;\\n"',
        '"Content-Type: text/plain; charset=no-such\\n"',
        '"Language: klingon\\n"',
        '"POT-Creation-Date: never\\n"',
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
    ],
)
def test_a_strange_head_is_refused_or_read_but_breaks_nothing(tmp_path: Path, head: str) -> None:
    forms = 'msgid "format.days"\nmsgid_plural "format.days"\nmsgstr[0] "{n} a"\nmsgstr[1] "{n} b"\n'
    file = tmp_path / "pl.po"
    file.write_text(f'msgid ""\nmsgstr ""\n{head}\n\n{forms}', encoding="utf-8")
    assert check([file]).problems
    try:
        catalogue = load_catalogue("pl", tmp_path)
    except CatalogueError as error:
        assert "pl.po" in str(error)
    else:
        assert "format.days" not in catalogue.forms, "Polish has three forms, not two"


@given(st.binary(max_size=12), st.integers(0, 200))
def test_damage_is_told_and_never_thrown(noise: bytes, at: int) -> None:
    whole = (
        HEAD + 'msgid "a.b"\nmsgstr "{n} days"\n\nmsgctxt "pack"\nmsgid "The Quota"\nmsgstr "x"\n'
    ).encode()
    try:
        parse(whole[:at] + noise + whole[at + len(noise) :], "pl")
    except CatalogueError as error:
        assert str(error)
