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
