"""Where a player stands in a guide: steps follow what is done, parts open in their turn, rules stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content.packs import LoadedLevel, load_level
from game.i18n import Translator
from game.play.guide import opening_pages
from game.play.match import Match
from game.play.view import Bubble, View


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    return load_level("first_five_minutes")


@pytest.fixture
def match(loaded: LoadedLevel) -> Match:
    return Match(loaded, ("japan",), 5)


def bubble(match: Match) -> Bubble:
    view = match.view()
    assert view.guide is not None and view.guide.bubble is not None
    return view.guide.bubble


def follow(match: Match, view: View, guess: str = "up") -> str:
    """Do what the step asks for; returns its id."""
    step = bubble(match)
    assert match.guide is not None
    if step.action == "next":
        match.guide.go_on(match)
    elif step.action == "predict":
        match.guide.guess(match, guess)
    elif step.action == "answer":
        paper = next(paper for paper in view.tray if paper.id == step.look_at)
        match.draft(paper.options[0].slot, paper.options[0].option)
    else:
        match.end_quarter()
    return step.step


def test_a_player_who_follows_sees_every_step_once(match: Match) -> None:
    seen = []
    while match.view().guide.bubble is not None:  # type: ignore[union-attr]
        seen.append(follow(match, match.view()))
    assert match.guide is not None
    assert seen == [step.id for step in match.guide.spec.steps]
    assert match.quarter == 5
    view = match.view()
    assert view.guide is not None and not view.guide.hidden and not view.guide.running


def test_parts_open_in_their_turn(match: Match) -> None:
    shown: dict[int, set[str]] = {}
    papers: dict[int, list[str]] = {}
    while (view := match.view()).guide.bubble is not None:  # type: ignore[union-attr]
        assert view.guide is not None
        shown.setdefault(match.quarter, set()).update({"levers", "timeline", "papers"} - view.guide.hidden)
        papers[match.quarter] = [paper.id for paper in view.tray]
        follow(match, view)
    assert [shown[q] for q in (1, 2, 3)] == [set(), set(), set()]
    assert shown[4] == {"levers", "timeline", "papers"}
    assert papers[1] == ["event:first_choice"], "one choice in the first quarter"
    assert papers[2] == ["event:weld_letter", "rumour:quota_cut"]
    assert 4 <= len(papers[4]) <= 6, "the first free in-tray"
    kinds = {order.kind for lever in match.view().levers for order in lever.orders}
    assert kinds <= {
        "stock",
        "ration",
        "offtake",
        "join",
        "build",
        "agreement",
        "thrift",
        "engineers",
        "gate",
    }


@pytest.mark.parametrize("guess", ["up", "same", "down"])
def test_a_prediction_is_held_against_what_came(match: Match, guess: str) -> None:
    while match.quarter < 3:
        follow(match, match.view(), guess)
    step = bubble(match)
    before, after = (
        float(played.after.economy.price[2, int(match.rulebook.nation_of[0]), 0]) for played in match.past
    )
    came = "same" if abs(after / before - 1) <= 0.03 else "up" if after > before else "down"
    assert step.outcome is not None
    assert step.outcome.id == ("guide.outcome.right" if guess == came else "guide.outcome.wrong")
    assert "%" in Translator("en").render(step.outcome)


def test_the_cut_is_seen_in_the_figures(match: Match) -> None:
    """After the third quarter arcs stand under a quota, a lamp dims, the bubble quotes the model's days."""
    while match.quarter < 4:
        follow(match, match.view())
    view = match.view()
    assert sum(arc.quota for arc in view.map.arcs) > 5
    assert min(factory.lamp for factory in view.factories) < 0.85
    follow(match, view)
    days = round(match.view().gauge("cover").value)
    title = bubble(match).title
    assert title is not None and Translator("en").render(title) == f"{days} days"


def test_the_rules_are_the_same_with_and_without(loaded: LoadedLevel) -> None:
    guided, alone = (Match(loaded, ("japan",), 5) for _ in range(2))
    assert alone.guide is not None
    alone.guide.skip()
    for match in (guided, alone):
        match.draft("answer:first_choice", "stock")
        match.draft("process", "start")  # an order that the guide's desk does not show is as legal as ever
        match.end_quarter()
        match.end_quarter()
    assert guided.digest == alone.digest


def test_it_goes_on_after_a_load(match: Match, tmp_path: Path) -> None:
    while match.quarter < 3:
        follow(match, match.view())
    match.save(tmp_path / "game.json")
    again = Match.load(tmp_path / "game.json")
    assert bubble(again).step == "outcome"
    assert bubble(again).outcome == bubble(match).outcome is not None
    assert opening_pages(again) == () and len(opening_pages(Match(match.loaded, ("japan",), 5))) == 2


def test_without_the_guided_seat_there_is_no_guide(loaded: LoadedLevel) -> None:
    assert Match(loaded, ("usa",), 5).guide is None
    assert Match(loaded, ("japan", "usa"), 5).guide is None


def test_skipping_opens_everything(match: Match) -> None:
    assert match.guide is not None
    match.guide.skip()
    view = match.view()
    assert view.guide is not None and view.guide.bubble is None and not view.guide.hidden
    assert len(view.tray) >= 4


def to_the_prediction(match: Match) -> None:
    while bubble(match).action != "predict":
        follow(match, match.view())


def test_a_prediction_outlasts_a_save(match: Match, tmp_path: Path) -> None:
    """Made, saved at once, and held against what came after the load as in the same sitting."""
    to_the_prediction(match)
    follow(match, match.view(), "down")
    match.save(tmp_path / "game.json")
    again = Match.load(tmp_path / "game.json")
    assert again.guide is not None and match.guide is not None
    assert again.guide.guesses == match.guide.guesses
    told = []
    for game in (match, again):
        while game.view().guide.bubble.outcome is None:  # type: ignore[union-attr]
            follow(game, game.view())
        told.append(bubble(game).outcome)
    assert told[0] == told[1]


def test_a_guide_that_was_left_stays_away_after_a_load(match: Match, tmp_path: Path) -> None:
    assert match.guide is not None
    match.guide.skip()
    match.save(tmp_path / "game.json")
    again = Match.load(tmp_path / "game.json").guide
    assert again is not None and again.skipped


@pytest.mark.parametrize(
    "kept", [{"guesses": {"price": ["up", 20.0]}}, {"guesses": {"predict": ["sideways", 20.0]}}]
)
def test_what_no_guide_keeps_is_refused(match: Match, kept: dict[str, object]) -> None:
    assert match.guide is not None
    with pytest.raises(ValueError):
        match.guide.take_up(kept)
