"""Sheets of the world: trust is mutual, what is saved follows the economy, research is one's own."""

from __future__ import annotations

import pytest

from game.content.packs import load_level
from game.play.match import Match
from game.play.sheets import alliances, technology

LEVEL = load_level("quota")


@pytest.fixture(scope="module")
def played() -> Match:
    match = Match(LEVEL, ("japan",), 7)
    match.draft("thrift", "start", "japan")
    match.draft("agreement:australia", "propose", "japan")
    for _ in range(12):
        match.end_quarter()
    return match


def test_relations_cover_every_pair_and_trust_is_mutual(played: Match) -> None:
    table = {(r.seat, r.other): r for r in alliances(played)}
    seats = played.rulebook.seats
    assert len(table) == len(seats) * (len(seats) - 1)
    for (seat, other), relation in table.items():
        assert relation.trust == table[other, seat].trust
        before = float(played.past[-1].before.trust[seats.index(seat), seats.index(other), 0])
        assert relation.change == pytest.approx(relation.trust - before)
    assert table["japan", "australia"].agreement == "held"


def test_research_is_that_of_the_seat_and_saving_that_of_the_nation(played: Match) -> None:
    mine, theirs = technology(played, "japan"), technology(played, "usa")
    thrift = next(p for p in mine.programmes if p.id == "thrift")
    assert thrift.running and thrift.quarters >= 8 and 0 < thrift.share < 1
    assert mine.programmes != theirs.programmes
    assert mine.savings == theirs.savings
    by_nation = {saving.nation: saving for saving in mine.savings}
    assert by_nation["japan"].heavy_ratio < by_nation["korea"].heavy_ratio < 1.0, "research, and what spills"
    assert all(0 <= share < 1 for saving in mine.savings for _, share in saving.saved)


def test_before_the_first_quarter_there_is_nothing_to_tell() -> None:
    match = Match(LEVEL, ("japan",), 7)
    assert technology(match, "japan").savings == ()
    assert all(relation.change is None for relation in alliances(match))
