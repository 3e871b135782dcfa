"""Followers of the advisers: what they are told is what they do, and their record is counted."""

import json

import numpy as np
import pytest

from game.i18n import Translator
from game.insight.adviser import advise
from game.lab.advisers import ALL, FOLLOWERS, OFFICES, Follower, Row, show, trial
from game.rivals.archetype import seat_rivals
from game.rules.rollout import rollout
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array, start


@pytest.fixture(scope="module")
def rows(rulebook: Rulebook) -> list[Row]:
    heard: list[float] = []
    found = trial(rulebook, 1, seed=2, seats=["japan"], count=2, progress=heard.append)
    assert heard[-1] == 1.0
    return found


def test_followers_stand_beside_the_archetypes(rulebook: Rulebook, rows: list[Row]) -> None:
    assert [row.policy for row in rows] == [*FOLLOWERS, *sorted(rulebook.rivals)]
    for row in rows:
        assert row.seat == "japan" and 0.0 <= row.met <= 1.0 and 0.0 <= row.better <= 1.0
        followed = row.policy in FOLLOWERS
        assert set(row.judged) == (set(OFFICES) if followed else set())
        assert all(0 <= row.right[name] <= row.judged[name] <= 3 for name in row.judged)
    json.dumps([row.to_plain() for row in rows])


def test_a_follower_does_what_its_adviser_says_in_every_world(rulebook: Rulebook) -> None:
    rivals = seat_rivals(rulebook, (0,))
    mind = Follower(("industry",))
    state = start(rulebook, seed_array(1, 2), (0,))
    given = mind(rulebook, state, 0)
    for world in range(2):
        plan = advise(rulebook, state.take([world]), 0, rivals).of("industry").plan
        wanted = np.zeros(len(rulebook.slots), dtype=np.int8)
        for step in plan.now:
            wanted[step.slot] = step.option
        assert np.array_equal(given[:, world], wanted)
    rollout(rulebook, state, {**rivals, 0: Follower(OFFICES)}, 2)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_table_has_words_in_both_languages(
    rulebook: Rulebook, rows: list[Row], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    translator = Translator(language)
    show(rulebook, rows, translator)
    shown = capsys.readouterr().out
    assert not translator.missing
    assert translator.tr("tournament.advisers.all") in shown and ALL in FOLLOWERS
