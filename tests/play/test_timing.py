"""Arrows on the timeline land in the quarter in which the thing really takes effect."""

from __future__ import annotations

import pytest

from game.content.packs import LoadedLevel
from game.play.match import Match
from game.rules.rulebook import Rulebook, Status


def landing(match: Match, slot: str) -> int:
    match.draft(slot, match.rulebook.slots[match.rulebook.slot_index[slot]].options[0])
    (draft,) = (draft for draft in match.view().drafts if draft.slot == slot)
    assert draft.refusal is None and draft.lands is not None
    return draft.lands


@pytest.mark.parametrize("template", ["light_separation", "magnet_plant"])
def test_a_plant_opens_in_the_quarter_in_which_its_arrow_lands(
    template: str, loaded: LoadedLevel, rulebook: Rulebook
) -> None:
    match = Match(loaded, ("japan",), 5, rulebook=rulebook)
    slot = f"build:{template}:japan"
    lands = landing(match, slot)
    index = int(rulebook.project_of_slot[0, rulebook.slot_index[slot]])
    match.state.money[:] += 5000.0  # so that the site never rests
    while match.state.project_status[index, 0] != Status.RAMP and not match.finished:
        ready = match.state.project_status[index, 0] == Status.COMMISSION_GATE
        arrow = [a for a in match.view().timeline.landings if a.id in (f"draft:{slot}", f"project:{index}")]
        assert [a.quarter for a in arrow] == [lands]
        match.end_quarter()
        if ready:
            break
    assert match.past[-1].quarter == lands, "the quarter in which it started up"


def test_an_agreement_holds_in_the_quarter_in_which_its_arrow_lands(match: Match) -> None:
    lands = landing(match, "agreement:australia")
    australia = match.rulebook.seat("australia")
    while match.state.agreement[0, australia, 0] == 0 and match.quarter < 8:
        match.end_quarter()
    assert match.quarter == lands


def test_training_is_done_in_the_quarter_in_which_its_arrow_lands(match: Match) -> None:
    lands = landing(match, "engineers")
    while match.state.programme_level[2, 0, 0] == 0 and match.quarter < 12:
        match.end_quarter()
    assert match.quarter == lands


def test_speeds_follow_the_wait(match: Match) -> None:
    match.draft("stock", "half")
    match.draft("thrift", "start")
    match.draft("build:magnet_plant:japan", "go")
    assert {d.slot.split(":")[0]: d.speed for d in match.view().drafts} == {
        "stock": "fast",
        "thrift": "slow",
        "build": "slow",
    }
    assert next(d for d in match.view().drafts if d.slot == "stock").fades


def test_a_gate_s_arrow_lands_where_the_plant_opens(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    """At every gate of a home plant, and by fast-track sooner, unless there is nothing left to hasten."""
    match = Match(loaded, ("japan",), 5, rulebook=rulebook)
    match.draft("build:magnet_plant:japan", "go")
    index = int(rulebook.project_of_slot[0, rulebook.slot_index["build:magnet_plant:japan"]])
    seen: dict[int, dict[str, int]] = {}
    for _ in range(16):
        match.state.money[:] += 500.0
        papers = [paper for paper in match.view().tray if paper.kind == "gate"]
        for paper in papers:
            status = int(match.state.project_status[index, 0])
            seen[status] = {o.option: o.lands for o in paper.options if o.lands is not None}
        match.end_quarter()
        if match.state.project_status[index, 0] == Status.RAMP:
            break
    opened = match.past[-1].quarter
    assert set(seen) == {Status.FINANCE_GATE, Status.BUILD_GATE, Status.COMMISSION_GATE}
    assert {lands["go"] for lands in seen.values()} == {opened}
    assert seen[Status.FINANCE_GATE]["fast"] == seen[Status.BUILD_GATE]["fast"] == opened - 2
    assert "fast" not in seen[Status.COMMISSION_GATE]
