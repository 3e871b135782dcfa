"""Advisers look ahead on beliefs alone, propose what is allowed; their odds are what was rolled out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from game.content.order_params import ORDER_KINDS
from game.content.packs import load_level
from game.insight.adviser import FUTURES, Council, advise, advise_all, look_ahead
from game.insight.advisers import ADVISERS, GAUGES
from game.insight.hindsight import RIPE, hindsight
from game.insight.plans import WAIT, Plan, orders_of, plans
from game.insight.replays import Game, play
from game.insight.what_if import Change, what_if
from game.rivals.archetype import seat_rivals
from game.rules.accounts import close_account
from game.rules.compile import build_rulebook
from game.rules.legality import screen
from game.rules.orders import empty_orders
from game.rules.rollout import nothing, rollout
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array, start
from game.rules.state import State

from .test_forecast import PACK, SECRET

JAPAN, CHINA = 0, 1


@pytest.fixture(scope="module")
def present(game: Game) -> State:
    """Two quarters into the game."""
    return play(game, game.begin(2), {}, 2)


def advice(rulebook: Rulebook, state: State, seat: int = JAPAN, **options: Any) -> Council:
    return advise(rulebook, state, seat, seat_rivals(rulebook, (seat,)), **options)


def level_of(folder: Path, change: Callable[[dict[str, Any]], None]) -> Rulebook:
    """The short level with something changed."""
    for part in ("pack.yaml", "rivals/keen.yaml", "rivals/touchy.yaml", "rivals/idle.yaml"):
        (folder / part).parent.mkdir(exist_ok=True)
        (folder / part).write_bytes((PACK / part).read_bytes())
    raw = yaml.safe_load((PACK / "levels" / "short.yaml").read_text(encoding="utf-8"))
    change(raw)
    (folder / "levels").mkdir()
    path = folder / "levels" / "short.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return build_rulebook(load_level(path))


# ---------------------------------------------------------------------------------------------- plans


@pytest.mark.parametrize("quarter", [0, 2, 5])
@pytest.mark.parametrize("seat", [0, 1, 2])
def test_every_plan_begins_with_what_the_rules_allow(rulebook: Rulebook, seat: int, quarter: int) -> None:
    deciders = {**seat_rivals(rulebook), seat: nothing}
    state = rollout(rulebook, start(rulebook, seed_array(5, 5), (seat,)), deciders, quarter)
    found = plans(rulebook, state, seat)
    assert found[0] == WAIT and len(set(found)) == len(found) > 5
    orders = empty_orders(rulebook, len(found))
    orders[seat] = orders_of(rulebook, state.quarter, found, 1).get(state.quarter, orders[seat])
    worlds = state.take(np.zeros(len(found), dtype=np.intp))
    accepted, reasons = screen(rulebook, worlds, orders)
    assert not reasons.any() and np.array_equal(accepted, orders)
    assert all((accepted[seat, :, row] > 0).sum() == len(plan.now) for row, plan in enumerate(found))


def test_an_agreement_comes_with_the_plant_that_it_opens(rulebook: Rulebook) -> None:
    state = start(rulebook, seed_array(5, 5), (JAPAN,))
    slot, join = rulebook.slot_index["agreement:australia"], rulebook.slot_index["join:weld"]
    pair = [plan for plan in plans(rulebook, state, JAPAN) if plan.later and plan.now[0].slot == slot]
    assert [plan.later[0].slot for plan in pair] == [join]
    deciders = {**seat_rivals(rulebook, (JAPAN,))}
    script = orders_of(rulebook, 0, pair, 2)
    end = rollout(
        rulebook, state, {**deciders, JAPAN: lambda r, s, i: script.get(s.quarter, nothing(r, s, i))}, 4
    )
    assert (end.project_owner[rulebook.project_index["weld"]] == JAPAN).all()


# --------------------------------------------------------------------------------------------- advice


def test_advice_is_three_opinions_with_odds(rulebook: Rulebook, present: State) -> None:
    council = advice(rulebook, present)
    assert [one.adviser for one in council.advice] == ["treasury", "industry", "foreign"]
    for one in council.advice:
        assert 2 <= len(one.outcomes) <= 3
        values = [outcome.value_musd for outcome in one.outcomes]
        assert values == sorted(values, reverse=True)
        firsts = [outcome.plan.now[0].slot for outcome in one.outcomes if outcome.plan != WAIT]
        assert len(set(firsts)) == len(firsts)
        for outcome in one.outcomes:
            assert 0 <= outcome.wins <= outcome.futures == FUTURES
            assert outcome.low_musd <= outcome.median_musd <= outcome.high_musd
            assert (outcome.plan == WAIT) <= (outcome.reasons == ())


def test_the_same_question_has_the_same_answer(rulebook: Rulebook, present: State) -> None:
    assert advice(rulebook, present) == advice(rulebook, present)
    assert advice(rulebook, present) == advice(rulebook, present.take([0]))


def test_odds_are_frequencies_of_the_roll_out(rulebook: Rulebook, present: State) -> None:
    council = advice(rulebook, present)
    chosen = list(
        dict.fromkeys(out.plan for one in council.advice for out in one.outcomes if out.plan != WAIT)
    )
    rivals = seat_rivals(rulebook, (JAPAN,))
    (trace,) = look_ahead(rulebook, [(present, [WAIT, *chosen])], JAPAN, rivals, FUTURES, salt=2)
    gains = dict(zip(chosen, trace.gains.sum(axis=0)[1:], strict=True))
    for one in council.advice:
        for outcome in one.outcomes:
            if outcome.plan == WAIT:
                assert (outcome.wins, outcome.median_musd) == (0, 0.0)
                continue
            gain = gains[outcome.plan]
            assert outcome.wins == (gain > 0.05).sum()
            assert outcome.median_musd == pytest.approx(np.median(gain), abs=1e-9)


def test_an_adviser_values_what_they_say_they_look_at(rulebook: Rulebook, present: State) -> None:
    council = advice(rulebook, present)
    rivals = seat_rivals(rulebook, (JAPAN,))
    for adviser in ADVISERS:
        outcome = council.of(adviser.id).outcomes[0]
        (trace,) = look_ahead(rulebook, [(present, [WAIT, outcome.plan])], JAPAN, rivals, FUTURES, salt=2)
        lines, gauges = trace.gains[:, 1].mean(axis=-1), trace.gauge_gains[:, 1].mean(axis=-1)
        value = adviser.weights() @ lines + adviser.prices(rulebook, JAPAN) @ gauges
        assert outcome.value_musd == pytest.approx(value, abs=1e-9)
        for reason in outcome.reasons:
            names = ("users", "producers", "treasury", "nature", *GAUGES)
            amounts = np.concatenate([lines, gauges])
            assert reason.amount == pytest.approx(amounts[names.index(reason.name)], abs=1e-9)


def test_looking_to_the_reckoning_is_the_roll_out_itself(rulebook: Rulebook, present: State) -> None:
    """With the horizon at the end of the reckoning nothing is guessed: no tail."""
    left = rulebook.quarters + rulebook.caretaker - present.quarter
    asked = [(present, [WAIT])]
    (trace,) = look_ahead(rulebook, asked, JAPAN, {}, 2, left)
    assert not trace.tail.any() and trace.lines.shape[0] == left
    assert look_ahead(rulebook, asked, JAPAN, {}, 2, left + 9)[0].lines.shape[0] == left
    assert look_ahead(rulebook, asked, JAPAN, {}, 2, 3)[0].tail.any()


def test_several_games_at_once_are_advised_as_each_alone(rulebook: Rulebook, present: State) -> None:
    poor = present.copy()
    poor.money[JAPAN] -= 250.0
    rivals = seat_rivals(rulebook, (JAPAN,))
    together = advise_all(rulebook, [present, poor, present], JAPAN, rivals)
    assert together == [advice(rulebook, state) for state in (present, poor, present)]
    assert together[0] != together[1]


# -------------------------------------------------------------------------------------------- secrets


def test_neither_seed_nor_script_nor_purse_shows(rulebook: Rulebook, present: State) -> None:
    other = present.copy()
    other.seed[:] = 123456789
    hidden = other.event_fired == 9999
    other.event_due[hidden] = 5
    other.event_size[hidden] = 0.123
    other.money[CHINA] -= 400.0
    assert advice(rulebook, present) == advice(rulebook, other)


def test_advice_is_equal_with_and_without_a_secret_event(tmp_path: Path, rulebook: Rulebook) -> None:
    secretive = level_of(tmp_path, lambda raw: raw["events"].extend(yaml.safe_load(SECRET)))
    secretive = replace(secretive, rivals=rulebook.rivals)
    assert len(secretive.events) == len(rulebook.events) + 1
    told = [advice(book, start(book, seed_array(7, 7), (JAPAN,))) for book in (rulebook, secretive)]
    assert told[0] == told[1]
    assert repr(told[0]).encode() == repr(told[1]).encode()


# ----------------------------------------------------------------------------------------- odd levels


def test_a_level_with_one_seat_alone(tmp_path: Path) -> None:
    def alone(raw: dict[str, Any]) -> None:
        raw["seats"] = {"japan": raw["seats"]["japan"]}
        raw["events"], raw["trust"] = [], []
        raw["projects"] = [one for one in raw["projects"] if "needs_agreement_with" not in one]
        raw["board"]["order"] = ["pass"]

    book = level_of(tmp_path, alone)
    council = advice(book, start(book, seed_array(1, 1), (0,)))
    assert all(one.outcomes for one in council.advice)


def test_a_level_in_which_nothing_can_be_ordered(tmp_path: Path) -> None:
    def bare(raw: dict[str, Any]) -> None:
        raw["orders"]["without"] = list(ORDER_KINDS)
        raw["projects"] = []
        raw["board"] = {"visible": 0, "refresh_year": 0}
        raw["events"] = []

    book = level_of(tmp_path, bare)
    council = advice(book, start(book, seed_array(1, 1), (0,)))
    assert council.tried == 1 and council.agreed
    assert [out.plan for one in council.advice for out in one.outcomes] == [WAIT] * 3


def test_the_last_quarter_and_a_level_without_reckoning(tmp_path: Path) -> None:
    book = level_of(tmp_path, lambda raw: raw.update(caretaker=0))
    last = rollout(book, start(book, seed_array(1, 1), (0,)), {}, book.quarters - 1)
    council = advice(book, last)
    assert council.horizon == 1 and all(one.outcomes for one in council.advice)


def test_without_a_cabinet_everybody_waits(rulebook: Rulebook, present: State) -> None:
    fallen = present.copy()
    fallen.fallen[JAPAN] = 2
    council = advice(rulebook, fallen)
    assert council.agreed and council.advice[0].plan == WAIT


# ------------------------------------------------------------------------------------------ hindsight


def test_hindsight_is_the_game_itself_with_the_advice_in_it(make_game: Callable[..., Game]) -> None:
    """Judged at the very end the difference is that of two what-ifs, and only old advice counts."""
    game = make_game()
    game = replace(game, orders=game.orders[: game.rulebook.quarters])
    states = [game.begin(2)]
    for quarter in range(1):
        states.append(play(replace(game, orders=game.orders[: quarter + 1]), states[0], {}, quarter + 1))
    councils = {quarter: advice(game.rulebook, state) for quarter, state in enumerate(states)}
    record = hindsight(game, JAPAN, councils)
    assert {one.quarter for one in record.judged} <= {0, 1}
    short = replace(game, orders=game.orders[:RIPE])
    assert {one.quarter for one in hindsight(short, JAPAN, councils).judged} <= {0}
    for name in ("treasury", "industry", "foreign"):
        right, judged = record.of(name)
        assert right == sum(one.right for one in record.judged if one.adviser == name) <= judged <= 2


def test_doing_what_was_advised_makes_hindsight_a_what_if(make_game: Callable[..., Game]) -> None:
    """In a game of which the advice was the only order, its worth so far is a what-if without it."""
    bare = make_game({})
    book = bare.rulebook
    plan = next(p for p in plans(book, bare.begin(2), JAPAN) if p.now and not p.later)
    step = plan.now[0]
    orders = bare.orders.copy()
    orders[0, JAPAN, step.slot] = step.option
    lines = what_if(replace(bare, orders=orders), JAPAN, [Change(0, book.slots[step.slot].id)])
    played = close_account(book, lines.played_end)[:, JAPAN, 0].sum()
    changed = close_account(book, lines.changed_end)[:, JAPAN, 0].sum()
    whole = replace(book, caretaker=0)
    council = advice(book, bare.begin(2))
    one = replace(council.advice[0], outcomes=(replace(council.advice[0].outcomes[0], plan=plan),))
    asked = {0: replace(council, advice=(one,))}
    judged = hindsight(replace(bare, rulebook=whole), JAPAN, asked).judged
    assert len(judged) == 1
    assert isinstance(plan, Plan) and np.sign(judged[0].gain_musd) == np.sign(played - changed)
