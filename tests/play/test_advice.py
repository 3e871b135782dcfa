"""The advisers in the view: a sheet in the in-tray, three cards with odds, words in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content.packs import LoadedLevel
from game.i18n import Text, Translator
from game.insight.advisers import ADVISERS, GAUGES
from game.play.counsel import consult, council_of, keep, next_task, record_of
from game.play.match import Match
from game.play.view import Dossier, View
from game.rules.rulebook import Rulebook
from game.rules.state import ACCOUNT_LINES

OFFICES = tuple(adviser.id for adviser in ADVISERS)


def sheet(view: View) -> Dossier:
    return next(paper for paper in view.tray if paper.id == "advice")


@pytest.fixture(scope="module")
def advised(loaded: LoadedLevel, rulebook: Rulebook) -> Match:
    """A game of Japan in its fifth quarter that has been advised, with a record of one quarter."""
    match = Match(loaded, ("japan",), 7, rulebook=rulebook)
    for _ in range(4):
        match.end_quarter()
    consult(match)
    return match


def test_until_the_advice_is_there_the_cards_wait(match: Match) -> None:
    view = match.view()
    assert not view.advisers.ready and council_of(match, "japan") is None
    assert [card.id for card in view.advisers.cards] == list(OFFICES)
    assert all(card.proposals == () for card in view.advisers.cards)
    paper = sheet(view)
    assert paper.options == () and len(paper.facts) == 1
    assert paper.title == view.advisers.verdict == Text("play.advice.thinking")


def test_cards_have_names_odds_and_what_can_be_drafted(advised: Match) -> None:
    view = advised.view()
    people = advised.loaded.level.seats["japan"].advisers
    assert people is not None
    for card in view.advisers.cards:
        assert card.name.id == {
            "en": getattr(people, card.id).en,
            "zh-Hans": getattr(people, card.id).zh_hans,
        }
        assert 2 <= len(card.proposals) <= 3
        for proposal in card.proposals:
            assert (proposal.option is None) == (proposal.orders == ())
            if proposal.option is not None:
                assert proposal.option.refusal is None
    paper = sheet(view)
    firsts = {card.proposals[0].orders for card in view.advisers.cards}
    assert len(paper.facts) == len(firsts)
    assert {((o.slot, o.option),) for o in paper.options} == firsts - {()}


def test_what_an_adviser_proposes_can_be_drafted_and_is_carried_out(advised: Match) -> None:
    proposal = next(p for c in advised.view().advisers.cards for p in c.proposals if p.option is not None)
    ((slot, option),) = proposal.orders
    advised.draft(slot, option)
    view = advised.view()
    again = next(p for c in view.advisers.cards for p in c.proposals if p.orders == proposal.orders)
    assert again.option is not None and again.option.drafted
    assert view.drafts[0].refusal is None
    advised.clear()


def test_the_record_counts_old_advice_alone(advised: Match) -> None:
    record = record_of(advised, "japan")
    assert record is not None and {one.quarter for one in record.judged} <= {0}
    for card in advised.view().advisers.cards:
        assert (card.right, card.judged) == record.of(card.id)
        none = Text("play.advice.record.none")
        assert (card.record == none) == (card.judged == 0)


def test_tasks_touch_nothing_and_end(loaded: LoadedLevel, rulebook: Rulebook, advised: Match) -> None:
    """A game read anew works out the same advice, the present first, then the past, then the record."""
    again = Match.from_record(advised.to_record())
    before = again.state.digest(0)
    kinds = []
    while (task := next_task(again, "japan")) is not None:
        answer = task()
        assert answer[0] not in again.counsel
        keep(again, answer)
        kinds.append(answer[0][0])
    assert kinds == ["council", "council", "record"] and again.state.digest(0) == before
    assert council_of(again, "japan") == council_of(advised, "japan")
    assert record_of(again, "japan") == record_of(advised, "japan")


def test_a_rewind_finds_its_advice_again(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = Match(loaded, ("japan",), 7, rulebook=rulebook)
    first = consult(match)
    match.draft("stock", "month")
    match.end_quarter()
    assert council_of(match, "japan") is None
    match.rewind(1)
    assert council_of(match, "japan") == first


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_word_of_the_advice_is_there(advised: Match, language: str) -> None:
    translator = Translator(language)
    council = advised.view().advisers
    for text in (council.verdict, council.method):
        assert translator.render(text)
    for card in council.cards:
        translator.render(card.eyes)
        for proposal in card.proposals:
            for text in (proposal.title, proposal.odds, proposal.spread, proposal.later, *proposal.reasons):
                assert text is None or translator.render(text)
    for name in (*ACCOUNT_LINES, *GAUGES):
        for way in ("up", "down"):
            assert translator.tr(f"play.advice.reason.{name}.{way}", amount=1.0)
    for later in ("hold", "sell"):
        assert translator.tr(f"play.advice.later.{later}", n=4)
    assert not translator.missing


def test_a_level_that_names_nobody_has_offices(loaded: LoadedLevel) -> None:
    seats = dict(loaded.level.seats)
    seats["japan"] = seats["japan"].model_copy(update={"advisers": None})
    nameless = replace(loaded, level=loaded.level.model_copy(update={"seats": seats}))
    view = Match(nameless, ("japan",), 7).view()
    assert [card.name for card in view.advisers.cards] == [Text(f"play.adviser.{o}") for o in OFFICES]
