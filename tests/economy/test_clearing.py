"""Clearing alone, on random markets: with quotas, licences, empty nodes and prices far off."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.economy.clearing import Cleared, clear, clear_all
from game.economy.market import LOG_FLOOR, Favour, Limits, Links, Market, wanted

N = 6


def market(seed: int, columns: int, links: int, theta: float) -> Market:
    """A random market; a third of the columns has quotas, a third licences, some nodes hardly trade."""
    rng = np.random.default_rng(seed)
    nodes = (N, columns)

    def some(low: float, high: float) -> np.ndarray:
        return np.exp(rng.uniform(np.log(low), np.log(high), nodes))

    weight = rng.dirichlet(np.full(N, 0.5), N).T[:, :, None] * np.exp(rng.normal(0, 0.3, (N, N, columns)))
    weight = weight.transpose(1, 0, 2).copy()
    own = np.array([weight[i, i] for i in range(N)])
    weight[np.arange(N), np.arange(N)] = 0.0
    offer = some(0.01, 1000.0)
    bound = rng.random(nodes) < 0.3
    export_limit = np.where(bound, offer * rng.uniform(0.0, 0.8, nodes), np.inf)
    export_limit[:, rng.random(columns) < 0.6] = np.inf
    limits, favour = None, None
    if links:
        pairs = pairs_of(rng, links + 3)
        seller, buyer = in_order(pairs[3:])
        cap = np.where(rng.random((links, columns)) < 0.4, rng.uniform(0, 50, (links, columns)), np.inf)
        cap[:, rng.random(columns) < 0.5] = np.inf
        taken = np.where(np.isfinite(cap), weight[seller, buyer], 0.0)
        weight[seller, buyer] -= taken
        limits = Limits(Links.between(seller, buyer, N), np.isfinite(cap), cap, taken)
        seller, buyer = in_order(pairs[:3])
        extra = np.where(rng.random((3, columns)) < 0.5, rng.uniform(0, 0.5, (3, columns)), 0.0)
        favour = Favour(Links.between(seller, buyer, N), extra)
    price0 = np.log(some(10.0, 50.0))
    return Market(
        log_price=price0 + rng.normal(0, 0.5, nodes),
        log_price0=price0,
        log_expected=price0 + rng.normal(0, 0.3, nodes),
        offer=offer,
        fixed=np.where(rng.random(nodes) < 0.1, 5.0, 0.0),
        use=some(0.1, 500.0),
        cover_use=some(0.05, 300.0),
        cover_output=np.where(rng.random(nodes) < 0.5, 10.0, 0.0),
        bought=np.where(rng.random(nodes) < 0.1, 20.0, 0.0),
        pull=some(0.5, 2.0),
        weight=weight,
        own_weight=own + 1e-6,
        export_limit=export_limit,
        favour=favour,
        limits=limits,
        use_elasticity=np.full(columns, 0.25),
        stock_elasticity=np.full(columns, 0.8),
        theta=np.full(columns, theta),
        log_choke=np.full(columns, np.log(60.0)),
    )


def pairs_of(rng: np.random.Generator, number: int) -> np.ndarray:
    """So many different links, [L,2]: seller and buyer."""
    return rng.permutation([(a, b) for a in range(N) for b in range(N) if a != b])[:number]


def in_order(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sellers and buyers of links, sorted as `Links` wants them."""
    ordered = np.array(sorted(map(tuple, pairs)))
    return ordered[:, 0].copy(), ordered[:, 1].copy()


def excess_of(problem: Market, cleared: Cleared) -> np.ndarray:
    """Log of arrivals over wants, zero where the price stands at a bound."""
    flow = problem.links_of(*cleared.sources)
    arrivals = flow.sum(axis=0) + problem.fixed
    np.testing.assert_allclose(arrivals, cleared.arrivals, rtol=1e-9, atol=1e-12)
    rise = cleared.log_price - problem.log_price0
    bound = (rise <= LOG_FLOOR + 1e-4) | (rise >= problem.log_choke - 1e-4)
    return np.where(bound, 0.0, np.log(arrivals / cleared.wants))


cases = st.tuples(st.integers(0, 10**6), st.sampled_from([0, 3, 12]), st.sampled_from([1.0, 2.5, 4.0]))


@settings(max_examples=40, deadline=None)
@given(cases)
def test_markets_clear_within_their_limits(case: tuple[int, int, float]) -> None:
    seed, links, theta = case
    problem = market(seed, 24, links, theta)
    cleared = clear(problem)
    excess = np.abs(excess_of(problem, cleared))
    share = cleared.wants / cleared.wants.sum(axis=0)
    assert (np.where(share > 1e-4, excess, 0.0) < 0.01).mean() > 0.999
    flow = problem.links_of(*cleared.sources)
    np.testing.assert_allclose(flow.sum(axis=1), problem.offer, rtol=1e-9)
    assert (flow >= 0.0).all()
    abroad = flow.sum(axis=1) - flow[np.arange(N), np.arange(N)]
    assert (abroad <= problem.export_limit * 1.0001 + 1e-9).all()
    if problem.limits is not None:
        sent = flow[problem.limits.links.seller, problem.limits.links.buyer]
        assert (sent <= problem.limits.cap * (1 + 1e-9) + 1e-12).all()


@settings(max_examples=15, deadline=None)
@given(cases)
def test_a_column_is_solved_alike_in_any_company(case: tuple[int, int, float]) -> None:
    seed, links, theta = case
    problem = market(seed, 40, links, theta)
    together = clear(problem)
    for chosen in (np.array([3, 4]), np.arange(7, 24), np.array([39, 0, 12])):
        alone = clear(problem.columns(chosen))
        assert np.array_equal(alone.log_price, together.log_price[:, chosen])
        assert np.array_equal(alone.arrivals, together.arrivals[:, chosen])
        assert np.array_equal(alone.steps, together.steps[chosen])


def test_markets_that_are_cleared_together_are_cleared_alike() -> None:
    """Their last columns are searched as one market, with the allies and licences of each."""
    problems = [market(seed, 150, links, 2.5) for seed, links in ((3, 12), (4, 0), (5, 3), (6, 12))]
    for problem, together in zip(problems, clear_all(problems), strict=True):
        alone = clear(problem)
        assert alone.steps.max() > 3
        assert np.array_equal(alone.log_price, together.log_price)
        assert np.array_equal(alone.arrivals, together.arrivals)
        assert np.array_equal(alone.steps, together.steps)


def test_licences_that_cap_nothing_change_nothing() -> None:
    problem = market(5, 30, 0, 2.5)
    free = clear(problem)
    links = Links.between(np.array([0, 2]), np.array([3, 1]), N)
    idle = Limits(links, np.zeros((2, 30), bool), np.full((2, 30), np.inf), np.zeros((2, 30)))
    limited = clear(dataclasses.replace(problem, limits=idle))
    assert np.array_equal(free.log_price, limited.log_price)
    assert np.array_equal(free.arrivals, limited.arrivals)


def test_weights_that_columns_share_give_the_same_to_the_last_digit() -> None:
    """One world clears all goods at once, each with its own weights; a thousand worlds share theirs."""
    problem = market(7, 30, 0, 2.5)
    common = problem.weight[:, :, 0].copy()
    links = Links.between(np.array([1, 1, 4]), np.array([2, 5, 0]), N)
    extra = np.random.default_rng(3).uniform(0, 0.4, (3, 30)) * (np.arange(30) % 2)
    shared = dataclasses.replace(problem, weight=common, favour=Favour(links, extra))
    own = dataclasses.replace(shared, weight=np.repeat(common[:, :, None], 30, axis=2))
    cap = np.where(np.arange(30) % 5 == 0, 3.0, np.inf) * np.ones((1, 30))
    one, other = clear(shared), clear(own)
    assert np.array_equal(one.log_price, other.log_price)
    assert np.array_equal(shared.links_of(*one.sources), own.links_of(*other.sources))
    apart = np.isfinite(cap)
    links = Links.between(np.array([3]), np.array([2]), N)
    capped = Limits(links, apart, cap, np.where(apart, common[3, 2], 0.0))
    shared = dataclasses.replace(shared, limits=capped)
    own = shared.set_apart()
    one, other = clear(shared), clear(own)
    assert np.array_equal(one.log_price, other.log_price)
    assert np.array_equal(shared.links_of(*one.sources), own.links_of(*other.sources))


def test_a_price_that_clears_already_is_kept_to_the_last_digit() -> None:
    problem = market(11, 10, 3, 2.5)
    first = clear(problem)
    again = clear(dataclasses.replace(problem, log_price=first.log_price))
    assert again.steps.max() == 0
    assert np.array_equal(again.log_price, first.log_price)


@pytest.mark.parametrize("theta", [1.0, 2.5, 4.0])
def test_prices_agree_with_plain_bisection_for_one_seller_and_one_buyer(theta: float) -> None:
    """With one buyer that matters the price is where its wants equal the offer: no linear algebra needed."""
    problem = market(2, 8, 0, theta)
    values: dict[str, Any] = {"weight": np.zeros_like(problem.weight)}
    alone = dataclasses.replace(problem, export_limit=np.full((N, 8), np.inf), **values)
    cleared = clear(alone)
    low, high = alone.log_price0 + LOG_FLOOR, alone.log_price0 + alone.log_choke
    for _ in range(80):
        middle = 0.5 * (low + high)
        more = wanted(alone, middle).wants > alone.offer + alone.fixed
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    np.testing.assert_allclose(cleared.log_price, low, atol=2e-2)
