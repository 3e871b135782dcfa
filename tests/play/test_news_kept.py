"""What is told before and after: a cabinet that totters and falls, and what came of rumours."""

from __future__ import annotations

import pytest

from game.content.packs import LoadedLevel, load_level
from game.i18n import Translator
from game.play.match import Match
from game.play.tray import needs_decision
from game.play.view import View
from game.rules.compile import build_rulebook
from game.rules.rulebook import Rulebook
from game.rules.state import NEVER

JAPAN = 0


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    return load_level("quota")


@pytest.fixture(scope="module")
def rulebook(loaded: LoadedLevel) -> Rulebook:
    return build_rulebook(loaded)


def unloved(match: Match) -> None:
    """The public turns away: no order does so as fast, and the rules see the state alone."""
    match.state = match.state.copy()
    match.state.confidence[JAPAN] = 18.0
    match.kept.clear()


def headlines(view: View) -> set[str]:
    assert view.front_page is not None
    return {news.id for news in view.front_page.headlines}


def test_a_cabinet_is_warned_falls_and_comes_back(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = Match(loaded, ("japan",), 7, rulebook=rulebook)
    assert match.view().cabinet is None
    said = []
    for quarter in range(1, 6):
        if quarter <= 2:
            unloved(match)
        before = float(match.state.influence[JAPAN, 0])
        match.end_quarter()
        view = match.view()
        said.append(view.cabinet.id if view.cabinet is not None else "")
        if quarter == 1:
            assert view.no_cabinet == 0 and needs_decision(match, "japan")
            assert "25" in Translator("en").render(view.cabinet or view.question)
        if quarter == 2:
            assert view.no_cabinet == 2 and "fall" in headlines(view)
            assert float(match.state.influence[JAPAN, 0]) < 0.65 * before
            assert all(o.refusal_code == "no_cabinet" for row in view.levers[0].orders for o in row.options)
            assert "2011\N{NO-BREAK SPACE}Q1" in Translator("en").render(view.cabinet or view.question)
        if quarter == 4:
            assert "new_cabinet" in headlines(view)
            assert view.gauge("confidence").value == pytest.approx(45.0)
            assert needs_decision(match, "japan"), "a run stops: orders can be given again"
    assert said == ["play.cabinet.totters", "play.cabinet.fallen", "play.cabinet.fallen", "", ""]


def test_a_run_passes_over_the_quarters_without_a_cabinet(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = Match(loaded, ("japan",), 7, rulebook=rulebook)
    for _ in range(2):
        unloved(match)
        match.end_quarter()
    assert match.run_until_needed() == 2
    assert match.view().no_cabinet == 0


@pytest.mark.parametrize("seed", [7, 11])
def test_every_rumour_is_decided_once_as_it_came(loaded: LoadedLevel, rulebook: Rulebook, seed: int) -> None:
    match = Match(loaded, ("japan",), seed, rulebook=rulebook)
    told: dict[str, str] = {}
    heard: set[str] = set()
    while not match.finished:
        heard |= {paper.about for paper in match.view().tray if paper.kind == "rumour"}
        match.end_quarter()
        view = match.view()
        assert view.front_page is not None
        for news in view.front_page.rumours:
            event = news.id.removeprefix("rumour:")
            assert event not in told and event in heard
            told[event] = str(news.title.id)
            fired = int(match.state.event_fired[rulebook.event(event), 0])
            assert news.title.id == f"play.news.rumour.{'true' if fired < NEVER else 'false'}"
        for news in view.front_page.rumours:
            true = sum(title.endswith("true") for title in told.values())
            assert news.text is not None and news.text.args == {"true": true, "of": len(told)}
    open_ones = {paper.about for paper in match.view().tray if paper.kind == "rumour"}
    assert heard <= open_ones | set(told), "nobody is left wondering"
    assert {"play.news.rumour.true", "play.news.rumour.false"} <= set(told.values())


def test_a_quota_that_an_event_brought_stands_on_the_sheet(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    """No order of this quarter's government, and yet the arcs are red: the sheet names it too."""
    match = Match(loaded, ("japan",), 7, rulebook=rulebook)
    assert not match.view().sheet("china").measures
    while match.state.event_fired[rulebook.event("quota_cut"), 0] == NEVER:
        match.end_quarter()
    view = match.view()
    said = [measure.id for measure in view.sheet("china").measures]
    assert "play.measure.quota" in said
    assert not view.sheet("australia").measures
