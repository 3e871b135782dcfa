"""Saves: exact, whole after a crash at any moment, and clear about what is wrong with a file."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from game.content.packs import LoadedLevel
from game.i18n import Translator
from game.play import record as records
from game.play.match import Match
from game.play.record import SaveError, list_saves, read_header, read_record, write_record
from game.rules.rulebook import Rulebook

from .conftest import SEED, busy

GOLDEN = Path(__file__).parent.parent / "saves"


def said(error: SaveError, language: str = "en") -> str:
    translator = Translator(language)
    text = translator.render(error.text)
    assert not translator.missing
    return text


def test_a_save_at_quarter_ten_goes_on_to_the_same_end(
    loaded: LoadedLevel, rulebook: Rulebook, tmp_path: Path
) -> None:
    whole = busy(Match(loaded, ("japan",), SEED, rulebook=rulebook), 10)
    whole.draft("thrift", "start")
    whole.save(tmp_path / "ten.json")
    again = Match.load(tmp_path / "ten.json")
    assert again.differs is None and again.digest == whole.digest
    assert dict(again.drafts["japan"].orders) == {"thrift": "start"}
    for match in (whole, again):
        busy(match, match.rulebook.quarters - 10)
    assert whole.finished and [p.digest for p in again.past] == [p.digest for p in whole.past]
    pages = [match.view().front_page for match in (whole, again)]
    assert pages[0] is not None and pages[1] is not None
    assert [line.amount for line in pages[0].lines] == [line.amount for line in pages[1].lines]
    assert [news.title for news in pages[0].headlines] == [news.title for news in pages[1].headlines]
    assert again.view().sheet("china").acts == whole.view().sheet("china").acts, "reasons are kept"


def test_every_quarter_is_saved_by_itself(loaded: LoadedLevel, rulebook: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "auto.json"
    match = Match(loaded, ("japan",), SEED, autosave=file, rulebook=rulebook)
    match.end_quarter()
    assert read_header(file).quarter == 1
    match.end_quarter()
    header = read_header(file)
    assert (header.quarter, header.quarters, header.seats, header.seed) == (2, 20, ("japan",), SEED)
    assert header.problem is None and not header.practice
    assert [save.path for save in list_saves(file.parent)] == [file]
    assert [path.name for path in file.parent.iterdir()] == ["auto.json"], "nothing is left beside it"


KILLED = """
import sys
from pathlib import Path
from game.play.record import read_record, write_record
record = read_record(Path(sys.argv[1]))
print("go", flush=True)
while True:
    write_record(Path(sys.argv[2]), record)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is for POSIX systems")
def test_a_save_survives_kill_9_at_any_moment(played: Match, tmp_path: Path) -> None:
    source, target = tmp_path / "source.json", tmp_path / "target" / "save.json"
    played.save(source)
    expected = read_record(source)
    luck = random.Random(1)
    survived = 0
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(source), str(target)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert process.stdout is not None and process.stdout.readline() == b"go\n"
        time.sleep(luck.uniform(0.0, 0.06))
        process.kill()
        process.wait()
        process.stdout.close()
        if target.exists():
            survived += 1
            assert read_record(target) == expected
    assert survived, "in none of the tries a save was written"


def test_what_killed_writers_left_is_swept_away(played: Match, tmp_path: Path) -> None:
    file = tmp_path / "save.json"
    old, fresh, other = (
        tmp_path / name for name in (".save.json.1-1.part", ".save.json.2-2.part", ".x.json.1-1.part")
    )
    for part in (old, fresh, other):
        part.write_bytes(b"half")
    for part in (old, other):
        os.utime(part, (1.0, 1.0))
    played.save(file)
    assert not old.exists() and fresh.exists() and other.exists() and file.exists()


def test_a_failed_write_leaves_the_old_save(
    played: Match, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "save.json"
    played.save(file)
    before = file.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError) as caught:
        played.save(file)
    assert "No space left on device" in said(caught.value)
    assert file.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def damage(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(change(path.read_bytes())) and None


def edit(change: Callable[[dict], None]) -> Callable[[Path], None]:  # type: ignore[type-arg]
    """Change the parsed save and write it back with a right checksum, as the game itself would."""

    def act(path: Path) -> None:
        raw = json.loads(path.read_bytes())
        change(raw)
        body = json.dumps(raw["body"], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        raw["header"]["sha256"] = records._sum(raw["header"], body.encode())
        head = json.dumps(raw["header"], ensure_ascii=False, separators=(",", ":"))
        path.write_text(f'{{"header":{head},\n"body":{body}}}\n', encoding="utf-8")

    return act


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: path.unlink(), "There is no save"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "is a folder"),
    "empty": (damage(lambda data: b""), "is not a save of this game"),
    "half": (damage(lambda data: data[: len(data) // 2]), "is damaged"),
    "binary": (damage(lambda data: b"\x89PNG\r\n" + bytes(range(256))), "is not a save of this game"),
    "other JSON": (damage(lambda data: b'{"hello": 1}'), "is not a save of this game"),
    "a list": (damage(lambda data: b"[1, 2]"), "is not a save of this game"),
    "deeply nested": (damage(lambda data: b"[" * 200_000), "is not a save of this game"),
    "another seed": (damage(lambda data: data.replace(b'"seed":7', b'"seed":8', 1)), "has been changed"),
    "a flipped bit": (damage(lambda d: d[:-400] + bytes([d[-400] ^ 1]) + d[-399:]), "has been changed"),
    "newer": (edit(lambda raw: raw["header"].update(format=99, game="9.9")), "version 9.9"),
    "odd format": (edit(lambda raw: raw["header"].update(format="1")), "is damaged"),
    "no orders": (edit(lambda raw: raw["body"].pop("played")), "is damaged"),
    "unknown slot": (
        edit(lambda raw: raw["body"]["played"][0]["orders"].update(japan=[["warp", "go"]])),
        "is damaged",
    ),
    "unknown seat": (edit(lambda raw: raw["header"].update(seats=["mars"])), "is damaged"),
    "wrong state": (edit(lambda raw: raw["body"]["state"].pop("money")), "is damaged"),
    "state of another quarter": (edit(lambda raw: raw["body"]["played"].pop()), "is damaged"),
    "rules with a mistake": (
        edit(lambda raw: [f.update(text="format: 1\nkind: level\n") for f in raw["body"]["rules"]["files"]]),
        "can't be used",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_save_is_refused_in_one_sentence(case: str, played: Match, tmp_path: Path) -> None:
    file = tmp_path / "save.json"
    played.save(file)
    spoil, words = BROKEN[case]
    spoil(file)
    with pytest.raises(SaveError) as caught:
        Match.load(file)
    for language in ("en", "zh-Hans"):
        text = said(caught.value, language)
        assert "\n" not in text and "Traceback" not in text and str(file) in text
    assert words in said(caught.value)


def test_a_list_of_saves_shows_broken_ones_with_their_problem(played: Match, tmp_path: Path) -> None:
    played.save(tmp_path / "good.json")
    (tmp_path / "bad.json").write_text("nonsense", encoding="utf-8")
    (tmp_path / "note.txt").write_text("no save", encoding="utf-8")
    found = {header.path.name: header.problem for header in list_saves(tmp_path)}
    assert set(found) == {"good.json", "bad.json"}
    assert found["good.json"] is None and found["bad.json"] is not None
    assert list_saves(tmp_path / "nowhere") == []


def test_older_formats_are_lifted_step_by_step(
    played: Match, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "save.json"
    played.save(file)
    monkeypatch.setattr(records, "FORMAT", 3)
    steps = []

    def lift(version: int) -> Callable[[records.Raw], records.Raw]:
        def act(raw: records.Raw) -> records.Raw:
            steps.append(version)
            return raw | {"header": raw["header"] | {"format": version + 1}}

        return act

    assert read_record(file, {1: lift(1), 2: lift(2)}).seed == SEED
    assert steps == [1, 2]
    with pytest.raises(SaveError):
        read_record(file, {1: lift(1)})


def test_a_record_is_the_same_after_writing_and_reading(played: Match, tmp_path: Path) -> None:
    record = played.to_record()
    write_record(tmp_path / "save.json", record)
    assert read_record(tmp_path / "save.json") == dataclasses.replace(record)


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("format*.json")), ids=lambda path: path.stem)
def test_every_format_ever_shipped_can_be_opened_and_played_on(file: Path) -> None:
    match = Match.load(file)
    facts = json.loads((GOLDEN / "facts.json").read_text(encoding="utf-8"))[file.stem]
    view = match.view()
    assert match.loaded.level.id == facts["level"] and list(match.governed) == facts["seats"]
    assert match.seed == facts["seed"] and match.quarter == facts["quarter"]
    assert view.gauge("money").value == pytest.approx(facts["money_musd"], rel=1e-9)
    assert view.gauge("confidence").value == pytest.approx(facts["confidence"], rel=1e-9)
    assert {draft.slot: draft.option for draft in view.drafts} == facts["drafts"]
    match.end_quarter()
    assert match.quarter == facts["quarter"] + 1


# ------------------------------------------------------------------------------- hostile and unlucky


@pytest.fixture(scope="module")
def short(loaded: LoadedLevel, rulebook: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A save after two quarters."""
    match = busy(Match(loaded, ("japan",), SEED, rulebook=rulebook), 2)
    file = tmp_path_factory.mktemp("short") / "save.json"
    match.save(file)
    return file.read_bytes()


def refusal(file: Path) -> str:
    """What reading says; the list of saves must cope with the file too."""
    read_header(file)
    with pytest.raises(SaveError) as caught:
        read_record(file)
    return str(caught.value.text.id)


def test_a_save_cut_anywhere_is_refused(short: bytes, tmp_path: Path) -> None:
    file = tmp_path / "cut.json"
    for length in range(0, len(short), 1024):
        file.write_bytes(short[:length])
        assert refusal(file) in ("play.save.broken", "play.save.foreign")


def test_a_flipped_bit_is_noticed(short: bytes, tmp_path: Path) -> None:
    file, luck = tmp_path / "flipped.json", random.Random(2)
    for _ in range(150):
        data = bytearray(short)
        data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
        file.write_bytes(data)
        assert refusal(file).startswith("play.save.")


FOREIGN = {
    "nothing": b"",
    "a list": b"[]",
    "deep": b"[" * 200_000,
    "deep in the header": b'{"header":{"kind":"lanthanide save","format":1,"title":' + b"[" * 90_000 + b",\n",
    "a huge number": b'{"header":{"kind":"lanthanide save","format":' + b"9" * 5000 + b'},\n"body":{}}',
    "not a number": b'{"header":NaN}',
    "the format of a far future": b'{"header":{"kind":"lanthanide save","format":'
    + b"9" * 400
    + b'},\n"body":{}}',
    "zeros": bytes(5000),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_files_are_no_saves(name: str, tmp_path: Path) -> None:
    file = tmp_path / "foreign.json"
    file.write_bytes(FOREIGN[name])
    assert refusal(file) in ("play.save.broken", "play.save.foreign", "play.save.newer")
    problem = read_header(file).problem
    assert problem is not None and Translator("zh-Hans").render(problem)


def fill(array: dict[str, Any], number: float) -> None:
    """Every element of a stored array becomes this number."""
    values = np.full(array["shape"], number).astype(array["type"])
    array["base64"] = base64.b64encode(values.tobytes()).decode()


def nested(depth: int) -> dict[str, Any]:
    """A text whose argument is a text, and so on."""
    return {"text": "play.save.newer", "args": {"path": nested(depth - 1)} if depth else {}}


SEALED: dict[str, Callable[[dict], object]] = {  # type: ignore[type-arg]
    "endless seed": lambda raw: raw["header"].update(seed=10**30),
    "infinite seed": lambda raw: raw["header"].update(seed=float("inf")),
    "seats twice": lambda raw: raw["header"].update(seats=[["japan"]]),
    "no files": lambda raw: raw["body"]["rules"].update(files=None),
    "huge shape": lambda raw: raw["body"]["state"]["money"].update(shape=[10**30]),
    "negative shape": lambda raw: raw["body"]["state"]["money"].update(shape=[-1, -1]),
    "objects": lambda raw: raw["body"]["state"]["money"].update(type="|O"),
    "wrong type": lambda raw: raw["body"]["state"]["money"].update(type="<i8"),
    "too many seats": lambda raw: raw["body"]["state"]["money"].update(shape=[1, 4]),
    "a file without a name": lambda raw: raw["body"]["rules"]["files"][0].update(name=None),
    "a title of numbers": lambda raw: raw["header"].update(title={"text": {"en": 5}}),
    "texts in texts": lambda raw: raw["header"].update(title=nested(200)),
    **{
        f"{name} of {number}": lambda raw, name=name, number=number: fill(raw["body"]["state"][name], number)
        for name, number in (
            ("duty_step", 100),
            ("licence", -1),
            ("project_status", 100),
            ("project_owner", 100),
            ("stock_mode", -128),
            ("event_choice", 120),
            ("event_size", 2),
            ("stress_seat", 100),
            ("money", 1e300),
            ("money", float("inf")),
        )
    },
}


@pytest.mark.parametrize("name", SEALED)
def test_a_forged_save_is_refused_though_its_seal_holds(name: str, short: bytes, tmp_path: Path) -> None:
    file = tmp_path / "forged.json"
    file.write_bytes(short)
    edit(SEALED[name])(file)  # type: ignore[arg-type]
    with pytest.raises(SaveError) as caught:
        Match.load(file)
    assert "is damaged" in said(caught.value)


def test_what_is_no_save_is_never_replaced(played: Match, tmp_path: Path) -> None:
    essay, folder = tmp_path / "essay.json", tmp_path / "folder"
    essay.write_text("Three pages on export quotas.", encoding="utf-8")
    folder.mkdir()
    for path, words in ((essay, "is not a save of this game, so it is left"), (folder, "can't be saved")):
        with pytest.raises(SaveError) as caught:
            played.save(path)
        assert words in said(caught.value)
    assert essay.read_text(encoding="utf-8").startswith("Three pages") and list(folder.iterdir()) == []
    empty = tmp_path / "empty.json"
    empty.touch()
    played.save(empty)
    assert read_record(empty).seed == SEED


def test_windows_waits_for_whoever_reads_the_old_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "new").write_bytes(b"new")
    refusals = [PermissionError(13, "in use")] * 2
    rename = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(PermissionError):
        records._rename(tmp_path / "new", tmp_path / "old")
    monkeypatch.setattr(records.sys, "platform", "win32")
    records._rename(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_bytes() == b"new" and not refusals


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and links are for POSIX systems")
def test_devices_are_never_replaced_and_links_are_followed(played: Match, tmp_path: Path) -> None:
    pipe, link, circle = (tmp_path / name for name in ("pipe", "link.json", "circle"))
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "deep" / "real.json")
    circle.symlink_to(circle)
    for path in (pipe, circle):
        with pytest.raises(SaveError):
            played.save(path)
    assert pipe.is_fifo() and circle.is_symlink()
    played.save(link)
    assert link.is_symlink() and read_record(tmp_path / "deep" / "real.json").seed == SEED


def test_a_protected_save_is_left_alone(
    played: Match, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "save.json"
    played.save(file)
    before = file.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # the tests may run as root
    with pytest.raises(SaveError) as caught:
        played.save(file)
    assert "Permission denied" in said(caught.value) and file.read_bytes() == before


PLAYING = """
import sys
from pathlib import Path
from game.content.packs import load_level
from game.play.match import Match
match = Match(load_level("quota"), ("japan",), 7, autosave=Path(sys.argv[1]))
print(0, flush=True)
while not match.finished:
    match.end_quarter()
    print(len(match.past), flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is for POSIX systems")
def test_no_acknowledged_quarter_is_lost_to_kill_9(tmp_path: Path) -> None:
    file, luck = tmp_path / "auto.json", random.Random(5)
    for _ in range(3):
        file.unlink(missing_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-c", PLAYING, str(file)],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "0\n"
        time.sleep(luck.uniform(0.02, 0.4))
        process.kill()
        told = process.stdout.read().split()
        process.wait()
        process.stdout.close()
        acknowledged = int(told[-1]) if told else 0
        if acknowledged:
            assert len(read_record(file).played) in (acknowledged, acknowledged + 1)


def test_a_full_disk_does_not_end_the_game(
    loaded: LoadedLevel, rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quarter counts, the save of the one before stays, and the next one is saved when there is room."""
    file = tmp_path / "auto.json"
    match = Match(loaded, ("japan",), SEED, autosave=file, rulebook=rulebook)
    match.end_quarter()
    with monkeypatch.context() as patch:

        def full(handle: int) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(os, "fsync", full)
        match.end_quarter()
    assert match.quarter == 3 and len(read_record(file).played) == 1
    assert match.unsaved is not None and "No space left" in Translator("en").render(match.unsaved)
    match.end_quarter()
    assert match.unsaved is None and len(read_record(file).played) == 3
