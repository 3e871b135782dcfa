"""Agreements, summits, the WTO and export controls between seats."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.economy.chance import Chance
from game.economy.policy import Policy
from game.rules.ledger import Cause, Ledger
from game.rules.masks import rows_in, some
from game.rules.orders import OrderArray
from game.rules.purposes import Draw
from game.rules.rulebook import Rulebook
from game.rules.state import NEVER, State

Mask = NDArray[np.bool_]


def propose_agreement(rulebook: Rulebook, state: State, seat: int, other: int, mask: Mask) -> None:
    """A proposal takes one quarter among friends, two otherwise."""
    params = rulebook.level.orders.agreement
    slow = state.trust[seat, other] < params.quick_trust
    wait = np.where(slow, params.quarters[1], params.quarters[0]).astype(np.int16)
    state.agreement_wait[seat, other][mask] = wait[mask]


def leave_agreement(
    state: State, seat: int, other: int, mask: Mask, ledger: Ledger, rulebook: Rulebook
) -> None:
    """Leaving breaks a pledge: confidence at home and trust abroad."""
    held = mask & (state.agreement[seat, other] > 0)
    state.agreement[seat, other][mask] = 0
    state.agreement_wait[seat, other][mask] = 0
    hurt = rulebook.level.orders.confidence.pledge_broken
    cause = Cause("left_agreement", rulebook.seats[other])
    ledger.post(state, "confidence", seat, cause, np.where(held, hurt, 0.0))
    ledger.post_trust(state, seat, other, cause, np.where(held, -10.0, 0.0))


def hold_summit(
    rulebook: Rulebook, state: State, seat: int, other: int, mask: Mask, chance: Chance, ledger: Ledger
) -> None:
    """Talks at the top: with luck (more of it among those who trust each other) licences open for a while."""
    params = rulebook.level.orders.summit
    low, high = params.odds
    odds = low + (high - low) * state.trust[seat, other] / 100.0
    number = rulebook.seat_count
    draw = chance.uniform(Draw.SUMMIT, number * number)[seat * number + other]
    won = mask & (draw < odds)
    state.opened_until[other, seat][won] = state.quarter + params.open_quarters
    ledger.post_trust(
        state, seat, other, Cause("summit", rulebook.seats[other]), np.where(won, params.trust, 0.0)
    )


def file_case(rulebook: Rulebook, state: State, seat: int, other: int, mask: Mask, ledger: Ledger) -> None:
    """Open a case at the WTO against a seat's quota and duty, or join one filed in the same quarter."""
    params = rulebook.level.orders.wto
    length = int(params.quarters[-1])
    open_now = mask & (state.wto_ends[other] == NEVER)
    fresh = open_now & (state.wto_clock[other] == 0)
    state.wto_clock[other][fresh] = length
    if seat >= 0:
        filed = open_now & (state.wto_clock[other] == length)
        cause = Cause("wto", rulebook.seats[other])
        ledger.post_trust(state, seat, other, cause, np.where(filed, params.trust, 0.0))


def share_cases(rulebook: Rulebook, state: State, accepted: OrderArray, ledger: Ledger) -> None:
    """Seats that file against the same seat in one quarter bring one case: part of the influence returns."""
    params = rulebook.level.orders.wto
    saved = float(params.influence - params.joined_influence)
    slots = rulebook.tables.cases
    for slot in slots[accepted[:, slots].any(axis=(0, 2))].tolist():
        spec = rulebook.slots[slot]
        filed = accepted[:, slot] > 0
        together = filed.sum(axis=0) > 1
        for seat in np.flatnonzero((filed & together).any(axis=1)):
            back = np.where(filed[seat] & together, saved, 0.0)
            ledger.post(state, "influence", int(seat), Cause("joint_case", spec.target), back)


def set_control(
    rulebook: Rulebook, state: State, seat: int, slot: int, option: int, mask: Mask, ledger: Ledger
) -> None:
    """Move a licence, quota or duty to a step; tightening costs trust at once."""
    spec = rulebook.slots[slot]
    params = rulebook.level.orders.controls
    step = option - 1
    if spec.kind == "licence":
        other = rulebook.seat(spec.target)
        row = state.licence[params.goods.index(spec.good), seat, other]
        scale = np.asarray(params.licence_trust, dtype=np.float64)
        change = np.where(mask & (step > row), scale[step] - scale[row], 0.0)
        row[mask] = step
        ledger.post_trust(state, seat, other, Cause("licence", spec.id), change)
        return
    row = state.quota_step[seat] if spec.kind == "quota" else state.duty_step[seat]
    each = params.quota_trust_step if spec.kind == "quota" else params.duty_trust_step
    tightened = np.where(mask, np.maximum(step - row, 0), 0).astype(np.float64)
    row[mask] = step
    for other in range(rulebook.seat_count):
        if other != seat:
            ledger.post_trust(state, seat, other, Cause(spec.kind, spec.id), each * tightened)


def apply(rulebook: Rulebook, state: State, policy: Policy) -> None:
    """Write agreements, licences, quotas and duties that stand into the economy's policy."""
    allied = state.agreement > 0
    first_refusal = np.where(allied, float(rulebook.level.orders.agreement.affinity), 1.0)
    _keep_word(rulebook, state, policy, allied)
    for seat, other in pairs_in(allied):
        affinity = policy.wide("affinity", state.size)
        seller, me = rulebook.nation_of[other], rulebook.nation_of[seat]
        for good in rulebook.quota_goods:  # ores and oxides; magnets are anybody's
            affinity[good, seller, me] *= first_refusal[seat, other]
    for seat, other in pairs_in(np.any(state.licence, axis=0)):
        _licences(rulebook, state, policy, seat, other)
    _quotas_and_duties(rulebook, state, policy)


def _keep_word(rulebook: Rulebook, state: State, policy: Policy, allied: Mask) -> None:
    """Loyal allies go on delivering what they usually deliver, before their own need and beside a quota of
    theirs; without loyalty a partner's own industry is served first, whatever it has promised."""
    loyalty = float(rulebook.level.orders.agreement.loyalty)
    if loyalty == 0.0:
        return
    policy.loyalty = np.full(1, loyalty)
    for seat, other in pairs_in(allied):
        pledge = policy.wide("pledge", state.size)
        seller, me = rulebook.nation_of[other], rulebook.nation_of[seat]
        for good in rulebook.quota_goods:
            usual = np.maximum(
                rulebook.parameters.flow0_t[good, seller, me],
                state.economy.reference_flow[good, seller, me],
            )
            pledge[good, seller, me] += np.where(allied[seat, other], loyalty * usual, 0.0)


def pairs_in(found: Mask) -> list[tuple[int, int]]:
    """Pairs of seats for which a mask [S,S,B] holds in any world."""
    ones, others = np.any(found, axis=-1).nonzero()
    return list(zip(ones.tolist(), others.tolist(), strict=True))


def _licences(rulebook: Rulebook, state: State, policy: Policy, seat: int, other: int) -> None:
    flow = rulebook.tables.licence_flow
    opened = state.opened_until[seat, other] > state.quarter
    me, them = rulebook.nation_of[seat], rulebook.nation_of[other]
    limit = policy.wide("licence_cap", state.size)
    for row, good in enumerate(rulebook.control_goods):
        step = state.licence[row, seat, other]
        step = np.where(opened & (step < 3), 0, step)
        cap = np.where(step > 0, flow[step], np.inf)
        limit[good, me, them] = np.minimum(limit[good, me, them], cap)


def _quotas_and_duties(rulebook: Rulebook, state: State, policy: Policy) -> None:
    """Own quotas and duties; where the WTO has ruled against a seat, none of its duties stands."""
    tables = rulebook.tables
    void = state.wto_ends <= state.quarter
    places = tables.quota_goods, rulebook.nation_of
    if some(state.quota_step):
        bound = (state.quota_step > 0) & ~void
        quota = policy.wide("quota", state.size)
        own = np.where(bound, tables.quota_steps[state.quota_step], np.inf)
        quota[places] = np.minimum(quota[places], own)
    if some(state.duty_step) or some(void):
        duty = policy.wide("export_duty", state.size)
        duty[places] = np.where(void, 0.0, duty[places] + tables.duty_steps[state.duty_step])


def drift(rulebook: Rulebook, state: State, chance: Chance, ledger: Ledger) -> None:
    """End of the quarter: proposals ripen, upkeep, trust recovers, cases are ruled."""
    params = rulebook.level.orders.agreement
    wait = state.agreement_wait
    if some(wait):
        ready = (wait == 1) & (state.trust >= params.trust_needed)
        state.agreement[ready] = 1
        state.agreement_wait = np.maximum(wait - 1, 0)
    for seat, other in pairs_in(state.agreement > 0):
        held = state.agreement[seat, other] > 0
        pay = np.where(held, -np.minimum(params.upkeep_influence, state.influence[seat]), 0.0)
        ledger.post(state, "influence", seat, Cause("agreement", rulebook.seats[other]), pay)
    lost = rulebook.start_trust[..., None] - state.trust
    if some(lost > 0.0):
        gap = np.minimum(np.maximum(lost, 0.0), rulebook.level.orders.trust.recovery_quarter)
        for one, other in pairs_in(gap > 0.0):
            if one < other:
                ledger.post_trust(state, one, other, Cause("time"), gap[one, other])
    _rule_cases(rulebook, state, chance)


def _rule_cases(rulebook: Rulebook, state: State, chance: Chance) -> None:
    params = rulebook.level.orders.wto
    if not some(state.wto_clock):
        return
    ruled = state.wto_clock == 1
    state.wto_clock = np.maximum(state.wto_clock - 1, 0)
    for seat in rows_in(ruled):
        draw = chance.uniform(Draw.WTO, [seat])[0]
        end_measures(rulebook, state, seat, ruled[seat] & (draw < params.odds), params.grace)


def end_measures(rulebook: Rulebook, state: State, seat: int, mask: Mask, after: int) -> None:
    """Quota and duty of a seat, its own and those of events, end some quarters from now."""
    from_quarter = state.quarter + 1 + after
    state.wto_ends[seat][mask] = np.minimum(state.wto_ends[seat][mask], from_quarter)
    me = int(rulebook.nation_of[seat])
    for index, effect in rulebook.effects_of_kind("quota", "export_duty"):
        if (
            effect.value > 0.0  # a negative duty is one that ended
            and effect.economic is not None
            and me in effect.economic.nations
        ):
            row = state.effect_end[index]
            row[mask] = np.minimum(row[mask], from_quarter)
