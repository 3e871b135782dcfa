"""What an author declares takes effect: projects without money of their own, joint cases, spills, delays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from game.content.packs import load_level
from game.paths import levels_dir
from game.rules import events
from game.rules.compile import build_rulebook
from game.rules.ledger import Cause, Entry, Ledger
from game.rules.orders import OrderArray, empty_orders
from game.rules.resolve import resolve
from game.rules.rulebook import Rulebook, Status
from game.rules.start import seed_array, start
from game.rules.state import State

SPILL = "          - {kind: spill}\n"


def changed(folder: Path, old: str, new: str) -> Rulebook:
    """The shipped level with one passage of its text replaced."""
    text = (levels_dir() / "core" / "levels" / "quota.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = folder / "quota.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return build_rulebook(load_level(file))


def ordered(rulebook: Rulebook, worlds: int, *orders: tuple[str, str, str]) -> OrderArray:
    """Orders (seat, slot, option) in every world."""
    array = empty_orders(rulebook, worlds)
    for seat, slot, option in orders:
        index = rulebook.slot_index[slot]
        array[rulebook.seat(seat), index] = rulebook.slots[index].options.index(option) + 1
    return array


def quarters(rulebook: Rulebook, state: State, count: int) -> State:
    for _ in range(count):
        state = resolve(rulebook, state, empty_orders(rulebook, state.size)).state
    return state


def booked(ledger: Ledger, measure: str, seat: int, kind: str) -> list[Entry]:
    return [e for e in ledger.entries if (e.measure, e.seat, e.cause.kind) == (measure, seat, kind)]


def test_a_site_without_money_of_its_own_rests_until_a_government_backs_it(tmp_path: Path) -> None:
    rulebook = changed(tmp_path, "    self_funded: {slip_odds: 0.5, slip_quarters: 6}\n", "")
    weld = [p.id for p in rulebook.projects].index("mount_weld_kuantan")
    state = quarters(rulebook, start(rulebook, seed_array(1, 2)), 3)
    assert (state.project_status[weld] == Status.BUILD).all() and (state.project_clock[weld] == 8).all()
    backed = resolve(rulebook, state, ordered(rulebook, 2, ("japan", "offtake:mount_weld_kuantan", "45")))
    assert (backed.state.project_clock[weld] == 7).all()
    assert (quarters(rulebook, backed.state, 7).project_status[weld] == Status.RAMP).all()


def test_an_unfunded_site_slips_in_half_of_the_worlds_and_a_funded_one_never(rulebook: Rulebook) -> None:
    """gameplay.md: Mount Weld, unfunded, half the time slips six quarters."""
    weld = [p.id for p in rulebook.projects].index("mount_weld_kuantan")
    state = quarters(rulebook, start(rulebook, np.arange(400, dtype=np.uint64)), 3)
    assert set(np.unique(state.project_clock[weld])) == {5, 11}
    assert 0.43 < (state.project_clock[weld] == 11).mean() < 0.57
    first = resolve(
        rulebook,
        start(rulebook, np.arange(400, dtype=np.uint64)),
        ordered(rulebook, 400, ("japan", "offtake:mount_weld_kuantan", "45")),
    ).state
    assert (quarters(rulebook, first, 2).project_clock[weld] == 5).all()


@pytest.mark.parametrize(("filing", "cost"), [(("japan",), 3.0), (("japan", "usa"), 2.0)])
def test_a_case_filed_together_costs_each_less_influence(
    rulebook: Rulebook, filing: tuple[str, ...], cost: float
) -> None:
    ledger = Ledger()
    orders = ordered(rulebook, 2, *((seat, "wto:china", "go") for seat in filing))
    turn = resolve(rulebook, start(rulebook, seed_array(1, 2)), orders, ledger=ledger)
    china = rulebook.seat("china")
    for seat in map(rulebook.seat, filing):
        spent = [e.amount for e in booked(ledger, "influence", seat, "order")]
        back = [e.amount for e in booked(ledger, "influence", seat, "joint_case")]
        np.testing.assert_allclose(sum(spent) + sum(back), -cost)
        trust = [e.amount for e in booked(ledger, "trust", seat, "wto") if e.other == china]
        np.testing.assert_allclose(sum(trust), -10.0)
    assert (turn.state.wto_clock[china] > 0).all()


def test_a_spill_costs_the_confidence_that_the_level_sets(rulebook: Rulebook) -> None:
    state, ledger = start(rulebook, seed_array(1, 2)), Ledger()
    residents, japan = rulebook.event("residents"), rulebook.seat("japan")
    option = [c.id for c in rulebook.events[residents].choices].index("go_on") + 1
    mask = np.array([True, False])
    events.enact(rulebook, state, residents, option, japan, mask, 0, ledger)
    (entry,) = ledger.entries
    assert entry.cause == Cause("spill", "residents.go_on")
    assert entry.amount.tolist() == [rulebook.level.orders.confidence.spill, 0.0]


def test_what_happens_once_can_be_put_off(tmp_path: Path) -> None:
    rulebook = changed(tmp_path, SPILL, SPILL.replace("spill", "spill, delay: 3"))
    state = start(rulebook, seed_array(1, 2))
    residents, japan = rulebook.event("residents"), rulebook.seat("japan")
    option = [c.id for c in rulebook.events[residents].choices].index("go_on") + 1
    events.enact(rulebook, state, residents, option, japan, np.ones(2, dtype=bool), 0, Ledger())
    for quarter in range(5):
        ledger = Ledger()
        state = resolve(rulebook, state, empty_orders(rulebook, 2), ledger=ledger).state
        assert bool(booked(ledger, "confidence", japan, "spill")) == (quarter == 2), quarter
