"""Games of many policies at once: the same to the last bit as one by one, whoever plays them."""

from collections.abc import Iterator

import numpy as np
import pytest

from game.lab import arena
from game.lab.arena import Games, by_seat, play_games, single_minded, with_policies
from game.lab.governments import govern, luck_seeds, play_twins
from game.lab.workers import Cluster, Processes, Workers, WorkersError, open_workers
from game.rivals.archetype import RivalError, archetype
from game.rules.rulebook import Rulebook

POLICIES = {"japan": ("keen", "idle"), "china": ("touchy",)}
FIELDS = ("lines", "twin_lines", "stressed", "by_quarter", "met", "value")


@pytest.fixture(scope="module")
def played(rulebook: Rulebook) -> list[Games]:
    return play_games(rulebook, POLICIES, luck_seeds(5, 6), count=4)


def same(one: list[Games], other: list[Games]) -> None:
    assert [(g.seat, g.policy, g.kinds) for g in one] == [(g.seat, g.policy, g.kinds) for g in other]
    for a, b in zip(one, other, strict=True):
        for name in FIELDS:
            assert getattr(a, name).tobytes() == getattr(b, name).tobytes(), name


def test_it_judges_as_governments_are_judged(rulebook: Rulebook, played: list[Games]) -> None:
    japan = rulebook.seat("japan")
    twins = play_twins(rulebook, japan, luck_seeds(5, 6), 4)
    judged = list(govern(rulebook, twins, archetype(rulebook, "keen"), np.arange(6)))
    keen = by_seat(played)["japan"]["keen"]
    np.testing.assert_array_equal(keen.lines, np.stack([one.lines for one in judged], axis=1))
    np.testing.assert_array_equal(keen.twin_lines, np.stack([one.twin_lines for one in judged], axis=1))
    np.testing.assert_array_equal(keen.mandate_met, [one.mandate_met for one in judged])
    assert keen.kinds == tuple(verdict.kind for verdict in judged[0].verdicts)


def test_the_account_by_quarter_ends_at_the_gain(rulebook: Rulebook, played: list[Games]) -> None:
    for one in played:
        assert one.by_quarter.shape == (6, rulebook.quarters + rulebook.caretaker)
        np.testing.assert_allclose(one.by_quarter[:, -1], one.gain, atol=1e-9)
    assert not by_seat(played)["japan"]["idle"].by_quarter.any(), "who does nothing gains nothing, ever"


def test_company_and_parts_change_nothing(
    rulebook: Rulebook, played: list[Games], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A policy alone, games in parts, futures in blocks, more games after them: not one bit."""
    monkeypatch.setattr(arena, "GAMES_A_JOB", 2)
    monkeypatch.setattr(arena, "BLOCK", 8)
    same(played, play_games(rulebook, POLICIES, luck_seeds(5, 6), count=4))
    alone = play_games(rulebook, {"japan": ("keen",)}, luck_seeds(5, 6), count=4)
    same(played[:1], alone)


def test_one_parameter_set_a_game(rulebook: Rulebook, played: list[Games]) -> None:
    """Copies of the fitted set change nothing; another set changes its own game and no other."""
    six = rulebook.parameters.repeat(6)
    same(played, play_games(rulebook, POLICIES, luck_seeds(5, 6), count=4, members=six))
    learning = np.repeat(rulebook.parameters.learning_exponent, 6, axis=-1)
    learning[..., 2] *= 3.0
    other = play_games(
        rulebook, POLICIES, luck_seeds(5, 6), count=4, members=six.with_values(learning_exponent=learning)
    )
    differs = (other[0].lines != played[0].lines).any(axis=(0, 2))
    assert differs.tolist() == [False, False, True, False, False, False]


def test_a_single_minded_government_does_one_thing(rulebook: Rulebook) -> None:
    book = with_policies(rulebook, {"only": single_minded("only", ("stock", "month"), since=3)})
    (only,) = play_games(book, {"japan": ("only",)}, luck_seeds(5, 2), count=2)
    lead = only.by_quarter
    assert not lead[:, :2].any() and lead[:, 2].all(), "nothing before its first quarter, then it acts"


def test_what_cannot_be_played_is_told_at_once(rulebook: Rulebook) -> None:
    with pytest.raises(KeyError):
        play_games(rulebook, {"atlantis": ("keen",)}, luck_seeds(1, 2))
    with pytest.raises(RivalError, match="nobody"):
        play_games(rulebook, {"japan": ("nobody",)}, luck_seeds(1, 2))
    with pytest.raises(ValueError, match="no games"):
        play_games(rulebook, {"japan": ("keen",)}, luck_seeds(1, 0))


@pytest.mark.slow
def test_two_processes_make_the_same_bits(
    rulebook: Rulebook, played: list[Games], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arena, "GAMES_A_JOB", 2)
    with open_workers(2) as workers:
        assert isinstance(workers, Processes)
        heard: list[float] = []
        again = play_games(
            rulebook, POLICIES, luck_seeds(5, 6), count=4, workers=workers, progress=heard.append
        )
    same(played, again)
    assert heard == sorted(heard) and heard[-1] == 1.0 and len(heard) == 6


@pytest.fixture
def cluster() -> Iterator[str]:
    """A scheduler on this machine with two workers, each a process."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as local:
        yield local.scheduler_address


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_makes_the_same_bits(
    rulebook: Rulebook, played: list[Games], monkeypatch: pytest.MonkeyPatch, cluster: str
) -> None:
    monkeypatch.setattr(arena, "GAMES_A_JOB", 2)
    with open_workers(dask=cluster) as workers:
        assert isinstance(workers, Cluster) and workers.number == 2
        again = play_games(rulebook, POLICIES, luck_seeds(5, 6), count=4, workers=workers)
    same(played, again)


def _fall_over(job: int) -> int:
    import os

    os._exit(3)


@pytest.mark.slow
def test_a_lost_worker_is_a_sentence() -> None:
    def work(workers: Workers) -> list[int]:
        return list(workers.map(_fall_over, range(3)))

    with pytest.raises(WorkersError) as told, open_workers(2) as workers:
        work(workers)
    assert told.value.text.id == "cli.workers.lost" and told.value.lost
