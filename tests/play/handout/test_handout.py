"""The page to hand out: whole, alone, in both languages, with a table for every chart, and no way in."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from game.catalogues import LANGUAGES
from game.content.packs import load_level
from game.i18n import Text, Translator
from game.play.debrief_parts import Debrief
from game.play.debriefing import debrief_text, find, to_plain, told
from game.play.findings import Findings
from game.play.handout import HandoutError, check_handout, render_handout, write_handout
from game.play.match import Match

from .conftest import SHORT

VOID = {"meta", "br", "line", "rect", "circle", "path", "polyline"}
KEY = re.compile(r"\b(debrief|play|scenes|insight|lever|almanac)\.[a-z_]+(\.[a-z_]+)*\b")


class Page(HTMLParser):
    """Elements with their parents; complains of what does not close."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[dict[str, str]] = []
        self.all: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute twice in {tag}"
        self.all.append((tag, given, tuple(row["tag"] for row in self.open)))
        if tag not in VOID:
            self.open.append({"tag": tag})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open and self.open[-1]["tag"] == tag, (tag, self.getpos(), self.open[-3:])
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1]["tag"] != "style":
            self.words.append(data)

    def tags(self, name: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs, _ in self.all if tag == name]


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, debrief: Debrief) -> Page:
    return Page(render_handout(debrief, request.param))


def test_ids_are_unique_and_what_is_pointed_at_is_there(page: Page) -> None:
    ids = [attrs["id"] for _, attrs, _ in page.all if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs, _ in page.all:
        assert set(attrs.get("aria-labelledby", "").split()) <= set(ids)


def test_nothing_is_asked_from_elsewhere_and_nothing_runs(debrief: Debrief) -> None:
    for language in LANGUAGES:
        text = render_handout(debrief, language)
        page = Page(text)
        assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _, _ in page.all}
        for _, attrs, _ in page.all:
            assert not any(name.startswith("on") for name in attrs)
            assert not {"src", "href", "xlink:href", "srcset"} & set(attrs)
        assert not re.search(r"https?:|@import|url\((?!#)", text)


def test_every_chart_is_named_described_and_has_its_table(page: Page) -> None:
    charts = [attrs for tag, attrs, _ in page.all if tag == "figure"]
    assert len(charts) >= 8 and len(page.tags("svg")) == len(charts)
    assert all(svg["role"] == "img" and len(svg["aria-labelledby"].split()) == 2 for svg in page.tags("svg"))
    inside = [parents for tag, _, parents in page.all if tag == "table" and "figure" in parents]
    assert len(inside) == len(charts)
    assert all("details" in parents for parents in inside)


def test_headings_step_down_one_by_one(page: Page) -> None:
    levels = [int(tag[1]) for tag, _, _ in page.all if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_are_complete(
    debrief: Debrief, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing: set[str] = set()
    monkeypatch.setattr(
        "game.play.handout.page.Translator", lambda name: _watched(Translator(name), missing), raising=True
    )
    page = Page(render_handout(debrief, language))
    words = " ".join(page.words)
    assert not missing
    assert not KEY.search(words), KEY.search(words)
    assert "{" not in words and not re.search(r"\b(None|nan|inf)\b", words)
    assert page.tags("html")[0]["lang"] == language


def _watched(translator: Translator, missing: set[str]) -> Translator:
    translator.missing = missing
    return translator


def test_a_hostile_save_stays_text(hostile: Debrief) -> None:
    for language in LANGUAGES:
        text = render_handout(hostile, language)
        page = Page(text)
        assert "\u202e" not in text
        assert not {"script", "img"} & {tag for tag, _, _ in page.all}
        assert not any(name.startswith("on") for _, attrs, _ in page.all for name in attrs)
    assert sum("<script>alert(1)</script>" in words for words in page.words) >= 1


# ---------------------------------------------------------------------------------- what it says


def test_bars_add_up_and_decisions_add_up_to_them(found: Findings, debrief: Debrief) -> None:
    account = found.desk
    total = account.account((1 << len(debrief.bars)) - 1) - account.account(0)
    assert sum(bar.mean for bar in debrief.bars) == pytest.approx(total, abs=1e-9)
    for index, bar in enumerate(debrief.bars[:5]):
        rows = [row.share for row in debrief.decisions if row.lever == bar.id]
        assert sum(rows) == pytest.approx(float(found.values.lever[index].mean()), abs=1e-9)


def test_the_mine_is_told_with_the_agreement_that_opened_it(debrief: Debrief) -> None:
    told_as = {row.key: row for row in debrief.decisions}
    english = Translator("en")
    opened = english.render(told_as["agreement:australia"].sentence)
    assert re.fullmatch(
        r"Your agreement with Australia: .+ alone, .+ together with your share in .+, which it .+",
        opened,
    )
    chinese = Translator("zh-Hans").render(told_as["agreement:australia"].sentence)
    assert "促成" in chinese and chinese.endswith("。")
    assert english.render(told_as["site:weld"].sentence).startswith("Your share in ")
    assert told_as["summit:china"].why is None or told_as["summit:china"].without != 0.0


def test_what_happened_has_every_quarter_and_the_orders_of_the_plan(debrief: Debrief) -> None:
    assert [row.quarter for row in debrief.happened] == list(range(1, debrief.quarters + 1))
    assert len(debrief.happened[0].orders) == 3 and not debrief.happened[-1].orders
    assert len(debrief.dates) == len(debrief.tracks[0].values)
    assert debrief.year_begins(1) == 2010 and debrief.year_begins(2) is None


def test_forks_part_where_their_order_was_given(debrief: Debrief) -> None:
    assert debrief.forks
    for fork in debrief.forks:
        assert fork.parted == fork.turn.quarter
        at = fork.turn.quarter
        account = fork.tracks[-1]
        assert account.id == "account" and account.values[:at] == account.other[:at]


def test_plain_data_has_the_keys_that_are_promised(found: Findings) -> None:
    plain = to_plain(found)
    assert {"attribution", "turning_points", "score", "account", "decisions", "other_filing"} <= set(plain)
    assert {"mean", "spread", "over_seeds", "over_ensemble"} <= set(plain["attribution"]["market"])
    assert {"mean", "low", "high"} <= set(plain["attribution"]["market"]["over_seeds"])
    first = plain["decisions"][0]
    assert Text.from_plain(first["text"]).id.startswith("debrief.worth.")


def test_the_terminal_tells_levers_and_decisions(debrief: Debrief) -> None:
    said = debrief_text(debrief, Translator("en"))
    assert "The market by itself" in said and "Why: " in said and "Your agreement with Australia" in said


def test_a_game_without_orders_has_a_page_too() -> None:
    match = Match(load_level(SHORT), ("china",), 5)
    while not match.finished:
        match.end_quarter()
    empty = told(find(match))
    assert empty.decisions == () and empty.turns == () and empty.forks == ()
    for language in LANGUAGES:
        Page(render_handout(empty, language))


# ------------------------------------------------------------------------------------- on the disk


def test_a_page_replaces_a_page_and_nothing_else(tmp_path: Path, debrief: Debrief) -> None:
    page, essay = tmp_path / "page.html", tmp_path / "essay.html"
    for language in LANGUAGES:
        write_handout(page, render_handout(debrief, language))
    assert '<html lang="zh-Hans">' in page.read_text(encoding="utf-8")
    essay.write_text("<p>My essay</p>", encoding="utf-8")
    for taken in (essay, tmp_path):
        with pytest.raises(HandoutError) as caught:
            write_handout(taken, "x")
        assert caught.value.text.id == "debrief.page.taken"
    assert essay.read_text(encoding="utf-8") == "<p>My essay</p>"
    with pytest.raises(HandoutError) as caught:
        check_handout(tmp_path / "nowhere" / "page.html")
    assert caught.value.text.id == "debrief.page.folder"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["essay.html", "page.html"]
