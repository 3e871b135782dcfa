"""The page in a real browser: axe finds nothing, it asks for nothing, fits a telephone and four sheets."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game.catalogues import LANGUAGES
from game.play.debrief_parts import Debrief
from game.play.handout import render_handout, write_handout

CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: the page can't be tried in a browser here"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        found = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture(scope="module", params=LANGUAGES)
def file(request: pytest.FixtureRequest, debrief: Debrief, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "debrief.html"
    write_handout(path, render_handout(debrief, request.param))
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_requested(
    browser: Any, file: Path, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    page.evaluate(OPEN_ALL)
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert asked == [file.as_uri()] and said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page runs off the side"
    page.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_at_most_four_sheets(browser: Any, file: Path, paper: str) -> None:
    page = browser.new_page()
    page.goto(file.as_uri())
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper, prefer_css_page_size=False)))
    assert 1 <= sheets <= 4
    page.close()


def test_a_hostile_save_runs_nothing(browser: Any, hostile: Debrief, tmp_path: Path) -> None:
    path = tmp_path / "debrief.html"
    write_handout(path, render_handout(hostile, "en"))
    page = browser.new_page()
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    assert opened == [] and "<script>alert(1)</script>" in page.inner_text("h1")
    page.close()
