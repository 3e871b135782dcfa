"""Line breaking in two languages, markup, ellipsis, and misfits that are noticed."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.desktop.driver import drive, move, settle
from game.desktop.kit import Rect, Ui
from game.desktop.kit.text import (
    NO_LINE_END,
    NO_LINE_START,
    Fonts,
    parse_markup,
    plain,
    run_on,
    without_repeat,
)

ENGLISH = "An offtake with a floor price lets a plant be financed, even when the world price is low."
CHINESE = "带有保底价的承购合同使工厂得以融资，即使国际价格（以美元计）很低；“保底”的意思是差额由国家支付。"


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    pygame.font.init()
    return Fonts()


def lines_of(fonts: Fonts, text: str, width: int, markup: bool = False) -> list[str]:
    wrapped = fonts.wrap(text, "regular", 15, width, markup)
    return ["".join(piece.text for piece in line.pieces) for line in wrapped]


@pytest.mark.parametrize("width", [90, 120, 200, 333])
def test_latin_breaks_at_spaces_only(fonts, width):
    lines = lines_of(fonts, ENGLISH, width)
    assert " ".join(lines) == ENGLISH
    assert all(fonts.width(line, "regular", 15) <= width for line in lines)


@pytest.mark.parametrize("width", [60, 75, 90, 105, 150, 222])
def test_chinese_breaks_anywhere_but_at_punctuation(fonts, width):
    lines = lines_of(fonts, CHINESE, width)
    assert "".join(lines) == CHINESE and len(lines) > 2
    for line in lines:
        assert line[0] not in NO_LINE_START, f"'{line}' begins with punctuation"
        assert line[-1] not in NO_LINE_END, f"'{line}' ends with an opening sign"
        assert fonts.width(line, "regular", 15) <= width


def test_mixed_text_keeps_latin_words_whole(fonts):
    lines = lines_of(fonts, "日本需要neodymium与dysprosium两种元素，共12,345吨。", 110)
    joined = " ".join(lines)
    assert "neodymium" in joined and "dysprosium" in joined and "12,345" in joined


def test_a_word_wider_than_the_line_is_cut_into_letters(fonts):
    lines = lines_of(fonts, "x Donaudampfschifffahrtsgesellschaft y", 60)
    assert "".join(lines).replace(" ", "") == "xDonaudampfschifffahrtsgesellschafty"
    assert all(fonts.width(line, "regular", 15) <= 60 for line in lines)


def test_newlines_percent_and_hyphens(fonts):
    assert lines_of(fonts, "a\nb\n\nc", 100) == ["a", "b", "", "c"]
    assert "100 %" in lines_of(fonts, "the brackets and 100 % stay", 130)[1]
    assert lines_of(fonts, "8-12 and well-known", 75)[0] == "8-12 and"


@given(st.text(alphabet="ab ,。（）国土%“”-\n1 ", max_size=60), st.integers(20, 200))
def test_wrapping_loses_nothing_and_fits(text, width):
    pygame.font.init()
    fonts = Fonts()
    wrapped = fonts.wrap(text, "regular", 12, width)
    kept = "".join(piece.text for line in wrapped for piece in line.pieces)
    assert kept.replace(" ", "") == text.replace(" ", "").replace("\n", "")
    for line in wrapped:
        words = "".join(piece.text for piece in line.pieces)
        assert line.width <= width or len(words.strip()) <= 4, "only glued signs may be wider than the line"


def test_markup():
    runs = parse_markup("Buy **now** [[coins]] at [[flag:japan]] 2*3")
    assert [(r.text, r.bold, r.icon) for r in runs] == [
        ("Buy ", False, ""),
        ("now", True, ""),
        (" ", False, ""),
        ("", False, "coins"),
        (" at ", False, ""),
        ("", False, "flag:japan"),
        (" 2*3", False, ""),
    ]
    assert plain("Buy **now** [[coins]] at [[flag:japan]]", {"flag:japan": "Japan"}) == "Buy now at Japan"


def test_bold_and_pictures_take_part_in_wrapping(fonts):
    text = "An offtake with a **floor price** [[coins]] lets a plant be financed"
    lines = fonts.wrap(text, "regular", 15, 150, True)
    assert all(line.width <= 150 for line in lines)
    assert sum(bool(piece.icon) for line in lines for piece in line.pieces) == 1


def test_ellipsis_fits_exactly(fonts):
    for width in range(20, 300, 7):
        cut = fonts.fit(ENGLISH, "regular", 15, width)
        assert fonts.width(cut, "regular", 15) <= width and cut.endswith("…")
    assert fonts.fit("short", "regular", 15, 300) == "short"


def test_overflows_are_recorded_and_permitted_ones_are_not(show):
    def paint(ui: Ui) -> None:
        ui.label(Rect(20, 20, 100, 24), ENGLISH, name="wide")
        ui.label(Rect(20, 60, 100, 24), ENGLISH, name="cut", ellipsis=True)
        ui.label(Rect(20, 100, 100, 40), ENGLISH, name="high", wrap=True)
        ui.label(Rect(20, 200, 400, 60), ENGLISH, name="fits", wrap=True)
        ui.button("button", Rect(20, 300, 80, 34), "A label that is too long")
        ui.rich(Rect(500, 20, 90, 20), "**bold** " + ENGLISH, name="rich")

    app = show(paint)
    assert {o.id for o in app.ui.overflows} == {"wide", "high", "button", "rich"}
    wide = next(o for o in app.ui.overflows if o.id == "wide")
    assert wide.text == ENGLISH and wide.needed > wide.available == 100


def test_cut_text_is_shown_in_full_as_a_tooltip(show):
    app = show(lambda ui: ui.label(Rect(20, 20, 100, 24), ENGLISH, name="cut", ellipsis=True))
    drive(app, move(app, "cut"))
    settle(app, 1.0)
    assert f"note: {ENGLISH}" in app.ui.describe()


@pytest.mark.parametrize("text_scale", [0.8, 1.0, 1.5, 2.0])
def test_measures_grow_with_the_text(show, text_scale):
    def paint(ui: Ui) -> None:
        height = ui.text_h(CHINESE, 300)
        ui.label(Rect(20, 20, 300, height), CHINESE, wrap=True)
        ui.button("b", Rect(400, 20, ui.text_w("Continue", "body") + 22, ui.control_h), "Continue")

    app = show(paint, text_scale=text_scale, size=(1280, 1000))
    assert not app.ui.overflows


def test_every_font_of_the_styles_is_rendered_at_its_size(fonts):
    assert fonts.font("bold", 22).size("Ag")[1] > fonts.font("bold", 12).size("Ag")[1]
    assert fonts.font("bold", 22) is fonts.font("bold", 22)


@pytest.mark.parametrize(
    ("hint", "label", "value", "said"),
    [
        ("Menu  (F10)", "Menu", "", "F10"),
        ("Money: -US$87 m; Cash in the treasury", "Money", "-US$87 m", "Cash in the treasury"),
        ("Japan; Choose to see its minister", "Japan", "87.0 USD/kg", "Choose to see its minister"),
        ("Menus are long", "Menu", "", "Menus are long"),
        ("Menu", "Menu", "", ""),
        ("(a) one, (b) two", "", "", "(a) one, (b) two"),
    ],
)
def test_what_was_just_read_is_not_read_again(hint: str, label: str, value: str, said: str) -> None:
    assert without_repeat(hint, label, value) == said


def test_facts_parted_by_pictures_are_parted_by_commas_for_the_ear() -> None:
    assert run_on("No cost   at once") == "No cost, at once"
    assert run_on("Cool uses;  US$6 m  2011 Q4") == "Cool uses; US$6 m, 2011 Q4"
    assert run_on("one line") == "one line"
