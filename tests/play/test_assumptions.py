"""Assumptions as mutators of a game: kept in its save, verified by replay, marked, and without points."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.catalogues import LANGUAGES
from game.content.packs import LoadedLevel
from game.i18n import Translator
from game.play.assumptions import from_words, range_in_words
from game.play.headless import from_policy, play_to_end
from game.play.match import Match
from game.play.record import SaveError, list_saves, read_record
from game.play.replay import replay_file
from game.rules.assumptions import ASSUMPTIONS, AssumptionError, evidence

CHANGED = {"loyalty": 1.0, "construction": 7.0}


def test_a_challenged_game_is_saved_and_replayed(loaded: LoadedLevel, played: Match, tmp_path: Path) -> None:
    match = Match(loaded, ("japan",), played.seed, assumptions=CHANGED)
    for _ in range(4):
        match.draft("agreement:china", "propose") if match.quarter == 1 else None
        match.end_quarter()
    path = tmp_path / "changed.json"
    match.save(path)
    again = Match.load(path)
    assert again.differs is None and again.digest == match.digest
    assert again.rulebook.assumptions == CHANGED == read_record(path).assumptions
    assert again.restart().rulebook.assumptions == CHANGED
    assert again.digest != played.past[3].digest
    report = replay_file(path)
    assert report.identical and report.to_plain()["assumptions"] == CHANGED
    assert list_saves(tmp_path)[0].assumptions == CHANGED


def test_an_ordinary_save_says_nothing_of_assumptions(played: Match, tmp_path: Path) -> None:
    path = tmp_path / "usual.json"
    played.save(path)
    assert "assumptions" not in json.loads(path.read_text(encoding="utf-8"))["header"]
    assert read_record(path).assumptions == {} == replay_file(path).assumptions


def test_assumptions_that_are_none_are_a_broken_save(played: Match, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    for odd in ({"luck": 1.0}, {"loyalty": 7}, ["loyalty"], 3):
        played.save(path)
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace('"practice":false', f'"practice":false,"assumptions":{json.dumps(odd)}'),
            encoding="utf-8",
        )
        with pytest.raises(SaveError):
            Match.load(path)
        assert list_saves(tmp_path)[0].problem is not None


def test_it_is_marked_and_has_no_points(loaded: LoadedLevel) -> None:
    assumptions = from_words(["loyalty=1", "learning=0"])
    from game.rules.compile import build_rulebook

    book = build_rulebook(loaded, assumptions=assumptions)
    result = play_to_end(loaded, "japan", 3, from_policy(book, "diplomat"), rulebook=book)
    view = result.match.view()
    assert result.end.score is None and result.end.seal == "" and result.end.rank is None
    assert result.end.score_note is not None and result.end.score_note.id == "assumptions.no_points"
    assert len(view.assumptions) == 2
    for language in LANGUAGES:
        translator = Translator(language)
        assert result.to_plain(translator)["assumptions"] == {"loyalty": 1.0, "learning": 0.0}
        said = [translator.render(text) for text in view.assumptions]
        said += [translator.render(range_in_words(a.id, evidence(loaded, a.id))) for a in ASSUMPTIONS]
        assert all(said) and not translator.missing


@pytest.mark.parametrize("word", ["loyalty", "loyalty=", "loyalty=much", "=1", "loyal=1", "loyalty=1e9"])
def test_words_that_are_no_assumption(word: str) -> None:
    with pytest.raises(AssumptionError) as refused:
        from_words([word])
    translator = Translator("en")
    assert translator.render(refused.value.text) and not translator.missing
