"""The archetypes that ship, on the levels that ship: playable from every chair, and never refused."""

import numpy as np
import pytest

from game.content.packs import discover, load_level
from game.content.rival import Rival
from game.i18n import Translator
from game.rivals.archetype import archetype, decide_with_reasons, seat_rivals
from game.rules.compile import build_rulebook
from game.rules.legality import screen
from game.rules.orders import empty_orders
from game.rules.rollout import rollout
from game.rules.rulebook import Rulebook
from game.rules.start import start
from game.rules.state import State

LEVELS = [file.id for file in discover(user=False).files("level")]


@pytest.fixture(scope="module", params=LEVELS)
def rulebook(request: pytest.FixtureRequest) -> Rulebook:
    return build_rulebook(load_level(request.param))


@pytest.fixture(scope="module")
def year(rulebook: Rulebook) -> list[State]:
    """Eight worlds before each of the first quarters, and once in the middle of the level."""
    states = [start(rulebook, np.arange(8).astype(np.uint64))]
    rivals = seat_rivals(rulebook)
    for _ in range(3):
        states.append(rollout(rulebook, states[-1], rivals, 1))
    return [*states, rollout(rulebook, states[-1], rivals, rulebook.quarters // 2)]


def test_every_rule_can_be_used_by_some_seat(rulebook: Rulebook) -> None:
    for name, rival in rulebook.rivals.items():
        used = {rule.row for seat in archetype(rulebook, name).rules for rule in seat}
        unused = [rule.id for row, rule in enumerate(rival.rules) if row not in used]
        assert not unused or len(LEVELS) > 1, f"{name}: {unused}"


def test_no_archetype_is_ever_refused(rulebook: Rulebook, year: list[State]) -> None:
    for name in rulebook.rivals:
        mind = archetype(rulebook, name)
        for state in year:
            orders = empty_orders(rulebook, state.size)
            for seat in range(rulebook.seat_count):
                orders[seat] = mind(rulebook, state, seat)
            _, reasons = screen(rulebook, state, orders)
            assert not reasons.any(), f"{name}, quarter {state.quarter + 1}"


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_reason_reads_without_a_gap(rulebook: Rulebook, year: list[State], language: str) -> None:
    translator = Translator(language)
    for name, rival in rulebook.rivals.items():
        assert isinstance(rival, Rival)
        mind = archetype(rulebook, name)
        for state in year:
            for seat in range(rulebook.seat_count):
                for reason in decide_with_reasons(mind, rulebook, state, seat)[1]:
                    assert "{" not in translator.render(reason.text)
    assert not translator.missing
