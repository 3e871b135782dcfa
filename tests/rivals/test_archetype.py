"""Archetypes: orders that are legal and explained, alike in any batch, drawn from what the seat sees."""

from dataclasses import replace

import numpy as np
import pytest

from game.content.rival import Rival
from game.i18n import Translator
from game.rivals.archetype import archetype, decide_with_reasons, seat_rivals
from game.rivals.compiled import RivalError
from game.rivals.minds import hinges
from game.rivals.variation import Variation, draw_variation
from game.rules.legality import screen
from game.rules.orders import empty_orders
from game.rules.rollout import gather, rollout
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array, start
from game.rules.state import State

JAPAN, CHINA, AUSTRALIA = 0, 1, 2
WORDS = {"en": "Because.", "zh-Hans": "因为。"}


def with_rules(rulebook: Rulebook, *rules: dict) -> Rulebook:
    """The level with an archetype `tried` of these rules."""
    texts = [{"id": f"r{i}", "reason": WORDS, **rule} for i, rule in enumerate(rules)]
    rival = Rival.model_validate(
        {"format": "1", "kind": "rival", "id": "tried", "name": WORDS, "text": WORDS, "rules": texts}
    )
    return replace(rulebook, rivals={**rulebook.rivals, "tried": rival})


def orders_of(rulebook: Rulebook, state: State, seat: int = JAPAN) -> list[tuple[str, str]]:
    decided, _ = decide_with_reasons(archetype(rulebook, "tried"), rulebook, state, seat)
    return [(order.slot, order.option) for order in decided]


def quarters(rulebook: Rulebook, number: int, *seeds: int) -> list[State]:
    """The states before each of so many quarters, everybody governed by machines."""
    states = [start(rulebook, seed_array(*(seeds or (7, 7))))]
    for _ in range(number - 1):
        states.append(rollout(rulebook, states[-1], seat_rivals(rulebook), 1))
    return states


def test_everything_ordered_is_accepted(rulebook: Rulebook) -> None:
    """No order is refused by the desk, alone or together with the others, in any world and quarter."""
    deciders = seat_rivals(rulebook)
    for state in quarters(rulebook, rulebook.quarters, *range(40)):
        orders = gather(rulebook, state, deciders)
        accepted, reasons = screen(rulebook, state, orders)
        np.testing.assert_array_equal(accepted, orders)
        assert not reasons.any()
        assert (orders > 0).sum(axis=1).max() <= 3


def test_a_world_decides_alike_in_any_batch(rulebook: Rulebook) -> None:
    deciders = seat_rivals(rulebook)
    for state in quarters(rulebook, 4, *range(30)):
        whole = gather(rulebook, state, deciders)
        part = gather(rulebook, state.take([3, 17]), deciders)
        np.testing.assert_array_equal(whole[..., [3, 17]], part)


def test_secrets_do_not_reach_an_archetype(rulebook: Rulebook) -> None:
    """Another seed, calendar or treasury changes no order."""
    for state in quarters(rulebook, 4):
        other = state.copy()
        other.seed[:] = 99
        other.event_due[other.event_fired == 9999] = 5
        other.money[CHINA] = -500.0
        mind = seat_rivals(rulebook)[JAPAN]
        np.testing.assert_array_equal(mind(rulebook, state, JAPAN), mind(rulebook, other, JAPAN))


def test_rules_are_tried_in_order_and_fill_three_dossiers(rulebook: Rulebook) -> None:
    names = ("engineers", "thrift", "recycling", "process")
    book = with_rules(rulebook, *({"slot": name} for name in names))
    (state,) = quarters(book, 1)
    assert orders_of(book, state) == [(name, "start") for name in names[:3]]


def test_conditions_and_windows(rulebook: Rulebook) -> None:
    rich = {"feature": "money", "above": "1000"}
    book = with_rules(
        rulebook,
        {"slot": "thrift", "if": [rich]},
        {"slot": "engineers", "from": "Q2"},
        {"slot": "process", "to": "Q1"},
    )
    first = start(book, seed_array(7, 7))
    second = rollout(book, first, {}, 1)
    assert orders_of(book, first) == [("process", "start")]
    assert orders_of(book, second) == [("engineers", "start")]
    second.money[JAPAN] = 2000.0
    assert orders_of(book, second) == [("thrift", "start"), ("engineers", "start")]


def test_every_counts_from_the_window(rulebook: Rulebook) -> None:
    book = with_rules(rulebook, {"slot": "summit:china", "from": "Q2", "every": "2"})
    state = start(book, seed_array(7, 7))
    asked = []
    for _ in range(5):
        state.opened_until[:] = 0
        asked.append(bool(orders_of(book, state)))
        state = rollout(book, state, {}, 1)
    assert asked == [False, True, False, True, False]


def test_once_is_read_off_the_state(rulebook: Rulebook) -> None:
    """Started, stopped by another rule, and not started again; a plant sold is not built again."""
    book = with_rules(
        rulebook,
        {"slot": "thrift", "once": "true"},
        {"slot": "thrift", "option": "stop", "from": "Q2", "once": "true"},
        {"slot": "build:separation:home", "once": "true"},
        {"slot": "summit:china", "once": "true"},
    )
    mind = archetype(book, "tried")
    state, asked = start(book, seed_array(7, 7)), []
    for _ in range(5):
        asked.append(orders_of(book, state))
        state = rollout(book, state, {JAPAN: mind}, 1)
    assert asked[0] == [("thrift", "start"), ("build:separation:japan", "go"), ("summit:china", "go")]
    assert asked[1] == [("thrift", "stop")]
    assert asked[2:] == [[], [], []]


def test_a_wildcard_takes_the_first_that_is_allowed(rulebook: Rulebook) -> None:
    """Weld needs an agreement that is not there, so the pattern finds the next project."""
    book = with_rules(rulebook, {"slot": "join:*", "once": "true"})
    state = start(book, seed_array(7, 7))
    state.money[JAPAN] = 900.0
    assert orders_of(book, state) == [("join:pass", "go")]
    state.agreement[JAPAN, AUSTRALIA] = 1
    assert orders_of(book, state) == [("join:weld", "go")]
    joined = rollout(book, state, {JAPAN: archetype(book, "tried")}, 1)
    assert orders_of(book, joined) == []


def test_answers_take_any_option_or_the_default(rulebook: Rulebook) -> None:
    book = with_rules(rulebook, {"slot": "answer:*", "option": "*"})
    default = with_rules(rulebook, {"slot": "answer:*", "option": "default"})
    state = next(s for s in quarters(book, 4) if (s.event_fired == s.quarter).any())
    assert orders_of(book, state) == [("answer:cut", "bear")]
    assert orders_of(default, state) == [], "the default needs no order"


def test_it_spends_no_more_than_it_has(rulebook: Rulebook) -> None:
    """The sum of the orders, not each alone, must be affordable."""
    book = with_rules(rulebook, {"slot": "agreement:china"}, {"slot": "agreement:australia"})
    state = start(book, seed_array(7, 7))
    state.influence[JAPAN] = 7.0
    assert orders_of(book, state) == [("agreement:china", "propose")]


def test_rules_of_another_level_are_passed_over(rulebook: Rulebook) -> None:
    book = with_rules(
        rulebook,
        {"slot": "build:palace:home"},
        {"slot": "thrift", "if": [{"feature": "trust_atlantis", "above": "10"}]},
        {"slot": "engineers", "if": [{"event": "flood"}]},
        {"slot": "offtake:weld", "option": "999"},
        {"slot": "process"},
    )
    assert orders_of(book, start(book, seed_array(7, 7))) == [("process", "start")]


def test_prying_is_refused_in_one_sentence(rulebook: Rulebook) -> None:
    book = with_rules(
        rulebook, {"slot": "thrift", "if": [{"feature": "money", "seat": "china", "below": "100"}]}
    )
    with pytest.raises(RivalError, match="'money' of 'china' is not known"):
        archetype(book, "tried")
    with pytest.raises(RivalError, match="no archetype 'nobody'; known: idle, keen, touchy"):
        archetype(rulebook, "nobody")


def test_reasons_tell_the_rule_and_the_figures(rulebook: Rulebook) -> None:
    (state,) = quarters(rulebook, 1)
    given, reasons = decide_with_reasons(archetype(rulebook, "keen"), rulebook, state, JAPAN)
    assert [reason.rule for reason in reasons] == ["ally", "stock", "thrift"]
    assert [order.slot for order in given] == [reason.slot for reason in reasons]
    assert Translator("en").render(reasons[1].text) == "Only 60 days of cover."
    assert Translator("zh-Hans").render(reasons[1].text) == "储备只够60天。"


def test_a_fallen_cabinet_orders_nothing(rulebook: Rulebook) -> None:
    (state,) = quarters(rulebook, 1)
    state.fallen[JAPAN, 0] = 2
    orders = archetype(rulebook, "keen")(rulebook, state, JAPAN)
    assert not orders[:, 0].any() and orders[:, 1].any()


# ------------------------------------------------------------------------------------- variation


def test_delay_moves_a_rule_and_skip_leaves_it_out(rulebook: Rulebook) -> None:
    book = with_rules(rulebook, {"slot": "thrift", "to": "Q1"}, {"slot": "stock", "option": "half"})
    zero = np.zeros((2, 4))
    late, left_out = zero.astype(np.int16), zero.astype(bool)
    late[0] = (0, 1, 0, 0)
    left_out[0, 2] = True
    larger = zero.astype(np.int8)
    larger[1] = (0, 1, -1, 1)
    mind = archetype(book, "tried", Variation(late, left_out, larger))
    state = start(book, seed_array(7, 7, 7, 7))
    thrift, stock = book.slot_index["thrift"], book.slot_index["stock"]
    first = mind(book, state, JAPAN)
    assert first[thrift].tolist() == [1, 0, 0, 1]
    assert first[stock].tolist() == [3, 4, 3, 4]
    second = mind(book, rollout(book, state, {JAPAN: mind}, 1), JAPAN)
    assert second[thrift].tolist() == [0, 1, 0, 0]


def test_a_variation_must_fit_the_worlds(rulebook: Rulebook) -> None:
    rules = rulebook.rivals["keen"].rules
    mind = archetype(rulebook, "keen", draw_variation(rules, seed_array(1, 2, 3)))
    with pytest.raises(ValueError, match="3 governments can't govern 2 worlds"):
        mind(rulebook, start(rulebook, seed_array(7, 7)), JAPAN)


def test_draws_keep_to_what_is_declared(rulebook: Rulebook) -> None:
    rules = rulebook.rivals["keen"].rules
    drawn = draw_variation(rules, np.arange(2000).astype(np.uint64))
    by_id = {rule.id: row for row, rule in enumerate(rules)}
    assert not drawn.delay[by_id["ally"]].any() and not drawn.skip[by_id["ally"]].any()
    assert not drawn.size[by_id["ally"]].any()
    assert set(np.unique(drawn.delay[by_id["stock"]])) == {0, 1, 2, 3}
    assert abs(drawn.skip[by_id["stock"]].mean() - 0.2) < 0.03
    assert np.abs([(drawn.size[by_id["stock"]] == s).mean() - 1 / 3 for s in (-1, 0, 1)]).max() < 0.04
    few = draw_variation(rules, np.arange(5).astype(np.uint64))
    np.testing.assert_array_equal(few.delay, drawn.take(slice(0, 5)).delay)
    np.testing.assert_array_equal(few.repeat(2).skip[:, ::2], few.skip)


# ------------------------------------------------------------------------------------------- minds


def test_hinges_name_the_nearest_figure_and_are_true(rulebook: Rulebook) -> None:
    """Moving the figure past the threshold does change the mind."""
    (state,) = quarters(rulebook, 1)
    mind = archetype(rulebook, "touchy")
    found = hinges(mind, rulebook, state, CHINA)
    starts = next(h for h in found if h.rule == "refuse")
    assert not starts.acts_now and starts.falls and starts.feature == "trust_japan"
    insulted = state.copy()
    insulted.trust[CHINA, JAPAN] = insulted.trust[JAPAN, CHINA] = starts.threshold - 1.0
    _, reasons = decide_with_reasons(mind, rulebook, insulted, CHINA)
    assert "refuse" in {reason.rule for reason in reasons}
    stops = next(h for h in hinges(mind, rulebook, insulted, CHINA) if h.rule == "refuse")
    assert stops.acts_now and not stops.falls and stops.threshold == starts.threshold
    for translator in (Translator("en"), Translator("zh-Hans")):
        assert "45" in translator.render(stops.text("X")) and not translator.missing


def test_every_feature_has_a_name(rulebook: Rulebook) -> None:
    from game.rules.features import FEATURES

    translator = Translator("zh-Hans")
    names = [*FEATURES, "trust", "agreement"]
    assert [n for n in names if not translator.has(f"rivals.feature.{n}")] == []
    assert empty_orders(rulebook, 2).shape[0] == len(rulebook.seats)
