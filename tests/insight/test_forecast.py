"""The live forecast draws on beliefs alone, compares drafts on the same luck, and is quick."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.content.packs import load_level
from game.insight.forecast import FUTURES, HORIZON, Fan, forecast
from game.insight.replays import Game, play
from game.insight.series import FAN
from game.rivals.archetype import seat_rivals
from game.rules.compile import build_rulebook
from game.rules.rollout import nothing
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array, start
from game.rules.state import State

JAPAN, CHINA = 0, 1
PACK = Path(__file__).parent / "pack"

SECRET = """
  - id: shock
    great: true
    title: {en: "A shock", zh-Hans: "冲击"}
    text: {en: "Nobody knows.", zh-Hans: "无人知晓。"}
    known: secret
    when: {Q4: 1.0}
    effects:
      - {kind: quota, nations: [china], goods: [light_oxide], value: 0.1, quarters: 4}
"""


def draft(rulebook: Rulebook, **given: int) -> np.ndarray:
    orders = np.zeros(len(rulebook.slots), dtype=np.int8)
    for slot, option in given.items():
        orders[rulebook.slot_index[slot]] = option
    return orders


@pytest.fixture(scope="module")
def present(game: Game) -> State:
    """Two quarters into the game."""
    return play(game, game.begin(2), {}, 2)


def fans(rulebook: Rulebook, state: State, *drafts: np.ndarray, **options: int) -> list[Fan]:
    return forecast(rulebook, state, JAPAN, drafts, seat_rivals(rulebook, (JAPAN,)), **options)


def same(one: Fan, other: Fan) -> bool:
    return one.now == other.now and all(one.bands[n].tobytes() == other.bands[n].tobytes() for n in one.bands)


def test_bands_are_ordered_and_start_after_the_present(rulebook: Rulebook, present: State) -> None:
    (fan,) = fans(rulebook, present, draft(rulebook))
    assert set(fan.bands) == set(FAN) and fan.first_quarter == 2
    for band in fan.bands.values():
        assert band.shape == (5, HORIZON)
        assert np.all(np.diff(band, axis=0) >= 0.0)
    assert fan.now["money"] == present.money[JAPAN, 0]
    json.dumps(fan.to_plain())


def test_the_horizon_ends_with_the_level(game: Game, rulebook: Rulebook) -> None:
    late = play(game, game.begin(2), {}, 5)
    (fan,) = fans(rulebook, late, draft(rulebook))
    assert fan.bands["money"].shape == (5, 5)


def test_drafts_meet_the_same_luck(rulebook: Rulebook, present: State) -> None:
    """One fan is the same alone and beside others; equal drafts have equal fans; a costly one costs."""
    nothing_done, trained = draft(rulebook), draft(rulebook, engineers=1)
    alone = fans(rulebook, present, nothing_done)[0]
    beside = fans(rulebook, present, trained, nothing_done, trained)
    assert same(alone, beside[1]) and same(beside[0], beside[2])
    assert np.all(beside[0].bands["money"][:, 0] < alone.bands["money"][:, 0])


def test_neither_seed_nor_script_nor_purse_shows(rulebook: Rulebook, present: State) -> None:
    """Another seed, another calendar and another's treasury leave the fan as it is, to the last byte."""
    other = present.copy()
    other.seed[:] = 123456789
    hidden = other.event_fired == 9999
    other.event_due[hidden] = 5
    other.event_size[hidden] = 0.123
    other.money[CHINA] -= 400.0
    assert same(fans(rulebook, present, draft(rulebook))[0], fans(rulebook, other, draft(rulebook))[0])


def test_the_fan_is_byte_equal_with_and_without_a_secret_event(tmp_path: Path, rulebook: Rulebook) -> None:
    for part in ("pack.yaml", "rivals/keen.yaml", "rivals/touchy.yaml", "rivals/idle.yaml"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        (tmp_path / part).write_bytes((PACK / part).read_bytes())
    (tmp_path / "levels").mkdir()
    level = tmp_path / "levels" / "short.yaml"
    level.write_text((PACK / "levels" / "short.yaml").read_text(encoding="utf-8") + SECRET, encoding="utf-8")
    secretive = build_rulebook(load_level(level))
    assert len(secretive.events) == len(rulebook.events) + 1
    told = [
        fans(book, start(book, seed_array(7, 7), (JAPAN,)), draft(book, stock=4))[0]
        for book in (rulebook, secretive)
    ]
    assert same(*told)


def test_the_salt_draws_other_futures(rulebook: Rulebook, present: State) -> None:
    one, other = (fans(rulebook, present, draft(rulebook), salt=salt)[0] for salt in (0, 1))
    assert not same(one, other)


def test_rivals_react_in_the_forecast(game: Game, rulebook: Rulebook, present: State) -> None:
    calm = forecast(rulebook, present, JAPAN, [draft(rulebook)], {CHINA: nothing})[0]
    insulted = replace_trust(present, 0.0)
    answered = fans(rulebook, insulted, draft(rulebook))[0]
    alone = forecast(rulebook, insulted, JAPAN, [draft(rulebook)], {CHINA: nothing})[0]
    assert same(replace(alone, now=calm.now), calm)
    assert answered.median("price_light").max() > alone.median("price_light").max()


def replace_trust(state: State, value: float) -> State:
    changed = state.copy()
    changed.trust[JAPAN, CHINA] = changed.trust[CHINA, JAPAN] = value
    return changed


def test_the_default_is_64_futures_of_eight_quarters() -> None:
    assert (FUTURES, HORIZON) == (64, 8)
