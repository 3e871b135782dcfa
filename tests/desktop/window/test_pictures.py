"""The screens are still those of docs/screens: the told game played again, pixel by pixel."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.desktop.kit import theme
from tests.desktop.looks import EVERY_LOOK
from tests.desktop.window.hands import Hands
from tests.desktop.window.pictures import Album, Comparison, Pixels, compare, marked, read, small
from tests.desktop.window.scenes import (
    LANGUAGES,
    LARGE,
    LOOKS,
    PICTURED,
    ROOT,
    SCENES,
    SMALL,
    Look,
    file_name,
)
from tests.desktop.window.whole_game import Play, play_all

SCREENS = ROOT / "docs" / "screens"
PLAYED_IN = {"en": "dark", "zh-Hans": "light"}
TURN: list[Look] = [("dark", SMALL), ("light", LARGE), ("light", SMALL), ("dark", LARGE)]
RENEW = "If that is meant, renew them: python -m tests.desktop.window.whole_game"


def looks_of(number: int, scene: str, language: str) -> list[Look]:
    """The looks in which a scene is compared: half of them in one language, the other half in the other."""
    if scene in PICTURED:
        return [look for look in LOOKS if look[0] == PLAYED_IN[language]]
    if EVERY_LOOK:
        return LOOKS
    start = number + 2 * list(LANGUAGES).index(language)
    return [TURN[(start + more) % len(TURN)] for more in (0, 1)]


def plays() -> list[Play]:
    """A game in each language, and what is compared in it."""
    return [
        (language, colours, {s: looks_of(n, s, language) for n, s in enumerate(SCENES)})
        for language, colours in PLAYED_IN.items()
    ]


def test_every_scene_is_compared_in_every_theme_and_size() -> None:
    for scene in SCENES:
        seen = {look for *_, wanted in plays() for look in wanted[scene]}
        assert seen == set(LOOKS), scene


@pytest.mark.slow
def test_the_game_looks_as_in_the_pictures() -> None:
    folder = Path(tempfile.mkdtemp(prefix="lanthanide-pictures-"))
    trouble = play_all(plays(), Comparison(SCREENS, folder), headless=True)
    assert not trouble, "\n".join([*trouble, f"New pictures and what differs: {folder}", RENEW])
    folder.rmdir()


# what the comparison can see --------------------------------------------------------------------------------


def moved(picture: Pixels) -> None:
    """A button, one pixel to the right."""
    picture[300:340, 101:301] = picture[300:340, 100:300].copy()


def recoloured(picture: Pixels) -> None:
    """Half a button, a little brighter."""
    half = picture[300:340, 100:200]
    half[:] = np.minimum(half.astype(int) + 32, 255)


def tinted(picture: Pixels) -> None:
    """Everything, hardly to be seen."""
    picture[..., 2] = np.minimum(picture[..., 2].astype(int) + 5, 255)


def button() -> Pixels:
    """A page with a button on it."""
    page = np.full((720, 1280, 3), 20, np.uint8)
    page[305:335, 110:290] = (40, 90, 160)
    page[315:325, 130:270:9] = 230
    return page


@pytest.mark.parametrize("change", [moved, recoloured, tinted])
def test_a_small_change_is_seen(change: Callable[[Pixels], None], tmp_path: Path) -> None:
    old, new = button(), button()
    change(new)
    Album(tmp_path).keep("page.png", old)
    check = Comparison(tmp_path, tmp_path / "new")
    assert check.keep("page.png", old) == ""
    assert not (tmp_path / "new").exists()
    assert "of its pixels are others" in check.keep("page.png", new)
    assert compare(read(tmp_path / "new" / "page.png"), np.asarray(small(new).convert("RGB"))).share == 0
    red = (marked(new, old) == (220, 0, 0)).all(axis=2)
    assert red.any() == (change is not tinted)
    assert not red[:300].any() and not red[340:].any()


def test_what_is_rounded_otherwise_is_not_seen() -> None:
    old = button()
    edge = old.copy()
    edge[305, 110:170] += 9  # a line that another processor rounds otherwise
    assert compare(edge, old).mean > 0 and not compare(edge, old).seen
    assert compare(old[:700], old).seen, "another size is another picture"


def test_one_shifted_widget_and_one_other_colour_are_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = file_name("settings", "en", ("dark", SMALL))
    hands = Hands(tmp_path / "home", language="en", theme="dark")
    hands.click("settings")
    hands.park()
    check = Comparison(tmp_path, tmp_path / "new")
    before = hands.picture()
    Album(tmp_path).keep(name, before)
    hands.resize(LARGE)
    hands.resize(SMALL)
    hands.park()
    assert check.keep(name, hands.picture()) == "", "drawn anew it is the same"
    back, shifted = hands.copy.ui.find("back").rect, before.copy()
    top, bottom, left, right = (round(edge) for edge in (back.y, back.bottom, back.x, back.right))
    shifted[top:bottom, left + 1 : right + 1] = before[top:bottom, left:right]
    assert check.keep(name, shifted).startswith(name)
    red, green, blue = theme.DARK.accent
    monkeypatch.setitem(theme.THEMES, "dark", replace(theme.DARK, accent=(red, green, max(0, blue - 40))))
    hands.change_theme("dark")
    hands.rest()
    assert check.keep(name, hands.picture()).startswith(name)
    assert (tmp_path / "new" / name).with_suffix(".difference.png").is_file()
    hands.close()
