"""Tabs without room, long lists, buttons and switches that wrap, links in a text: with real events."""

from __future__ import annotations

import pytest

from game.desktop.driver import click, drive, move, press, settle, wheel
from game.desktop.kit import Rect, Tab, Tip, Ui

from .conftest import Show

TABS = [
    Tab("a", "Everything at once"),
    Tab("b", "Refused", disabled="Not yet."),
    Tab("c", "Nothing", badge="3"),
]
MANY = [(str(number), f"Quarter {number}") for number in range(60)]


def test_tabs_without_room_become_a_list(show: Show) -> None:
    chosen = ["a"]

    def draw(ui: Ui) -> None:
        chosen[0] = ui.tabs("t", Rect(40, 40, 190, ui.control_h), TABS, chosen[0])

    app = show(draw)
    assert not app.ui.overflows
    assert "list: Everything at once / Refused / Nothing = Everything at once" in app.ui.describe()
    drive(app, click(app, "t"))
    assert "option: Refused [not available] (Not yet.)" in app.ui.describe()
    drive(app, click(app, "t/b"))
    assert chosen == ["a"], "what is refused cannot be chosen"
    drive(app, click(app, "t/c"))
    assert chosen == ["c"]
    drive(app, press("tab", "up"))
    assert chosen == ["a"], "the arrows pass over what is refused"


@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_a_long_list_stays_on_the_screen_and_scrolls(show: Show, text_scale: float) -> None:
    chosen = ["3"]

    def draw(ui: Ui) -> None:
        chosen[0] = ui.drop_down("d", Rect(40, 300, 200, ui.control_h), MANY, chosen[0], label="Quarter")

    app = show(draw, text_scale=text_scale)
    drive(app, click(app, "d"))
    frame = app.ui.find("d/list").rect
    assert frame.y >= 0 and frame.bottom <= app.ui.screen.bottom
    assert app.ui.find("d/59").rect.y > frame.bottom
    drive(app, press("end"))
    settle(app, 0.1)
    last = app.ui.find("d/59").rect
    assert frame.y - 1 <= last.y and last.bottom <= frame.bottom + 1, "the list follows the arrow"
    drive(app, press("enter"))
    assert chosen == ["59"]
    drive(app, click(app, "d"))
    drive(app, wheel(app, "d/list", 200))
    settle(app, 0.1)
    drive(app, click(app, "d/0"))
    assert chosen == ["0"]
    assert not app.ui.overflows and not app.ui.state.duplicate_ids


def test_words_wrap_where_there_is_room(show: Show) -> None:
    text = "A button whose words are long takes another line for them"
    state = [False]

    def draw(ui: Ui) -> None:
        ui.button("b", Rect(40, 40, 180, ui.button_h(text, 180, icon="save")), text, icon="save")
        state[0] = ui.toggle("t", Rect(40, 300, 220, ui.two_state_h(text, 220)), text, state[0])
        ui.heading(Rect(400, 40, 200, ui.text_h(text, 200, "heading")), text)

    for text_scale in (1.0, 1.5):
        app = show(draw, text_scale=text_scale)
        assert not app.ui.overflows
    drive(app, click(app, "t"))
    assert state == [True]


def test_links_of_a_text_lead_somewhere(show: Show) -> None:
    followed: list[str] = []
    text = "The [[quota|quota of the year]] falls, and the [[court|judges]] sit."

    def draw(ui: Ui) -> None:
        ui.explain = lambda name: Tip(f"About the {name}.")
        ui.rich(Rect(40, 40, 90, 300), text, name="said", follow=followed.append)

    app = show(draw)
    said = app.ui.describe()
    assert "text: The quota of the year falls, and the judges sit." in said
    assert "link: quota of the year (About the quota.)" in said
    drive(app, press("tab", "enter"))
    assert app.ui.focused == "said/quota" and followed == ["quota"]
    drive(app, press("tab", "enter"))
    assert followed == ["quota", "court"]
    assert [f.id for f in app.ui.state.focusables] == ["said/quota", "said/court"]
    second = 40 + app.ui.line_h() * 1.5
    drive(app, move(app, (50, second)))
    drive(app, click(app, (50, second)))
    assert followed == ["quota", "court", "quota"], "the rest of a link on the next line leads there too"
