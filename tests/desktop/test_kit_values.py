"""Widgets that hold a value: switch, cards, tabs, list box, slider, stepper, text field, table."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from game.desktop.driver import click, drag, drive, press, settle, typing, wheel
from game.desktop.kit import Cell, Choice, Column, Rect, Row, Tab, Ui, textfield


class Form:
    """One widget whose value is kept in `value`; `paint(ui, value) -> new value`."""

    def __init__(self, value: Any, paint: Any) -> None:
        self.value, self.paint = value, paint

    def __call__(self, ui: Ui) -> None:
        self.value = self.paint(ui, self.value)


def test_toggle_and_checkbox_by_pointer_and_keyboard(show):
    for kind in ("toggle", "checkbox"):
        form = Form(False, lambda ui, v, kind=kind: getattr(ui, kind)("w", Rect(40, 40, 200, 34), "Sound", v))
        app = show(form)
        drive(app, click(app, "w"))
        assert form.value is True
        drive(app, press("tab", "space"))
        assert form.value is False
        assert "[off, focused]" in app.ui.describe()


def test_cards(show):
    cards = [
        Choice("a", "First", "Text.", "5 m"),
        Choice("b", "Second", disabled="Too dear."),
        Choice("c", "Third"),
    ]
    form = Form(None, lambda ui, v: ui.choice_cards("cards", Rect(40, 40, 300, 400), cards, v))
    app = show(form)
    drive(app, click(app, "cards/a"))
    assert form.value == "a"
    drive(app, click(app, "cards/b"))
    assert form.value == "a"
    drive(app, press("tab", "enter"))
    assert form.value == "c"
    assert "choice: Second [not available] (Too dear.)" in app.ui.describe()


def test_cards_never_overflow_their_measured_height(show):
    card = Choice(
        "a", "A rather long title that wraps " * 2, "An **explanation** [[coins]]. " * 6, "5 m", "search"
    )

    def paint(ui: Ui) -> None:
        ui.choice_cards("cards", Rect(40, 40, 240, ui.card_height(card, 240)), [card], None)

    for text_scale in (0.8, 1.3, 2.0):
        assert not show(paint, text_scale=text_scale).ui.overflows


def test_tabs_with_pointer_and_arrows_skip_refused_ones(show):
    tabs = [Tab("a", "Alpha"), Tab("b", "Beta", disabled="Not yet."), Tab("c", "Gamma", badge="3")]
    form = Form("a", lambda ui, v: ui.tabs("t", Rect(40, 40, 400, 36), tabs, v))
    app = show(form)
    drive(app, press("tab", "right"))
    assert form.value == "c"
    drive(app, press("right"))
    assert form.value == "a"
    drive(app, click(app, "t/b"))
    assert form.value == "a"
    drive(app, click(app, "t/c"))
    assert form.value == "c"


OPTIONS = [("a", "Alpha"), ("b", "Beta"), ("c", "Gamma")]


def test_drop_down_by_pointer(show):
    under: list[str] = []

    def paint(ui: Ui, value: str) -> str:
        chosen = ui.drop_down("d", Rect(40, 40, 200, 34), OPTIONS, value, label="Letter")
        if ui.button("under", Rect(40, 80, 200, 110), "Under"):
            under.append("hit")
        return chosen

    form = Form("a", paint)
    app = show(form)
    drive(app, click(app, "d"))
    assert "list: Letter = Alpha [open]" in app.ui.describe()
    drive(app, click(app, "d/c"))
    assert form.value == "c" and under == [], "the list covers the button"
    drive(app, click(app, "d"))
    drive(app, click(app, (800, 500)))
    assert "[open]" not in app.ui.describe() and form.value == "c"
    drive(app, click(app, "under"))
    assert under == ["hit"]


def test_drop_down_by_keyboard(show):
    form = Form("a", lambda ui, v: ui.drop_down("d", Rect(40, 40, 200, 34), OPTIONS, v))
    app = show(form)
    drive(app, press("tab", "down"))
    assert form.value == "b", "closed: the arrow chooses at once"
    drive(app, press("enter", "down", "esc"))
    assert form.value == "b"
    drive(app, press("space", "down", "enter"))
    assert form.value == "c"


def test_slider_by_drag_keys_and_ends(show):
    form = Form(30.0, lambda ui, v: ui.slider("s", Rect(40, 40, 216, 30), v, 0, 100, step=5, label="Duty"))
    app = show(form)
    drive(app, drag(app, (90, 55), (150, 55)))
    assert form.value == 50
    drive(app, drag(app, (150, 55), (900, 300)))
    assert form.value == 100, "dragging beyond the end stops at the end"
    drive(app, press("tab", "left"))
    assert form.value == 95
    drive(app, press("home", "right", "shift+right"))
    assert form.value == 55
    drive(app, press("end"))
    assert form.value == 100
    assert "slider: Duty = 100 [focused]" in app.ui.describe()


def test_wheel_over_a_slider_does_not_change_it(show):
    form = Form(30.0, lambda ui, v: ui.slider("s", Rect(40, 40, 216, 30), v, 0, 100))
    app = show(form)
    drive(app, wheel(app, "s", 3))
    assert form.value == 30


def test_stepper(show):
    form = Form(5.0, lambda ui, v: ui.stepper("n", Rect(40, 40, 160, 34), v, 0, 6, label="Months"))
    app = show(form)
    drive(app, click(app, "n/more") + click(app, "n/more") + click(app, "n/more"))
    assert form.value == 6
    drive(app, click(app, "n/less"))
    assert form.value == 5
    drive(app, press("tab", "down", "left", "home"))
    assert form.value == 0


# text field ----------------------------------------------------------------------------


class Field(Form):
    def __init__(self, text: str = "") -> None:
        self.sent: list[str] = []
        self.other = 0

        def paint(ui: Ui, value: str) -> str:
            result = ui.text_field("f", Rect(40, 40, 240, 34), value, label="Name", max_length=12)
            if result.submitted:
                self.sent.append(result.text)
            if ui.button("b", Rect(40, 100, 100, 34), "B", hotkey="b"):
                self.other += 1
            return result.text

        super().__init__(text, paint)


def test_typing_editing_and_submitting(show):
    field = Field()
    app = show(field)
    drive(app, click(app, "f"))
    drive(app, typing("abc 磁铁"))
    assert field.value == "abc 磁铁"
    drive(app, press("left", "backspace") + typing("X"))
    assert field.value == "abc X铁"
    drive(app, press("home", "delete") + press("ctrl+right") + typing("-"))
    assert field.value == "bc- X铁"
    drive(app, press("enter"))
    assert field.sent == ["bc- X铁"]
    drive(app, press("end") + typing("0123456789"))
    assert len(field.value) == 12


def test_letters_go_to_the_field_not_to_hotkeys(show):
    field = Field()
    app = show(field)
    drive(app, click(app, "f"))
    drive(app, press("b") + typing("b"))
    assert (field.value, field.other) == ("b", 0)
    drive(app, press("tab", "b"))
    assert field.other == 1


def test_selection_clipboard_and_mouse(show, monkeypatch):
    board = {"text": ""}
    monkeypatch.setattr(textfield, "read_clipboard", lambda: board["text"])
    monkeypatch.setattr(textfield, "write_clipboard", lambda text: board.update(text=text))
    field = Field("one two")
    app = show(field)
    drive(app, press("tab"))
    drive(app, press("ctrl+c", "end", "ctrl+v"))
    assert field.value == "one twoone t", "Tab selects all; the paste is cut at the limit"
    drive(app, press("home", "shift+right", "shift+right", "shift+right", "ctrl+x"))
    assert (field.value, board["text"]) == (" twoone t", "one")
    drive(app, press("ctrl+a") + typing("z"))
    assert field.value == "z"
    drive(app, drag(app, (50, 57), (270, 57)) + typing("new"))
    assert field.value == "new", "dragging selects"


def test_a_clipboard_of_a_million_signs_or_of_no_text(show, monkeypatch):
    field = Field("a")
    app = show(field)
    drive(app, click(app, "f"))
    monkeypatch.setattr(textfield, "read_clipboard", lambda: "\0\x1b[2J\u202e\n" + "é" * 1_000_000)
    drive(app, press("end", "ctrl+v"))
    assert field.value == "a[2J " + "é" * 7, "what is no sign is left out, the rest is cut at the limit"
    drive(app, [pygame.event.Event(pygame.TEXTINPUT, text="磁" * 1_000_000)])
    assert len(field.value) == 12
    monkeypatch.undo()

    def no_text() -> str:
        return b"\xff\xfe".decode()

    monkeypatch.setattr(pygame.scrap, "get_text", no_text)
    drive(app, press("ctrl+a", "ctrl+v"))
    assert field.value == ""


def test_input_method_composition_is_shown_and_then_committed(show):
    field = Field()
    app = show(field)
    drive(app, click(app, "f"))
    drive(app, [pygame.event.Event(pygame.TEXTEDITING, text="cí", start=0, length=2)])
    before = pygame.image.tobytes(app.ui.surface, "RGB")
    assert field.value == ""
    drive(app, press("left", "backspace"))
    assert field.value == "", "keys belong to the input method while it composes"
    drive(app, [pygame.event.Event(pygame.TEXTINPUT, text="磁")])
    assert field.value == "磁"
    drive(app, [pygame.event.Event(pygame.TEXTEDITING, text="", start=0, length=0), *press("backspace")])
    assert field.value == ""
    assert pygame.image.tobytes(app.ui.surface, "RGB") != before


# table ---------------------------------------------------------------------------------

COLUMNS = [
    Column("name", "Nation", grow=1, sortable=True),
    Column("t", "Tonnes", "right", sortable=True),
]


class Trade:
    def __init__(self, count: int = 30) -> None:
        self.rows = [
            Row(f"r{i}", (Cell(f"Nation {i}", flag="japan"), Cell(f"{i * 10}", tip=f"Cause {i}")))
            for i in range(count)
        ]
        self.selected: str | None = None
        self.sort: tuple[str, bool] | None = None
        self.opened: list[str] = []

    def __call__(self, ui: Ui) -> None:
        area = Rect(40, 40, 400, 260)
        result = ui.table(
            "t", area, COLUMNS, self.rows, selected=self.selected, sort=self.sort, label="Trade"
        )
        self.selected, self.sort = result.selected, result.sort
        if result.activated:
            self.opened.append(result.activated)


def test_table_by_pointer(show):
    trade = Trade()
    app = show(trade)
    drive(app, click(app, "t/r2"))
    assert trade.selected == "r2" and trade.opened == []
    drive(app, click(app, "t/r3") + click(app, "t/r3"))
    assert trade.opened == ["r3"]
    drive(app, click(app, "t/head/t"))
    assert trade.sort == ("t", False)
    drive(app, click(app, "t/head/t"))
    assert trade.sort == ("t", True)


def test_table_by_keyboard_scrolls_and_explains_cells(show):
    trade = Trade()
    app = show(trade)
    drive(app, press("tab", "tab", "tab"))
    assert app.ui.focused == "t"
    drive(app, press("down", "down", "enter"))
    assert (trade.selected, trade.opened) == ("r1", ["r1"])
    drive(app, press("end"))
    settle(app, 0.2)
    row = app.ui.find("t/r29").rect
    assert trade.selected == "r29" and row.bottom <= 301 and row.y >= 40
    drive(app, press("right"))
    settle(app, 1.0)
    assert "note: Cause 29" in app.ui.describe()
    drive(app, press("tab"))
    assert app.ui.focused != "t", "Tab leaves the table"


def test_table_reads_out_and_fits(show):
    for text_scale in (1.0, 1.6):
        app = show(Trade(3), text_scale=text_scale)
        assert "row: Nation 2 = Tonnes: 20" in app.ui.describe()
        assert not app.ui.overflows


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_themes_draw_differently_and_alike_each_time(show, theme):
    pictures = []
    for _ in range(2):
        app = show(Trade(8), theme=theme)
        pictures.append(pygame.image.tobytes(app.ui.surface, "RGB"))
    assert pictures[0] == pictures[1]
