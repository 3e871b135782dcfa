"""A game as one record: what was ordered, under which rules and luck, with a digest of every quarter.

The record holds the level's own texts, so that a later version of a pack can't change a game that has begun,
and the last state exactly, so that it goes on where it stood. As a file it is JSON; its first line is a
readable header, enough for a list of saves. It is written beside the old file and renamed, so that a save
survives a crash at any moment.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import glob
import hashlib
import json
import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from game import __version__
from game.content.difficulty import DEFAULT, DIFFICULTIES
from game.content.pack_ref import PackRef
from game.i18n import Text
from game.play.assumptions import assumed
from game.play.fingerprint import machine_fingerprint

__all__ = [
    "FORMAT",
    "MIGRATIONS",
    "NOT_A_GAME",
    "Header",
    "QuarterRecord",
    "Record",
    "SaveError",
    "list_saves",
    "read_header",
    "read_record",
    "read_with_seal",
    "saves_dir",
    "write_record",
]

FORMAT = 1
MAX_BYTES = 16_000_000  # a game of twenty quarters takes a quarter of a million
KIND = "lanthanide save"
STALE_SECONDS = 60.0
WINDOWS_TRIES = 20

NOT_A_GAME = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError)
"""What data that is no game can raise while it is read."""

Raw = dict[str, Any]
OrderList = list[tuple[str, str]]  # slot, option

MIGRATIONS: Mapping[int, Callable[[Raw], Raw]] = {}
"""Format -> function that turns raw data of that format into the next one. Format 1 is the first."""


class SaveError(Exception):
    """A save can't be read or written; `text` is one sentence for people."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(f"{text.id}: {dict(text.args)}")


@dataclass(frozen=True, slots=True)
class QuarterRecord:
    """A played quarter: every seat's orders as given, rivals' reasons, the digest of the state after it."""

    quarter: int
    orders: Mapping[str, OrderList]
    reasons: Mapping[str, Mapping[str, Text]]
    digest: str

    def to_plain(self) -> Raw:
        return {
            "quarter": self.quarter,
            "orders": {seat: [list(order) for order in orders] for seat, orders in self.orders.items()},
            "reasons": {
                seat: {slot: text.to_plain() for slot, text in told.items()}
                for seat, told in self.reasons.items()
            },
            "digest": self.digest,
        }

    @classmethod
    def from_plain(cls, raw: Raw) -> QuarterRecord:
        return cls(
            int(raw["quarter"]),
            {seat: [(str(s), str(o)) for s, o in orders] for seat, orders in raw["orders"].items()},
            {
                seat: {slot: Text.from_plain(text) for slot, text in told.items()}
                for seat, told in raw["reasons"].items()
            },
            str(raw["digest"]),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One game. `rules` is `LoadedLevel.to_record()`; `state` is `State.to_plain()` of one world."""

    level: str
    title: Text
    seed: int
    governed: tuple[str, ...]
    rules: Raw
    parameters: str
    played: tuple[QuarterRecord, ...]
    start_digest: str
    state: Raw
    drafts: Mapping[str, OrderList] = field(default_factory=dict)
    practice: bool = False
    quarters: int = 0
    assumptions: Mapping[str, float] = field(default_factory=dict)
    difficulty: str = DEFAULT
    guide: Raw = field(default_factory=dict)  # `Guide.to_plain()`, of a guided game
    game: str = __version__
    machine: str = field(default_factory=machine_fingerprint)

    def header(self) -> Raw:
        """What a list of saves shows."""
        return {
            "kind": KIND,
            "format": FORMAT,
            "game": self.game,
            "machine": self.machine,
            "level": self.level,
            "title": self.title.to_plain(),
            "seats": list(self.governed),
            "seed": self.seed,
            "quarter": len(self.played),
            "quarters": self.quarters,
            "practice": self.practice,
            **assumed(self.assumptions),
            **({"difficulty": self.difficulty} if self.difficulty != DEFAULT else {}),
            **({"packs": self.rules["packs"]} if self.rules.get("packs") else {}),
        }

    def body(self) -> Raw:
        return {
            "parameters": self.parameters,
            "rules": self.rules,
            "start_digest": self.start_digest,
            "played": [quarter.to_plain() for quarter in self.played],
            "drafts": {seat: [list(order) for order in orders] for seat, orders in self.drafts.items()},
            "state": self.state,
            **({"guide": self.guide} if self.guide else {}),
        }

    @classmethod
    def from_plain(cls, header: Raw, body: Raw) -> Record:
        """Raises one of NOT_A_GAME where the data is not a game."""
        return cls(
            level=str(header["level"]),
            title=Text.from_plain(header["title"]),
            seed=int(header["seed"]),
            governed=tuple(str(seat) for seat in header["seats"]),
            rules=body["rules"],
            parameters=str(body["parameters"]),
            played=tuple(QuarterRecord.from_plain(raw) for raw in body["played"]),
            start_digest=str(body["start_digest"]),
            state=body["state"],
            drafts={seat: [(str(s), str(o)) for s, o in orders] for seat, orders in body["drafts"].items()},
            practice=bool(header["practice"]),
            quarters=int(header["quarters"]),
            assumptions=_assumptions(header),
            difficulty=_difficulty(header),
            guide=dict(body.get("guide", {})),
            game=str(header["game"]),
            machine=str(header["machine"]),
        )


@dataclass(frozen=True, slots=True)
class Header:
    """A save in a list. `problem` says why it can't be opened; `modified` is local time."""

    path: Path
    title: Text
    level: str
    seats: tuple[str, ...]
    seed: int
    quarter: int
    quarters: int
    practice: bool
    modified: datetime.datetime
    problem: Text | None = None
    assumptions: Mapping[str, float] = field(default_factory=dict)
    difficulty: str = DEFAULT
    packs: tuple[PackRef, ...] = ()


def _difficulty(header: Raw) -> str:
    """Raises ValueError for one that there is not; saves of ordinary games do not say it."""
    name = str(header.get("difficulty", DEFAULT))
    if name not in DIFFICULTIES:
        raise ValueError(name)
    return name


def _assumptions(header: Raw) -> dict[str, float]:
    """What the game assumes instead of its level; saves of ordinary games do not say it."""
    given = header.get("assumptions", {})
    if given == {}:  # a list of saves need not know the model
        return {}
    from game.rules.assumptions import checked

    return checked(given)


def saves_dir() -> Path:
    """Folder of the player's saves; it need not exist."""
    return platformdirs.user_data_path("lanthanide", appauthor=False) / "saves"


# ------------------------------------------------------------------------------------------- writing


def write_record(path: Path, record: Record) -> None:
    """Write a save so that at any moment either the old or the new one is there, whole.

    Replaces only what is a save already; a link is followed. Raises SaveError.
    """
    body = json.dumps(record.body(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    header = record.header()
    header |= {"sha256": _sum(header, body.encode())}
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":"))
    data = f'{{"header":{head},\n"body":{body}}}\n'.encode()
    try:
        target = Path(os.path.realpath(path))
        _check_target(path, target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)
    except OSError as error:
        raise SaveError(_text("write", path, why=error.strerror or str(error))) from error


def _check_target(path: Path, target: Path) -> None:
    """Somebody's essay, a device or a protected save must not be replaced by a slip of the keyboard."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise SaveError(_text("taken", path))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with target.open("rb") as file:
        start = file.read(100)
    if start and not _looks_like_save(start):
        raise SaveError(_text("taken", path))


def _looks_like_save(data: bytes) -> bool:
    return data.startswith(b'{"header":') and KIND.encode() in data[:100]


def _replace(path: Path, data: bytes) -> None:
    """Write beside the file, force it to the disk, and rename: at no moment is there half a save."""
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _rename(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    _sync_folder(path.parent)
    _sweep(path)


def _rename(part: Path, path: Path) -> None:
    """Put the new file in the place of the old one. Windows refuses while somebody reads the old one (another
    window's list of saves, a virus scanner), which is soon over."""
    tries = WINDOWS_TRIES if sys.platform == "win32" else 1
    for left in reversed(range(tries)):
        try:
            part.replace(path)
        except PermissionError:
            if not left:
                raise
            time.sleep(0.05)
        else:
            return


def _sweep(path: Path) -> None:
    """Remove what writers that were killed have left beside a save."""
    for part in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > STALE_SECONDS:
                part.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself lasting; not every system lets a folder be opened (Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# ------------------------------------------------------------------------------------------- reading


def read_record(path: Path, migrations: Mapping[int, Callable[[Raw], Raw]] | None = None) -> Record:
    """Read a save of this or an older format. Raises SaveError with one sentence for people."""
    record, sealed = read_with_seal(path, migrations)
    if not sealed:
        raise SaveError(_text("changed", path))
    return record


def read_with_seal(
    path: Path, migrations: Mapping[int, Callable[[Raw], Raw]] | None = None
) -> tuple[Record, bool]:
    """Like `read_record`, but of a save that somebody has changed too: False says that its seal is broken."""
    data = _read_bytes(path)
    raw = _parsed(path, data)
    header = _checked_header(path, raw.get("header"))
    body = raw.get("body")
    if not isinstance(body, dict):
        raise SaveError(_text("broken", path))
    sealed = _seal_holds(data, header)
    version = header["format"]
    steps = MIGRATIONS if migrations is None else migrations
    while version < FORMAT:
        if version not in steps:
            raise SaveError(_text("broken", path))
        raw = steps[version](raw)
        version += 1
    try:
        return Record.from_plain(raw["header"], raw["body"]), sealed
    except NOT_A_GAME as error:
        raise SaveError(_text("broken", path)) from error


def read_header(path: Path) -> Header:
    """The first line of a save, without reading the rest; never raises: trouble stands in `problem`."""
    modified = datetime.datetime.fromtimestamp(0)
    try:
        modified = datetime.datetime.fromtimestamp(path.stat().st_mtime)
        with path.open("rb") as file:
            line = file.readline(1_000_000)
        start, end = b'{"header":', b",\n"
        if not (line.startswith(start) and line.endswith(end)):
            raise SaveError(_text("foreign", path))
        raw = _checked_header(path, json.loads(line[len(start) : -len(end)]))
        return Header(
            path,
            Text.from_plain(raw["title"]),
            str(raw["level"]),
            tuple(str(seat) for seat in raw["seats"]),
            int(raw["seed"]),
            int(raw["quarter"]),
            int(raw["quarters"]),
            bool(raw["practice"]),
            modified,
            assumptions=_assumptions(raw),
            difficulty=_difficulty(raw),
            packs=tuple(PackRef.from_plain(ref) for ref in raw.get("packs", ())),
        )
    except SaveError as error:
        problem = error.text
    except OSError as error:
        problem = _text("read", path, why=error.strerror or str(error))
    except NOT_A_GAME:
        problem = _text("broken", path)
    return Header(path, Text(path.name), "", (), 0, 0, 0, False, modified, problem)


def list_saves(folder: Path | None = None) -> list[Header]:
    """The saves of a folder (the player's own by default), the latest first."""
    where = folder or saves_dir()
    files = [path for path in where.glob("*.json") if path.is_file()] if where.is_dir() else []
    return sorted(
        (read_header(path) for path in files), key=lambda h: (h.modified, h.path.name), reverse=True
    )


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise SaveError(_text("folder", path))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise SaveError(_text("missing", path)) from error
    except OSError as error:
        raise SaveError(_text("read", path, why=error.strerror or str(error))) from error
    if len(data) > MAX_BYTES:
        raise SaveError(_text("foreign", path))
    return data


def _parsed(path: Path, data: bytes) -> Raw:
    try:
        raw = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise SaveError(_text("broken" if _looks_like_save(data) else "foreign", path)) from error
    if not isinstance(raw, dict):
        raise SaveError(_text("foreign", path))
    return raw


def _checked_header(path: Path, header: object) -> Raw:
    if not isinstance(header, dict) or header.get("kind") != KIND:
        raise SaveError(_text("foreign", path))
    version = header.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise SaveError(_text("broken", path))
    if version > FORMAT:
        raise SaveError(_text("newer", path, format=version, known=FORMAT, game=str(header.get("game", "?"))))
    return header


def _sum(header: Raw, body: bytes) -> str:
    """Checksum over header and body."""
    rest = {key: value for key, value in header.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode() + body).hexdigest()


def _seal_holds(data: bytes, header: Raw) -> bool:
    """Whether header and body are those that were written; damage may still parse."""
    mark = b',\n"body":'
    start = data.find(mark)
    body = data[start + len(mark) :].rstrip()[:-1] if start >= 0 else b""
    return _sum(header, body) == header.get("sha256")


def _text(name: str, path: Path, **args: Any) -> Text:
    return Text.of(f"play.save.{name}", path=str(path), **args)
