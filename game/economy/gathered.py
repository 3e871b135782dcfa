"""Columns of several markets as one market."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from game.economy.market import NODES, Favour, Limits, Links, Market, Real

Pairs = list[tuple[int, int]]


def gathered(markets: Sequence[Market]) -> Market:
    """One market in single precision, the columns of all in their order, each with weights of its own.

    A link that only some of them name has no extra weight and no limit in the columns of the others.
    """
    sizes = [market.offer.shape[1] for market in markets]
    nodes = markets[0].offer.shape[0]
    weights = [market.weight[:, :, None] if market.weight.ndim == 2 else market.weight for market in markets]
    return Market(
        **{name: _together([getattr(market, name) for market in markets], sizes) for name in NODES},
        weight=_together(weights, sizes),
        favour=_favours([market.favour for market in markets], sizes, nodes),
        limits=_limits([market.limits for market in markets], sizes, nodes),
    )


def _together(arrays: Sequence[Real], sizes: Sequence[int]) -> Real:
    """Arrays [...,M or 1] of several markets side by side."""
    first = arrays[0]
    whole = np.empty((*first.shape[:-1], sum(sizes)), dtype=first.dtype)
    start = 0
    for array, size in zip(arrays, sizes, strict=True):
        whole[..., start : start + size] = array
        start += size
    return whole


def _favours(favours: Sequence[Favour | None], sizes: Sequence[int], nodes: int) -> Favour | None:
    pairs = _pairs([favour.links for favour in favours if favour is not None])
    if not pairs:
        return None
    rows = [None if favour is None else (favour.links, favour.extra) for favour in favours]
    return Favour(_links(pairs, nodes), _spread(pairs, rows, sizes, np.float32(0.0)))


def _limits(limits: Sequence[Limits | None], sizes: Sequence[int], nodes: int) -> Limits | None:
    pairs = _pairs([limit.links for limit in limits if limit is not None])
    if not pairs:
        return None

    def spread(name: str, empty: np.generic) -> Real:
        rows = [None if limit is None else (limit.links, getattr(limit, name)) for limit in limits]
        return _spread(pairs, rows, sizes, empty)

    return Limits(
        _links(pairs, nodes),
        apart=spread("apart", np.False_),
        cap=spread("cap", np.float32(np.inf)),
        weight=spread("weight", np.float32(0.0)),
    )


def _pairs(links: Sequence[Links]) -> Pairs:
    """Every pair of seller and buyer that any of them names, in order."""
    return sorted({pair for some in links for pair in _named(some)})


def _named(links: Links) -> Pairs:
    return list(zip(links.seller.tolist(), links.buyer.tolist(), strict=True))


def _links(pairs: Pairs, nodes: int) -> Links:
    ends: npt.NDArray[np.intp] = np.array(pairs, dtype=np.intp)
    return Links.between(ends[:, 0].copy(), ends[:, 1].copy(), nodes).single()


def _spread(
    pairs: Pairs, rows: Sequence[tuple[Links, Real] | None], sizes: Sequence[int], empty: np.generic
) -> Real:
    """Rows [L,M] of several markets as rows of all pairs, `empty` where a market has none."""
    whole = np.full((len(pairs), sum(sizes)), empty)
    start = 0
    for row, size in zip(rows, sizes, strict=True):
        if row is not None:
            links, values = row
            whole[[pairs.index(pair) for pair in _named(links)], start : start + size] = values
        start += size
    return whole
