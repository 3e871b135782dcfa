"""The game that docs/story.md tells: Japan, seed 7, every order of its twenty quarters.

    python -m tests.desktop.window.story

plays it without a window and prints for every quarter what its orders were worth, and what other single
orders of that quarter would have been worth instead: the account after the reckoning in USD million, mean
over futures, with one order changed, the same luck and everything else as it was.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import numpy as np

from game.content.packs import load_level
from game.insight.replays import Game, play
from game.play.match import Match
from game.rules.accounts import close_account
from game.rules.rollout import rollout, scripted
from game.rules.score import futures

__all__ = ["ORDERS", "SEAT", "SEED", "decisive", "game_of", "main", "worths"]

SEAT, SEED = "japan", 7
FUTURES = 16
BLOCK = 32  # changed games that are rolled out at once

ORDERS: Mapping[int, tuple[tuple[str, str], ...]] = {
    1: (("answer:weld_letter", "talk"), ("stock", "month"), ("thrift", "start"), ("offtake:silmet", "45")),
    2: (
        ("answer:cut_rumour", "buy"),
        ("answer:quota_cut", "move_line"),
        ("offtake:mount_weld_kuantan", "45"),
        ("join:mount_weld_kuantan", "go"),
    ),
    3: (("answer:collision", "calm"), ("stock", "hold"), ("wto:china", "go")),
    4: (("answer:extra_budget", "half"), ("stock", "release")),
    5: (("answer:hoarders", "tax_stocks"),),
    6: (("answer:carmaker", "motors"), ("answer:mislabelled", "report"), ("process", "start")),
    7: (("answer:peak", "hot_motors"), ("offtake:steenkampskraal", "45")),
    8: (("answer:motor_lab", "magnets"), ("answer:one_month", "survey")),
    9: (("agreement:china", "propose"),),
    10: (("answer:half_dysprosium", "teach"),),
    11: (("answer:furnaces", "crew"),),
    12: (("answer:india", "accept"), ("answer:ruling", "settle")),
    13: (("answer:first_drums", "metallurgists"),),
    14: (("answer:second_door", "delhi"), ("answer:dock_strike", "mediate"), ("answer:old_disks", "thanks")),
    15: (("answer:kuantan_debt", "convert"),),
    16: (("answer:club", "tonnes"),),
    17: (("answer:old_hands", "robots"),),
    18: (("answer:friend_plant", "kiln"),),
    19: (("answer:plain_magnets", "let_in"), ("answer:review", "keep")),
    20: (("answer:handover", "second_line"),),
}

Change = tuple[int, int, int]  # quarter from 0, slot, option (0: none)


def game_of() -> tuple[Match, dict[int, list[Change]], set[tuple[int, str, str]]]:
    """The finished game; every single order that could have been given otherwise, quarter by quarter; and
    which of them lay in the tray."""
    match = Match(load_level("quota"), [SEAT], SEED)
    slots = {spec.id: index for index, spec in enumerate(match.rulebook.slots)}
    possible: dict[int, list[Change]] = {}
    papers: set[tuple[int, str, str]] = set()
    while not match.finished:
        quarter, view = match.quarter, match.view(SEAT)
        options = [o for lever in view.levers for order in lever.orders for o in order.options]
        tray = [o for paper in view.tray for o in paper.options]
        papers |= {(quarter, o.slot, o.option) for o in tray}
        found = {
            (quarter - 1, slots[o.slot], match.rulebook.slots[slots[o.slot]].options.index(o.option) + 1)
            for o in [*options, *tray]
            if o.refusal is None
        }
        for slot, option in ORDERS.get(quarter, ()):
            refusal = match.draft(slot, option, SEAT)
            if refusal is not None:
                print(f"Q{quarter}: {slot} {option} was refused", file=sys.stderr)
        given = match.drafted()[match.seat_index(SEAT), :, 0]
        taken = {(quarter - 1, int(slot), int(given[slot])) for slot in np.flatnonzero(given)}
        without = {(at, slot, 0) for at, slot, _ in taken}
        possible[quarter] = sorted((found | without) - taken)
        match.end_quarter()
    return match, possible, papers


def worths(match: Match, changes: Sequence[Change], count: int = FUTURES) -> list[float]:
    """The account of the game with each one change, less the account of the game as it was, USD million.

    Mean over `count` futures.
    """
    rulebook, seat = match.rulebook, match.seat_index(SEAT)
    orders = np.stack([past.given[..., 0] for past in match.past])
    game = Game(rulebook, SEED, (seat,), orders, match.machines)
    accounts: list[float] = []
    worlds: list[Change | None] = [None, *changes]
    for at in range(0, len(worlds), BLOCK):
        block = worlds[at : at + BLOCK]
        block += [None] * (2 - len(block))
        scripts = {q: np.repeat(orders[q, seat][:, None], len(block), axis=1) for q in range(game.quarters)}
        for world, change in enumerate(block):
            if change is not None:
                scripts[change[0]][change[1], world] = change[2]
        end = play(game, game.begin(len(block)), {seat: scripted(scripts)}, game.quarters)
        later = rollout(
            rulebook, futures(rulebook, end, seat, count), dict(match.machines), rulebook.caretaker
        )
        accounts += list(close_account(rulebook, later)[:, seat].sum(axis=0).reshape(-1, count).mean(axis=1))
    return [account - accounts[0] for account in accounts[1 : 1 + len(changes)]]


def decisive(gains: Mapping[Change, float], quarter: int) -> tuple[float, float, int] | None:
    """The order of a quarter that helps most: its worth against the best other option of its slot, doing
    nothing (or the default answer) being one of them; its worth against doing nothing; its slot.

    `gains`: what every change of the game's orders was worth, USD million. None if nothing was ordered.
    """
    given = [slot for at, slot, option in gains if at == quarter - 1 and option == 0]
    rows = [
        (
            -max(gain for change, gain in gains.items() if change[:2] == (quarter - 1, slot)),
            -gains[quarter - 1, slot, 0],
            slot,
        )
        for slot in given
    ]
    return max(rows, default=None)


def _names(match: Match, slot: int, option: int) -> tuple[str, str]:
    spec = match.rulebook.slots[slot]
    return spec.id, spec.options[option - 1]


def main() -> int:
    """Print the table."""
    match, possible, papers = game_of()
    seat = match.seat_index(SEAT)
    changes = [change for quarter in sorted(possible) for change in possible[quarter]]
    gains = dict(zip(changes, worths(match, changes), strict=True))
    judged = match.reckoning(SEAT)
    print(f"points {judged.points if judged.points is None else round(judged.points)}")
    for quarter in sorted(possible):
        given = match.past[quarter - 1].given[seat, :, 0]
        best = decisive(gains, quarter)
        print(f"Q{quarter}")
        if best is not None:
            over, alone, slot = best
            name = " ".join(_names(match, slot, int(given[slot])))
            print(f"          decisive: {name}, {over:+.0f} over the next best, {alone:+.0f} over nothing")
        for slot in np.flatnonzero(given):
            name = _names(match, int(slot), int(given[slot]))
            print(f"  {-gains[quarter - 1, int(slot), 0]:+6.0f}  {' '.join(name)}")
        others = sorted((gains[change], change) for change in possible[quarter] if change[2])
        named = [(gain, *_names(match, slot, option)) for gain, (_, slot, option) in others]
        waiting = [entry for entry in named if (quarter, *entry[1:]) in papers]
        for label, picked in (("best", named[-3:][::-1]), ("worst", named[:3]), ("in the tray", waiting)):
            said = ", ".join(f"{slot} {way} {gain:+.0f}" for gain, slot, way in picked)
            print(f"          {label}: {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
