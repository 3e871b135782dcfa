"""The page of pictures: written by its command, every scene four times, every picture in its place."""

from __future__ import annotations

import pytest

from .scenes import ROOT, SCENES, VARIANTS, file_name, page

SCREENS = ROOT / "docs" / "screens"


def test_the_page_is_what_its_command_writes() -> None:
    assert (ROOT / "docs" / "screens.md").read_text(encoding="utf-8") == page()


@pytest.mark.skipif(not SCREENS.is_dir(), reason="no pictures here")
def test_no_picture_is_left_over() -> None:
    named = {file_name(scene, language, size) for scene in SCENES for language, size in VARIANTS}
    left = {file.name for file in SCREENS.glob("*.png")} - named
    assert not left, "the page does not list these"
