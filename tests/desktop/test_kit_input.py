"""Pointer and keyboard: buttons, focus order, arrows, hotkeys, scrolling, dialogs, tooltips."""

from __future__ import annotations

import pygame
import pytest

from game.desktop.driver import click, drag, drive, move, press, settle, wheel
from game.desktop.kit import Flow, Rect, Tip, TipRow, Ui


class Buttons:
    """Six buttons in two columns, one refused; counts what was pressed."""

    def __init__(self) -> None:
        self.pressed: list[str] = []

    def __call__(self, ui: Ui) -> None:
        for number, name in enumerate(("a", "b", "c", "d", "e", "f")):
            rect = Rect(40 + 200 * (number % 2), 40 + 60 * (number // 2), 160, 40)
            reason: bool | str = "No partner yet." if name == "d" else False
            hotkey = "x" if name == "f" else ""
            if ui.button(name, rect, name.upper(), disabled=reason, hotkey=hotkey):
                self.pressed.append(name)


def test_click_needs_press_and_release_on_the_same_button(show):
    buttons = Buttons()
    app = show(buttons)
    drive(app, click(app, "a"))
    drive(app, drag(app, "a", "b"))
    drive(app, click(app, "d"))
    drive(app, click(app, (700, 500)))
    assert buttons.pressed == ["a"]


def test_both_clicks_of_a_fast_pair_in_one_frame_count(show):
    buttons = Buttons()
    app = show(buttons)
    for event in [*click(app, "a"), *click(app, "b")]:
        pygame.event.post(event)
    app.step()
    assert buttons.pressed == ["a", "b"]


def test_tab_follows_the_order_of_drawing_and_wraps(show):
    app = show(Buttons())
    seen = []
    for _ in range(7):
        drive(app, press("tab"))
        seen.append(app.ui.focused)
    assert seen == ["a", "b", "c", "d", "e", "f", "a"]
    drive(app, press("shift+tab"))
    assert app.ui.focused == "f"


def test_arrows_go_to_the_neighbour(show):
    app = show(Buttons())
    drive(app, press("tab", "right"))
    assert app.ui.focused == "b"
    drive(app, press("down"))
    assert app.ui.focused == "d"
    drive(app, press("left"))
    assert app.ui.focused == "c"
    drive(app, press("up", "up"))
    assert app.ui.focused == "a"


def test_enter_and_space_press_what_has_the_focus(show):
    buttons = Buttons()
    app = show(buttons)
    drive(app, press("tab", "enter", "tab", "space", "down", "enter"))
    assert buttons.pressed == ["a", "b"], "the refused button d must not fire"


def test_hotkey_works_from_anywhere_once(show):
    buttons = Buttons()
    app = show(buttons)
    drive(app, press("x", "ctrl+x"))
    assert buttons.pressed == ["f"]


def test_a_held_key_presses_once_but_moves_on(show):
    buttons = Buttons()
    app = show(buttons)
    down = press("x")[0]
    drive(app, [down, down, down])
    assert buttons.pressed == ["f"]
    tab = press("tab")[0]
    drive(app, [tab, tab, tab])
    assert app.ui.focused == "c"
    drive(app, [pygame.event.Event(pygame.WINDOWFOCUSLOST), down])
    assert buttons.pressed == ["f", "f"], "what was held when the window lost the keyboard is forgotten"


def test_sound_cues(show):
    heard: list[str] = []
    app = show(Buttons())
    app.ui.cue = heard.append
    drive(app, click(app, "a") + click(app, "d"))
    assert heard == ["click", "refused"]


def test_own_drawings_are_painted_once(show):
    painted: list[tuple[int, int]] = []

    def paint(ui: Ui) -> None:
        ui.painted(Rect(20, 20, 100, 50), ("map", 1), lambda surface, _: painted.append(surface.get_size()))

    app = show(paint, size=(1536, 960), scale=1.5)
    drive(app, press("a", "b"))
    assert painted == [(150, 75)]


def test_refused_button_says_why_on_focus_and_pointer(show):
    app = show(Buttons())
    drive(app, press("tab", "tab", "tab", "tab"))
    settle(app, 1.0)
    assert "note: No partner yet." in app.ui.describe()
    drive(app, move(app, "a"))
    settle(app, 1.0)
    assert "note:" not in app.ui.describe()
    drive(app, move(app, "d"))
    settle(app, 1.0)
    assert "note: No partner yet." in app.ui.describe()


def test_tip_with_causes_is_read_out(show):
    tip = Tip("Since last quarter.", "Confidence", (TipRow("Controls", "-9", "bad"),), TipRow("Total", "-9"))
    app = show(lambda ui: ui.figure("c", Rect(40, 40, 220, 70), "Confidence", "43", tip=tip))
    drive(app, press("tab"))
    settle(app, 1.0)
    assert "Controls -9; Total -9" in app.ui.describe()


def test_focus_moves_on_when_its_widget_goes_away(show):
    rows = ["one", "two", "three"]

    def paint(ui: Ui) -> None:
        flow = Flow(Rect(40, 40, 200, 400))
        for name in list(rows):
            if ui.button(name, flow.next(40), name):
                rows.remove(name)

    app = show(paint)
    drive(app, press("tab", "tab", "enter"))
    assert rows == ["one", "three"]
    assert app.ui.focused == "three"


def test_scroll_by_wheel_bar_and_focus(show):
    def paint(ui: Ui) -> None:
        with ui.scroll("list", Rect(40, 40, 300, 200)) as area:
            flow = Flow(area)
            for number in range(20):
                ui.button(f"b{number}", flow.next(40), f"Button {number}")

    app = show(paint)
    first = app.ui.find("b0").rect.y
    drive(app, wheel(app, (100, 100), -2))
    assert app.ui.find("b0").rect.y < first - 50
    drive(app, wheel(app, (100, 100), 99))
    assert app.ui.find("b0").rect.y == pytest.approx(first)
    drive(app, drag(app, (334, 60), (334, 230)))
    assert app.ui.find("b19").rect.bottom <= 245, "dragged to the end"
    drive(app, press("home"))
    drive(app, press(*["tab"] * 12))
    rect = app.ui.find(app.ui.focused).rect
    assert rect.y >= 40 and rect.bottom <= 240, "the focused widget is scrolled into view"


def test_clipped_widgets_cannot_be_clicked(show):
    hits = []

    def paint(ui: Ui) -> None:
        with ui.scroll("list", Rect(40, 40, 300, 100)) as area:
            flow = Flow(area)
            for number in range(9):
                if ui.button(f"b{number}", flow.next(40), f"Button {number}"):
                    hits.append(number)

    app = show(paint)
    drive(app, click(app, (100, 250)))
    assert hits == []


class Asking:
    """A dialog over two buttons."""

    def __init__(self) -> None:
        self.open = False
        self.answers: list[str] = []

    def __call__(self, ui: Ui) -> None:
        if ui.button("below", Rect(40, 40, 160, 40), "Ask", hotkey="a"):
            self.answers.append("below")
            self.open = True
        ui.button("other", Rect(240, 40, 160, 40), "Other")
        if not self.open:
            return
        with ui.dialog("ask", "Sure?", (400, 200)) as box:
            no, yes = box.footer.columns(2, gap=8)
            if ui.button("no", no, "No"):
                self.answers.append("no")
                self.open = False
            if ui.button("yes", yes, "Yes", kind="primary", hotkey="enter"):
                self.answers.append("yes")
                self.open = False
        if box.dismissed:
            self.answers.append("dismissed")
            self.open = False


def test_dialog_traps_focus_and_pointer(show):
    asking = Asking()
    app = show(asking)
    drive(app, press("tab", "enter"))
    assert asking.open and app.ui.focused == "ask/no"
    seen = set()
    for _ in range(6):
        drive(app, press("tab"))
        seen.add(app.ui.focused)
    assert seen == {"ask/no", "ask/yes", "ask/close"}
    drive(app, press("a"))
    assert asking.answers == ["below"], "keys do not reach what lies below"
    drive(app, press("esc"))
    assert asking.answers == ["below", "dismissed"]
    assert app.ui.focused == "below", "the focus comes back"


def test_dialog_by_pointer_only(show):
    asking = Asking()
    app = show(asking)
    drive(app, click(app, "below"))
    drive(app, click(app, "ask/yes"))
    drive(app, click(app, "below"))
    drive(app, click(app, (640, 700)))
    drive(app, click(app, "below"))
    drive(app, press("enter"))
    assert asking.answers == ["below", "yes", "below", "dismissed", "below", "yes"]


def test_duplicate_ids_are_noticed(show):
    def paint(ui: Ui) -> None:
        ui.button("same", Rect(40, 40, 100, 40), "A")
        ui.button("same", Rect(40, 100, 100, 40), "B")
        with ui.scope("row"):
            ui.button("same", Rect(40, 160, 100, 40), "C")

    app = show(paint)
    assert app.ui.state.duplicate_ids == ["same"]
    assert app.ui.find("row/same").label == "C"


def test_scales_move_hit_areas_with_the_picture(show):
    for scale in (0.8, 1.0, 1.37, 2.0):
        buttons = Buttons()
        app = show(buttons, size=(2100, 1320), scale=scale)
        drive(app, click(app, "e"))
        assert buttons.pressed == ["e"]


def test_small_window_keeps_the_logical_minimum(show):
    app = show(Buttons(), size=(800, 600), scale=2.0)
    assert app.ui.screen.w >= 1024 - 1e-6 and app.ui.screen.h >= 640 - 1e-6
