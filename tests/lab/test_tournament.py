"""The tournament: every archetype in every chair on the same luck; nothing gains nothing."""

import io
import json

import numpy as np
import pytest
from rich.console import Console

from game.i18n import Translator
from game.insight.replays import play
from game.lab.bench import bench
from game.lab.governments import recorded
from game.lab.tournament import Row, table, tournament
from game.rivals.archetype import archetype, seat_rivals
from game.rules.rollout import rollout
from game.rules.rulebook import Rulebook
from game.rules.start import start


@pytest.fixture(scope="module")
def rows(rulebook: Rulebook) -> list[Row]:
    heard: list[float] = []
    found = tournament(rulebook, 4, count=4, progress=heard.append)
    assert heard[-1] == 1.0 and heard == sorted(heard)
    return found


def test_every_archetype_in_every_chair(rulebook: Rulebook, rows: list[Row]) -> None:
    assert [(r.seat, r.archetype) for r in rows] == [
        (seat, name) for seat in rulebook.seats for name in ("idle", "keen", "touchy")
    ]
    for row in rows:
        assert row.gain == pytest.approx(sum(row.lines), abs=1e-6)
        assert 0.0 <= row.met <= 1.0 and row.points is None
        if row.archetype == "idle":
            assert row.gain == row.spread == 0.0
    json.dumps([row.to_plain() for row in rows])


def test_a_choice_of_seats_and_archetypes(rulebook: Rulebook, rows: list[Row]) -> None:
    (one,) = tournament(rulebook, 4, count=4, seats=["china"], archetypes=["keen"])
    assert one == next(row for row in rows if (row.seat, row.archetype) == ("china", "keen"))
    with pytest.raises(KeyError):
        tournament(rulebook, 4, seats=["atlantis"])


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_table_has_words_in_both_languages(rulebook: Rulebook, rows: list[Row], language: str) -> None:
    translator = Translator(language)
    console = Console(file=io.StringIO(), width=140)
    console.print(table(rulebook, rows, translator))
    assert not translator.missing
    assert rulebook.level.seats["japan"].name.in_language(language) in console.file.getvalue()


def test_a_recorded_game_replays_as_it_was_played(rulebook: Rulebook) -> None:
    game = recorded(rulebook, 0, "keen", 11)
    deciders = {**seat_rivals(rulebook), 0: archetype(rulebook, "keen")}
    played = rollout(rulebook, start(rulebook, np.full(2, 11, np.uint64), (0,)), deciders, rulebook.quarters)
    assert play(game, game.begin(2), {}, game.quarters).digest(0) == played.digest(0)


@pytest.mark.slow
def test_bench_measures_what_players_feel(rulebook: Rulebook) -> None:
    found = bench(rulebook, quick=True)
    assert [row["batch"] for row in found["resolve"]] == [2, 64, 256]
    assert all(row["world_quarters_per_second"] > 0 for row in found["resolve"])
    assert found["forecast_ms"] > 0.0
    json.dumps(found)
