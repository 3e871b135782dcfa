"""The page of pictures: written by its command, every scene eight times, every picture in its place."""

from __future__ import annotations

import pytest

from .scenes import ROOT, names, page

SCREENS = ROOT / "docs" / "screens"


def test_the_page_is_what_its_command_writes() -> None:
    assert (ROOT / "docs" / "screens.md").read_text(encoding="utf-8") == page()


@pytest.mark.skipif(not SCREENS.is_dir(), reason="no pictures here")
def test_every_picture_is_in_its_place_and_none_is_left_over() -> None:
    found = {file.relative_to(SCREENS).as_posix() for file in SCREENS.rglob("*.png")}
    assert found == names(), "python -m tests.desktop.window.whole_game writes them"
