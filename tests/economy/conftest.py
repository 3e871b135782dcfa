"""The core setting's parameters, and random legal policies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from game.content.reader import read_file
from game.content.setting import parse_setting, to_economy_data
from game.economy.benchmark import build_parameters
from game.economy.dims import LSEP, MAGP, MINE
from game.economy.parameters import EconomyData, Parameters, quiet
from game.economy.policy import Policy, neutral_policy
from game.paths import levels_dir


def _data(path: Path) -> EconomyData:
    document, problems = read_file(path)
    setting, more = parse_setting(document)
    assert setting is not None, [*problems, *more]
    return EconomyData(**to_economy_data(setting))


@pytest.fixture(scope="session")
def data() -> EconomyData:
    return _data(levels_dir() / "core" / "settings" / "2009.yaml")


@pytest.fixture(scope="session")
def params(data: EconomyData) -> Parameters:
    """Fitted parameters with chance."""
    return build_parameters(data)


@pytest.fixture(scope="session")
def calm(params: Parameters) -> Parameters:
    """Fitted parameters without chance."""
    return quiet(params)


@pytest.fixture(scope="session")
def random_policy() -> Callable[[Parameters, int, int], Policy]:
    """A maker of random legal policies: (parameters, batch, seed)."""
    return _random_policy


def _random_policy(params: Parameters, batch: int, seed: int) -> Policy:
    """Legal measures of every kind, many of them at the same time and many extreme."""
    draw = np.random.default_rng(seed)
    policy = neutral_policy(params, batch)
    n = params.nation_count

    def some(share: float, *shape: int) -> np.ndarray:
        return draw.random((*shape, batch)) < share

    levels = np.array([0.0, 0.02, 0.35, 0.7, 1.0])
    refused = some(0.06, 5, n, n)
    policy.licence_cap[refused] = levels[draw.integers(0, 5, refused.sum())]
    quota = some(0.1, 5, n)
    policy.quota[quota] = draw.uniform(0.0, 1.2, quota.sum())
    policy.export_duty += np.where(some(0.1, 5, n), draw.uniform(0, 0.25, (5, n, batch)), 0)
    policy.import_duty += np.where(some(0.1, 5, n), draw.uniform(0, 0.5, (5, n, batch)), 0)
    share = draw.uniform(0, 0.5, (5, n, n, batch)) * params.supply0_t[:, :, None]
    policy.pledge += np.where(some(0.02, 5, n, n), share, 0)
    between = some(0.01, 5, n, n)
    policy.link_quota[between] = draw.uniform(0.0, 1.2, between.sum())
    policy.link_export_duty += np.where(some(0.01, 5, n, n), draw.uniform(0, 0.4, (5, n, n, batch)), 0)
    policy.link_import_duty += np.where(some(0.01, 5, n, n), draw.uniform(0, 1.0, (5, n, n, batch)), 0)
    policy.affinity *= np.where(some(0.05, 5, n, n), 1.5, 1.0)
    month = params.want0_t / (1.0 + params.cover_quarters) / 3.0
    policy.state_buy += np.where(some(0.1, 5, n), draw.uniform(0, 1.5, (5, n, batch)) * month, 0)
    policy.state_release += np.where(some(0.2, 5, n), draw.uniform(0, 3, (5, n, batch)) * month, 0)
    policy.need_factor *= np.where(some(0.1, 5, n), draw.uniform(0.5, 1.5, (5, n, batch)), 1)
    policy.supply_factor *= np.where(some(0.1, 4, n), draw.uniform(0.0, 1.0, (4, n, batch)), 1)
    floor = params.price0_usd_kg * draw.uniform(0.5, 3.0, (5, n, batch))
    policy.price_floor_usd_kg += np.where(some(0.1, 5, n), floor, 0)
    policy.cost_factor *= np.where(some(0.1, 4, n), draw.uniform(0.7, 1.5, (4, n, batch)), 1)
    policy.perceived_risk += np.where(some(0.1, 5, n), draw.uniform(-0.6, 1.0, (5, n, batch)), 0)
    for plant, size in ((MINE, 800), (LSEP, 800), (MAGP, 400)):
        new = some(0.01, n, n)
        policy.capacity_new[plant] += np.where(new, draw.uniform(-size, size, (n, n, batch)), 0)
    return policy
