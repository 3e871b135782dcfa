"""Batches of worlds: take, repeat, join, digest and store."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pytest

from game.economy.batch import Batch, concat


@dataclass
class Inner(Batch):
    flag: np.ndarray


@dataclass
class Outer(Batch):
    level: np.ndarray
    inner: Inner


def sample(size: int = 5) -> Outer:
    draw = np.random.default_rng(1)
    return Outer(draw.normal(size=(3, 2, size)), Inner(draw.integers(0, 9, size=(4, size)).astype(np.int8)))


def test_columns_keep_their_digest_wherever_they_go() -> None:
    whole = sample()
    digests = [whole.digest(column) for column in range(5)]
    assert len(set(digests)) == 5
    assert whole.take([3, 1]).digest(0) == digests[3]
    assert whole.take(4).digest(0) == digests[4]
    assert whole.take(slice(1, 3)).digest(1) == digests[2]
    doubled = whole.repeat(2)
    assert [doubled.digest(i) for i in (0, 1, 2, 9)] == [digests[i] for i in (0, 0, 1, 4)]
    joined = concat([whole.take([0]), whole.take([2, 4])])
    assert joined.size == 3 and joined.digest(2) == digests[4]


def test_copies_share_no_memory() -> None:
    whole = sample()
    for other in (whole.copy(), whole.take(slice(0, 5)), whole.repeat(1)):
        other.level[...] = 0.0
        other.inner.flag[...] = 0
    assert whole.digest(0) == sample().digest(0)


def test_stored_batches_come_back_exactly() -> None:
    whole = sample()
    whole.level[0, 0, 0] = np.inf
    stored = json.loads(json.dumps(whole.to_plain()))
    back = Outer.from_plain(stored)
    assert [back.digest(i) for i in range(5)] == [whole.digest(i) for i in range(5)]
    back.level[0] = 1.0  # writable


def test_stored_batches_with_wrong_fields_are_refused() -> None:
    stored = sample().to_plain()
    stored["other"] = stored.pop("level")
    with pytest.raises(ValueError, match="level"):
        Outer.from_plain(stored)


def test_joining_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        concat([])
