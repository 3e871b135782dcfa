"""Measures between two nations: licences, duties and quotas that hold for one seller and one buyer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.economy.state import EconomyState

F64 = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

MOST_EXPORT_DUTY = 0.95
LEAST_DUTY = -0.9
"""Bounds of a duty: a subsidy of nine tenths, or a tax that leaves a twentieth."""


@dataclass(frozen=True)
class LinkDuties:
    """What a seller keeps of the price before its general duty, and that price over the one paid before the
    general import duty: [g,S,D,B or 1], 1 where no duty between two nations holds."""

    sent: F64
    landed: F64

    def attraction(self, theta: F64) -> F64:
        """Factor [g,S,D,B or 1] on trade weights; `theta` is the trade elasticity, [B or 1]."""
        kept: F64 = np.exp(theta * np.log(self.sent * self.landed))
        return kept


def link_duties(policy: Policy, goods: slice = slice(None)) -> LinkDuties | None:
    """The duties between two nations of some goods; None where there are none."""
    out, into = policy.link_export_duty[goods], policy.link_import_duty[goods]
    if not out.any() and not into.any():
        return None
    return LinkDuties(
        sent=1.0 - np.clip(out, LEAST_DUTY, MOST_EXPORT_DUTY),
        landed=1.0 / (1.0 + np.maximum(into, LEAST_DUTY)),
    )


def export_duty_of(policy: Policy, goods: slice = slice(None)) -> F64:
    """General export duties [g,S,B or 1], within the bounds."""
    duty: F64 = np.clip(policy.export_duty[goods], LEAST_DUTY, MOST_EXPORT_DUTY)
    return duty


def import_duty_of(policy: Policy, goods: slice = slice(None)) -> F64:
    """General import duties [g,D,B or 1], within the bounds."""
    duty: F64 = np.maximum(policy.import_duty[goods], LEAST_DUTY)
    return duty


def licensed_links(policy: Policy) -> npt.NDArray[np.bool_]:
    """Where a licence limits a flow, [G,S,D,B or 1]."""
    return np.isfinite(policy.licence_cap)


def capped_links(policy: Policy) -> npt.NDArray[np.bool_]:
    """Where a licence or a quota limits a single flow, [G,S,D,B or 1]."""
    limited: npt.NDArray[np.bool_] = licensed_links(policy) | np.isfinite(policy.link_quota)
    return limited


def link_caps(
    state: EconomyState, policy: Policy, params: Parameters, goods: slice, seller: Indices, buyer: Indices
) -> F64:
    """Largest flows [g,L,B] on some links, t (inf: open): under a licence its share of the trailing flow, and
    what evades; under a quota its share of the benchmark's flow, with what leaks."""
    leakage = state.leakage[goods][:, seller]
    evaded = np.minimum(params.leakage_licence_max, leakage / (1.0 + leakage))
    share = policy.licence_cap[goods][:, seller, buyer]
    finite = np.isfinite(share)
    allowed = np.where(finite, share, 0.0)
    allowed = allowed + np.maximum(1.0 - allowed, 0.0) * evaded
    cap = np.where(finite, allowed * state.reference_flow[goods][:, seller, buyer], np.inf)
    quota = policy.link_quota[goods][:, seller, buyer]
    finite = np.isfinite(quota)
    if finite.any():
        most = np.where(finite, quota, 0.0) * params.flow0_t[goods][:, seller, buyer] * (1.0 + leakage)
        cap = np.where(finite, np.minimum(cap, most), cap)
    return cap
