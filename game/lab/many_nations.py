"""A world of more nations for timing: each nation of a setting split into equal parts."""

from __future__ import annotations

import dataclasses

import numpy as np

from game.economy.parameters import Parameters

_BY_NATION = {
    "price0_usd_kg", "netback0_usd_kg", "export_duty0", "utilisation0", "investor_memory0", "entry_memory0",
    "heavy_per_magnet", "heavy_share", "ndpr_share", "by_product_credit_usd_kg", "processing_cost_usd_kg",
    "cover_quarters",
}  # fmt: skip
_TONNES = {
    "need0_t", "want0_t", "supply0_t", "stock0_t", "exports0_t", "pipeline0_t", "experience0_t",
    "latent_capacity_t",
}  # fmt: skip


def split(params: Parameters, parts: int) -> Parameters:
    """The same world in which every nation has become `parts` equal ones; the benchmark stays in balance."""
    new: dict[str, np.ndarray] = {}
    for name, array in params.arrays():
        if name in _BY_NATION:
            new[name] = np.repeat(array, parts, axis=-2)
        elif name in _TONNES:
            new[name] = np.repeat(array, parts, axis=-2) / parts
        elif name == "weights":
            new[name] = np.repeat(np.repeat(array, parts, axis=-3), parts, axis=-2) / parts
        elif name in ("flow0_t", "capacity0_t"):
            new[name] = np.repeat(np.repeat(array, parts, axis=-3), parts, axis=-2) / parts**2
    names = tuple(f"{nation}_{part + 1}" for nation in params.nations for part in range(parts))
    return dataclasses.replace(params, nations=names, **new)
