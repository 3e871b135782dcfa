"""Difficulties change rivals and information, never the economy; a challenge code names a whole game."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.content.difficulty import DIFFICULTIES
from game.content.packs import LoadedLevel
from game.play.challenge import Challenge, ChallengeError, challenge_code, read_code
from game.play.fingerprint import values_digest
from game.play.match import Match
from game.play.record import read_header
from game.rivals.archetype import Archetype
from game.rules.rulebook import Rulebook

SEED = 7


def match_at(loaded: LoadedLevel, rulebook: Rulebook, difficulty: str) -> Match:
    return Match(loaded, ("japan",), SEED, rulebook=rulebook, difficulty=difficulty)


def test_the_economy_is_the_same(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    """Same parameters, script, start and luck; with people on every chair the same quarters to the bit."""
    games = [
        Match(loaded, tuple(loaded.level.seats), SEED, rulebook=rulebook, difficulty=name)
        for name in DIFFICULTIES
    ]
    assert len({values_digest(game.rulebook.parameters) for game in games}) == 1
    assert len({game.first.digest(0) for game in games}) == 1
    for game in games:
        game.draft("stock", "month", "japan")
        game.draft("quota", "-20", "china")
        for _ in range(4):
            game.end_quarter()
    assert len({game.digest for game in games}) == 1


def test_rivals_are_those_that_the_level_names(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    for name in DIFFICULTIES:
        machines = match_at(loaded, rulebook, name).machines
        wanted = loaded.level.rivals_at(name)
        for seat, decider in machines.items():
            assert isinstance(decider, Archetype)
            assert decider.rival.id == wanted[rulebook.seats[seat]]
    seats = loaded.level.seats
    assert loaded.level.rivals_at("minister") == {name: seat.rival for name, seat in seats.items()}
    assert set(loaded.level.rivals_at("apprentice").values()) == {"nothing"}, "history's defaults"


def test_sharper_rivals_do_more(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    acts = {}
    for name in DIFFICULTIES:
        match = match_at(loaded, rulebook, name)
        for _ in range(4):
            match.end_quarter()
        acts[name] = sum(int((played.turn.accepted[1:, :, 0] > 0).sum()) for played in match.past)
    assert acts["apprentice"] == 0 < acts["minister"] < acts["veteran"]


def test_what_one_gets_to_know(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    rumours, minds, reasons, ideas = {}, {}, {}, {}
    for name in DIFFICULTIES:
        match = match_at(loaded, rulebook, name)
        match.end_quarter()
        views = [match.view()]
        for _ in range(3):
            match.end_quarter()
            views.append(match.view())
        papers = [paper for view in views for paper in view.tray]
        rumours[name] = {paper.body.id for paper in papers if paper.kind == "rumour"}
        ideas[name] = any(paper.kind == "idea" for paper in papers)
        minds[name] = any(sheet.mind for sheet in views[-1].seats)
        reasons[name] = any(act.reason for sheet in views[-1].seats for act in sheet.acts)
        assert views[-1].difficulty == name
    assert rumours["minister"] == {"play.tray.rumour"} and rumours["veteran"] == {"play.tray.rumour.bare"}
    assert rumours["apprentice"] and rumours["apprentice"] <= {
        "play.tray.rumour.true",
        "play.tray.rumour.false",
    }
    assert minds["minister"] and not minds["veteran"]
    assert reasons["minister"] and not reasons["veteran"]
    assert not ideas["veteran"]
    assert {DIFFICULTIES[name].forecast_quarters for name in ("apprentice", "minister")} == {8}
    assert DIFFICULTIES["veteran"].forecast_quarters == 4


def test_it_is_kept_in_the_record(loaded: LoadedLevel, rulebook: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    match = match_at(loaded, rulebook, "veteran")
    match.end_quarter()
    match.save(file)
    assert read_header(file).difficulty == "veteran"
    again = Match.load(file)
    assert again.difficulty == "veteran" and again.digest == match.digest
    match.end_quarter()
    again.end_quarter()
    assert again.digest == match.digest, "the same rivals go on"
    assert again.restart().difficulty == "veteran"
    match_at(loaded, rulebook, "minister").save(file)
    assert "difficulty" not in file.read_text(encoding="utf-8").splitlines()[0], (
        "ordinary games do not say it"
    )


# --------------------------------------------------------------------------------------- challenges


@given(
    st.from_regex(r"[a-z0-9_]{1,20}", fullmatch=True),
    st.lists(st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True), min_size=1, max_size=4).map(tuple),
    st.integers(0, 10**15 - 1),
    st.sampled_from(sorted(DIFFICULTIES)),
)
def test_a_code_says_which_game(level: str, seats: tuple[str, ...], seed: int, difficulty: str) -> None:
    challenge = Challenge(level, seats, seed, difficulty)
    code = challenge_code(challenge)
    assert read_code(code) == read_code(f" {code.upper()} ") == challenge


@given(st.integers(0, 999_999), st.integers(0, 100), st.sampled_from("23456789"))
def test_a_slip_of_the_pen_starts_no_other_game(seed: int, where: int, letter: str) -> None:
    code = challenge_code(Challenge("quota", ("japan",), seed))
    place = where % len(code)
    changed = code[:place] + letter + code[place + 1 :]
    if changed == code:
        return
    try:
        found = read_code(changed)
    except ChallengeError:
        return
    assert found.seed != seed and challenge_code(found) == changed, "one in a thousand slips may pass"


@pytest.mark.parametrize(("text", "reason"), [("", "form"), ("quota", "form"), ("a.b.7.m.zz", "check")])
def test_what_is_no_code(text: str, reason: str) -> None:
    with pytest.raises(ChallengeError) as caught:
        read_code(text)
    assert caught.value.reason == reason
