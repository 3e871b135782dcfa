"""No quarter of the told game is empty: each holds an order that gains, not only orders to refuse."""

from __future__ import annotations

import pytest

from tests.desktop.window.story import Change, decisive, game_of, worths

LEAST_MUSD = 2.0  # worth over the best other option of the same slot, nothing and the default among them
FUTURES = 8


@pytest.fixture(scope="module")
def gains() -> dict[Change, float]:
    """What it would have been worth to give each order otherwise, or not at all, USD million."""
    match, possible, _ = game_of()
    given = {(at, slot) for changes in possible.values() for at, slot, option in changes if option == 0}
    changes = [c for quarter in sorted(possible) for c in possible[quarter] if c[:2] in given]
    return dict(zip(changes, worths(match, changes, FUTURES), strict=True))


def test_every_quarter_has_an_order_that_helps(gains: dict[Change, float]) -> None:
    empty = {}
    for quarter in range(1, 21):
        best = decisive(gains, quarter)
        if best is None or best[0] < LEAST_MUSD:
            empty[quarter] = None if best is None else round(best[0], 1)
    assert not empty, f"quarters without an order worth {LEAST_MUSD} million: {empty}"
