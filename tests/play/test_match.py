"""A match: drafts, quarters, looking back, several people at one table."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content.packs import LoadedLevel
from game.play.match import Match
from game.rules.orders import OrderError
from game.rules.rulebook import Rulebook

from .conftest import SEED, busy


def test_drafts_can_be_undone_and_redone(match: Match) -> None:
    match.draft("thrift", "start")
    match.draft("stock", "half")
    match.draft("stock", "month")
    assert dict(match.drafts["japan"].orders) == {"thrift": "start", "stock": "month"}
    assert match.undo() and dict(match.drafts["japan"].orders)["stock"] == "half"
    assert match.undo() and match.undo() and not match.undo()
    assert not match.drafts["japan"].orders
    assert match.redo() and match.redo() and match.redo() and not match.redo()
    match.drop("thrift")
    match.clear()
    assert not match.drafts["japan"].orders
    assert match.undo() and list(match.drafts["japan"].orders) == ["stock"]


def test_a_new_draft_forgets_what_was_undone(match: Match) -> None:
    match.draft("thrift", "start")
    match.undo()
    match.draft("process", "start")
    assert not match.redo()


def test_an_unknown_order_is_named(match: Match) -> None:
    with pytest.raises(OrderError, match="unknown order 'thrfit'"):
        match.draft("thrfit", "start")
    with pytest.raises(OrderError, match="unknown option 'begin'"):
        match.draft("thrift", "begin")


def test_a_quarter_carries_out_the_drafts_and_clears_them(match: Match) -> None:
    match.draft("thrift", "start")
    played = match.end_quarter()
    slot = match.rulebook.slot_index["thrift"]
    assert played.turn.accepted[0, slot, 0] == 1
    assert match.state.programme_on[0, 0, 0] == 1
    assert match.quarter == 2 and not match.drafts["japan"].orders
    assert played.digest == match.state.digest(0) == match.state.digest(1)


def test_the_same_luck_gives_the_same_game_and_another_does_not(
    loaded: LoadedLevel, rulebook: Rulebook
) -> None:
    one, two = (busy(Match(loaded, ("japan",), SEED, rulebook=rulebook), 6) for _ in range(2))
    assert [p.digest for p in one.past] == [p.digest for p in two.past]
    again, other = one.restart(same_luck=True), one.restart(same_luck=False)
    assert again.seed == SEED and again.digest == one.first.digest(0) and not again.past
    assert other.seed != SEED and other.digest != again.digest
    assert other.restart(same_luck=False).seed not in (SEED, other.seed)


def test_a_rewind_marks_the_game_as_practice_and_brings_the_orders_back(
    loaded: LoadedLevel, rulebook: Rulebook
) -> None:
    match = busy(Match(loaded, ("japan",), SEED, rulebook=rulebook), 4)
    digests = [p.digest for p in match.past]
    match.rewind(3)
    assert match.practice and match.quarter == 3 and match.drafts["japan"].orders
    for _ in range(2):
        match.end_quarter()
        if match.quarter == 4:
            assert match.digest == digests[2], "the same orders lead to the same quarter"
    with pytest.raises(ValueError, match="has not been played"):
        match.rewind(9)


def test_several_people_govern_at_one_table(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = Match(loaded, ("japan", "china"), SEED, rulebook=rulebook)
    match.draft("thrift", "start", "japan")
    match.draft("quota", "-20", "china")
    assert not match.view("japan").sheet("china").acts
    match.end_quarter()
    sheet = match.view("japan").sheet("china")
    assert sheet.governed and [act.slot for act in sheet.acts] == ["quota"]
    assert match.view("china").seat == "china"
    with pytest.raises(KeyError):
        match.view("usa")


def test_running_on_stops_where_something_wants_a_decision(match: Match) -> None:
    count = match.run_until_needed()
    view = match.view()
    new_act = any(int(act.from_quarter) == match.quarter for act in match.rulebook.level.acts)
    assert count >= 1
    assert (
        match.finished
        or new_act
        or any(paper.must or paper.kind in ("plea", "rumour") for paper in view.tray)
    )
    assert Match.run_until_needed(match, most=0) == 0


def test_the_twin_is_the_game_in_which_the_seat_gave_no_orders(
    loaded: LoadedLevel, rulebook: Rulebook
) -> None:
    match = busy(Match(loaded, ("japan",), SEED, rulebook=rulebook), 5)
    idle = Match(loaded, ("japan",), SEED, rulebook=rulebook)
    for _ in range(5):
        idle.end_quarter()
    assert match.twin().digest(0) == idle.digest != match.digest


def test_the_twin_keeps_what_other_people_ordered(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    both, idle = (Match(loaded, ("japan", "china"), SEED, rulebook=rulebook) for _ in range(2))
    for _ in range(3):
        both.draft("stock", "half", "japan")
        for match in (both, idle):
            match.draft("quota", "-20", "china")
            match.end_quarter()
    assert both.twin("japan").digest(0) == idle.digest


def test_the_end_is_judged_once_and_nothing_can_be_played_after_it(
    loaded: LoadedLevel, rulebook: Rulebook
) -> None:
    match = Match(loaded, ("australia",), 3, rulebook=rulebook)
    with pytest.raises(ValueError, match="after the last quarter"):
        match.reckoning()
    while not match.finished:
        match.end_quarter()
    with pytest.raises(ValueError, match="have been played"):
        match.end_quarter()
    assert match.view().end is None
    assert match.reckoning() is match.reckoning()
    view = match.view()
    assert view.end is not None and abs(view.end.lead_musd) < 1e-6, "no orders: its own twin"
    assert len(view.reckoning) == match.rulebook.caretaker
    assert sum(bar.difference for bar in view.end.bars) == pytest.approx(view.end.lead_musd, abs=1e-6)


def test_a_match_needs_a_seat_that_exists(loaded: LoadedLevel, rulebook: Rulebook, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one seat"):
        Match(loaded, (), SEED, rulebook=rulebook)
    with pytest.raises(KeyError):
        Match(loaded, ("mars",), SEED, rulebook=rulebook)
