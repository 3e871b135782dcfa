"""The gallery: every widget fits in both languages, three themes and all text sizes; it can be played."""

from __future__ import annotations

import pytest

from game.desktop.driver import click, drive, press, settle
from game.desktop.scenes.gallery import Gallery

PAGES = ("controls", "choices", "figures", "charts")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-Hans", "pseudo"])
@pytest.mark.parametrize(
    ("text_scale", "size"), [(0.8, (1024, 640)), (1.0, (1280, 720)), (1.5, (1920, 1080)), (2.0, (1600, 900))]
)
def test_every_page_fits(show, page, language, text_scale, size):
    app = show(Gallery(page), language=language, text_scale=text_scale, size=size)
    assert not app.ui.overflows
    assert not app.ui.state.duplicate_ids
    text = app.ui.describe()
    assert "gallery." not in text and "kit." not in text, "every text has a wording"


def test_descriptions_are_in_the_language(show):
    assert "按钮: 结束本季度" in show(Gallery(), language="zh-Hans").ui.describe()


def test_keyboard_alone_reaches_everything(show):
    app = show(Gallery())
    wanted = {f.id for f in app.ui.state.focusables}
    seen = set()
    for _ in range(len(wanted)):
        drive(app, press("tab"))
        seen.add(app.ui.focused)
    assert seen == wanted


def test_playing_the_gallery(show):
    scene = Gallery()
    app = show(scene)
    drive(app, press("d"))
    assert scene.dialog
    drive(app, press("enter"))
    settle(app, 0.2)
    assert not scene.dialog and scene.clicks == 1
    drive(app, click(app, "end"))
    assert scene.clicks == 2 and "message: Saved" in app.ui.describe()
    drive(app, click(app, "pages/charts"))
    assert scene.page == "charts"
    drive(app, click(app, "theme"))
    drive(app, click(app, "theme/light"))
    assert app.ui.theme.name == "light"
    drive(app, click(app, "language"))
    drive(app, click(app, "language/zh-Hans"))
    assert "价格" in app.ui.describe()


def test_a_pinned_note_stays_until_it_is_closed(show):
    app = show(Gallery("figures"))
    notes = app.ui.describe().count("note: ")
    drive(app, click(app, (20, 500)))
    assert app.ui.describe().count("note: ") == notes, "it does not leave with the pointer"
    drive(app, click(app, "unpin"))
    assert app.ui.describe().count("note: ") == notes - 1
    drive(app, click(app, "pin"))
    assert app.ui.describe().count("note: ") == notes


def test_a_dense_page_is_drawn_fast(show):
    """A guard against accidents, with much room for slow machines; the aim is 8 ms at 1920 x 1080."""
    import time

    app = show(Gallery("charts"), size=(1920, 1080), scale=1.5)
    spent = []
    for _ in range(15):
        start = time.thread_time()
        app.render()
        spent.append(time.thread_time() - start)
    assert sorted(spent)[3] < 0.04
