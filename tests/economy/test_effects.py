"""Effects write the measure that their kind names, where they say, in active worlds only."""

from __future__ import annotations

import dataclasses
import pickle

import numpy as np
import pytest

from game.economy.dims import HO, LO, MAGP, MINE
from game.economy.effects import KINDS, Effect, apply_effect
from game.economy.parameters import Parameters
from game.economy.policy import neutral_policy

ACTIVE = np.array([True, False])


def changed_fields(params: Parameters, effect: Effect, value: float) -> set[str]:
    policy, plain = neutral_policy(params, 2), neutral_policy(params, 2)
    apply_effect(policy, effect, np.full(2, value), ACTIVE)
    changed = set()
    for field in dataclasses.fields(policy):
        new, old = getattr(policy, field.name), getattr(plain, field.name)
        assert np.array_equal(new[..., 1], old[..., 1]), f"{field.name} changed where nothing is active"
        if not np.array_equal(new, old):
            changed.add(field.name)
    return changed


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_changes_one_measure(params: Parameters, kind: str) -> None:
    assert len(changed_fields(params, Effect(kind), 0.3)) == 1


def test_targets_are_respected(params: Parameters) -> None:
    policy = neutral_policy(params, 2)
    effect = Effect("licence", goods=(LO,), nations=(0,), destinations=(2,))
    apply_effect(policy, effect, np.array([0.35, 0.35]), ACTIVE)
    limited = np.isfinite(policy.licence_cap)
    assert limited.sum() == 1 and policy.licence_cap[LO, 0, 2, 0] == 0.35
    apply_effect(policy, Effect("licence"), np.array([0.5, 0.5]), ACTIVE)
    home = np.arange(10)
    assert np.isinf(policy.licence_cap[:, home, home]).all(), "nobody licenses sales at home"
    assert policy.licence_cap[LO, 0, 2, 0] == 0.35, "the tighter cap holds"


def test_effects_combine_without_order(params: Parameters) -> None:
    effects = [
        (Effect("quota", goods=(LO, HO), nations=(0,)), 0.6),
        (Effect("quota", goods=(LO,), nations=(0,)), 0.4),
        (Effect("need", nations=(2,)), 0.9),
        (Effect("need", goods=(LO,)), 1.2),
        (Effect("export_duty", goods=(LO,), nations=(0,)), 0.1),
        (Effect("export_duty", goods=(LO,), nations=(0,)), -0.15),
        (Effect("capacity", nations=(3,), destinations=(7,), plants=(MINE,)), 50.0),
        (Effect("capacity", nations=(2,), plants=(MAGP,)), -30.0),
    ]
    forward, back = neutral_policy(params, 2), neutral_policy(params, 2)
    for policy, order in ((forward, effects), (back, effects[::-1])):
        for effect, value in order:
            apply_effect(policy, effect, np.full(2, value), ACTIVE)
    for field in dataclasses.fields(forward):
        np.testing.assert_allclose(getattr(forward, field.name), getattr(back, field.name))
    assert forward.quota[LO, 0].tolist() == [0.4, np.inf]
    assert forward.need_factor[LO, 2, 0] == pytest.approx(1.08)
    assert forward.export_duty[LO, 0, 0] == pytest.approx(0.10)
    assert forward.capacity_new[MINE, 3, 7, 0] == 50.0
    assert forward.capacity_new[MAGP, 2, 2, 0] == -30.0


def test_only_the_measure_that_an_effect_writes_gets_a_column_a_world(params: Parameters) -> None:
    shared = neutral_policy(params, 1).shared()
    draft = shared.draft()
    apply_effect(draft, Effect("affinity", nations=(1,), destinations=(2,)), 1.5, ACTIVE)
    wide = {name for name, array in vars(draft).items() if array.shape[-1] == 2}
    assert wide == {"affinity"}
    assert (shared.affinity == 1.0).all() and shared.affinity.shape[-1] == 1
    assert draft.affinity[:, 1, 2].tolist() == [[1.5, 1.0]] * len(draft.affinity)
    with pytest.raises(ValueError, match="read-only"):
        draft.quota[:] = 0.0


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown effect"):
        Effect("magic")


def test_shared_measures_stay_shared_in_another_process(params: Parameters) -> None:
    policy = pickle.loads(pickle.dumps(neutral_policy(params, 1).shared()))
    shared = policy.quota
    apply_effect(policy, Effect("quota", (LO,), (0,)), np.full(3, 0.5), np.array([True, False, True]))
    assert policy.quota.shape[-1] == 3
    assert np.isinf(shared).all()
