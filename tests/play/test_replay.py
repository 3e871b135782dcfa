"""Replay: the same digests here, a tolerance elsewhere, and no mercy for a changed record."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from game.i18n import Translator
from game.play.match import Match
from game.play.record import QuarterRecord, Record
from game.play.replay import Report, largest_difference, replay, replay_file

ROOT = Path(__file__).parents[2]


def text(report: object) -> str:
    translator = Translator("en")
    words = translator.render(report.text)  # type: ignore[attr-defined]
    assert not translator.missing
    return words


def with_orders(record: Record, quarter: int, orders: list[tuple[str, str]]) -> Record:
    """The record as if Japan had ordered something else in a quarter."""
    played = list(record.played)
    old = played[quarter - 1]
    played[quarter - 1] = QuarterRecord(old.quarter, {**old.orders, "japan": orders}, old.reasons, old.digest)
    return dataclasses.replace(record, played=tuple(played))


def test_a_record_replays_to_the_same_digests(played: Match) -> None:
    report = replay(played.to_record())
    assert report.identical and report.verified and report.first is None
    assert report.digest == played.digest and report.quarters == 10
    assert "every digest is the same" in text(report)
    assert json.dumps(report.to_plain())


def test_changed_orders_are_found_in_their_quarter(played: Match) -> None:
    report = replay(with_orders(played.to_record(), 4, [("recycling", "start"), ("process", "start")]))
    assert report.first == 4 and not report.verified and report.difference is not None
    assert "quarter 4 comes out differently" in text(report)


def test_other_numbers_of_the_model_are_no_forgery(played: Match) -> None:
    record = dataclasses.replace(played.to_record(), parameters="0" * 64, start_digest="0" * 64)
    report = replay(record)
    assert not report.verified and "other numbers of the model" in text(report)


def test_a_changed_state_is_found(played: Match) -> None:
    state = played.state.take([0])
    state.money[0] += 1000.0
    report = replay(dataclasses.replace(played.to_record(), state=state.to_plain()))
    assert not report.state_matches and not report.verified
    assert "somebody has changed it" in text(report)


def test_elsewhere_a_difference_is_a_warning(played: Match) -> None:
    foreign = dataclasses.replace(played.to_record(), machine="another")
    digests = tuple(dataclasses.replace(q, digest="0" * 64) for q in foreign.played[:-1])
    report = replay(dataclasses.replace(foreign, played=(*digests, foreign.played[-1])))
    assert report.verified and not report.identical and report.first == 1 and report.difference is None
    assert "states agree to 1e-9" in text(report)
    far = replay(with_orders(foreign, 4, [("process", "start")]))
    assert far.verified and far.difference is not None and "Warning" in text(far)


def test_differences_are_relative_to_the_size_of_a_field(played: Match) -> None:
    one, other = played.state.take([0]), played.state.take([0])
    assert largest_difference(one, other) is None
    other.money[0] *= 1 + 1e-12
    assert largest_difference(one, other) is None
    other.economy.price[2, 2] *= 1.01
    found = largest_difference(one, other)
    assert found is not None and found.field == "economy.price" and 1e-5 < found.relative <= 0.01


SCRIPT = """
from game.content.packs import load_level
from game.play.match import Match
match = Match(load_level("quota"), ("japan", "usa"), 11)
for _ in range(5):
    match.draft("thrift", "start", "japan")
    match.draft("summit:china", "go", "usa")
    match.end_quarter()
print(match.digest)
"""


def test_processes_with_other_hash_seeds_play_the_same_game() -> None:
    digests = set()
    for seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_a_file_that_somebody_changed_tells_where(played: Match, tmp_path: Path) -> None:
    """With orders, a digest, the state or only the drafts changed, and the checksum left as it was."""

    def told(change: Callable[[dict[str, Any]], object]) -> tuple[Report, str]:
        file = tmp_path / "save.json"
        file.unlink(missing_ok=True)
        played.save(file)
        raw = json.loads(file.read_text(encoding="utf-8"))
        change(raw["body"])
        file.write_text(json.dumps(raw), encoding="utf-8")
        report = replay_file(file)
        assert not report.verified and not report.identical and not report.sealed
        return report, text(report)

    report, words = told(lambda body: body["played"][6]["orders"].update(japan=[["process", "start"]]))
    assert report.first == 7 and "quarter 7 is the first" in words
    report, words = told(lambda body: body["played"][2].update(digest="0" * 64))
    assert report.first == 3 and "most in 'digest'" in words
    report, words = told(lambda body: body.update(start_digest="0" * 64))
    assert report.first == 0 and "the start is the first" in words
    money = (played.state.take([0]).money + 500.0).tobytes()
    forged = base64.b64encode(money).decode()
    report, words = told(lambda body: body["state"]["money"].update(base64=forged))
    assert not report.state_matches and "most in 'money'" in words
    report, words = told(lambda body: body["drafts"].update(japan=[["thrift", "start"]]))
    assert report.first is None and "only its heading or drafts" in words
