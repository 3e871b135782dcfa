"""A pack that somebody hands over, as a folder or a .zip: looked through whole before anything is written.

What comes out is a name and texts in memory. Refused is whatever could reach beyond its own folder or fill
the memory: names that lead elsewhere or that some system can't write, links, devices, passwords, too much of
anything. Files that are no part of a pack are left out.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from game.content.fields import is_id
from game.content.pack import Manifest
from game.content.parsing import parse_document
from game.content.places import is_file, is_folder, real
from game.content.reader import read_text
from game.i18n import Text

__all__ = ["InstallError", "Parcel", "look_into"]

MOST_ARCHIVE_BYTES = 16_000_000
MOST_FILE_BYTES = 4_000_000
MOST_BYTES = 32_000_000
MOST_FILES = 2_000
MOST_ENTRIES = 20_000  # that are looked at, wanted or not
MOST_DEPTH = 6
MOST_NAME = 100

ENDINGS = frozenset((".yaml", ".yml", ".csv", ".json", ".md", ".txt"))
BARE = frozenset(("LICENSE", "LICENCE", "README", "AUTHORS", "COPYING", "NOTICE"))
JUNK = frozenset(("__MACOSX", "__pycache__"))

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NO_ZIP = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, struct.error),
    *(ValueError, KeyError, IndexError, OverflowError),
)


class InstallError(Exception):
    """A pack can't be taken in or put away; `text` is one sentence for people.

    `taken` is the folder that a pack of the same name has already, the one case in which asking helps, and
    `parcel` what would come instead.
    """

    def __init__(self, text: Text, taken: Path | None = None, parcel: Parcel | None = None) -> None:
        self.text = text
        self.taken = taken
        self.parcel = parcel
        super().__init__(f"{text.id}: {dict(text.args)}")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A pack that has been looked through. `name` is its folder's to be; `files` are by path in it."""

    name: str
    manifest: Manifest | None
    files: Mapping[str, bytes]
    left_out: int


def no(reason: str, **args: str | int) -> InstallError:
    """Why not."""
    return InstallError(Text(f"mods.install.{reason}", args))


def look_into(source: Path) -> Parcel:
    """The pack in a folder, in a .zip, or around a pack.yaml. Raises InstallError."""
    name = source.name
    try:
        if is_file(source) and source.name == "pack.yaml":
            source = real(source).parent
        if is_folder(source):
            return _parcel(real(source).name, _of_folder(real(source)))
        if not is_file(source):
            raise no("missing", name=name)
        if source.suffix.lower() in (".yaml", ".yml"):
            raise no("single", name=name)
        return _parcel(source.stem, _of_archive(source))
    except OSError as error:
        raise no("read", name=name, why=error.strerror or str(error)) from error


Entries = dict[str, bytes | None]
"""Path -> content; None for what is left out."""


def _parcel(called: str, entries: Entries) -> Parcel:
    """The one pack among the files, its paths counted from its own folder."""
    manifests = [path for path, data in entries.items() if data and PurePosixPath(path).name == "pack.yaml"]
    roots = [PurePosixPath(path).parent for path in manifests]
    roots = [root for root in roots if not any(other in root.parents for other in roots)]
    if not roots:
        raise no("no_pack", name=called)
    if len(roots) > 1:
        raise no("several", name=called, packs=", ".join(sorted(root.name for root in roots)[:5]))
    root = roots[0]
    inside = {path: data for path, data in entries.items() if PurePosixPath(path).is_relative_to(root)}
    files = {PurePosixPath(p).relative_to(root).as_posix(): d for p, d in inside.items() if d is not None}
    document, _ = read_text(files["pack.yaml"].decode("utf-8", "replace"), "pack.yaml")
    manifest, _ = parse_document(document, Manifest)
    name = _as_id(manifest.id if manifest else root.name or called)
    return Parcel(name, manifest, files, len(entries) - len(files))


def _as_id(name: str) -> str:
    """A folder's name out of a stranger's words; an id stays what it is."""
    word = re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_")[:60]
    return word if is_id(word) and not _DEVICE.fullmatch(word) else "pack"


# ---------------------------------------------------------------------------------------------- names


def _checked(path: str) -> tuple[str, ...]:
    """The parts of a path inside a pack. Raises InstallError for one that leads out or can't be written."""
    parts = tuple(path.split("/"))
    if len(parts) > MOST_DEPTH:
        raise no("deep", path=_shown(path), most=MOST_DEPTH)
    for part in parts:
        bad = part in ("", ".", "..") or len(part) > MOST_NAME or part[-1] in ". "
        if bad or _FORBIDDEN.search(part) or _DEVICE.fullmatch(part):
            raise no("name", path=_shown(path))
    return parts


def _shown(path: str) -> str:
    """A stranger's path as a sentence can hold it."""
    path = re.sub(r"[{}]", "", _FORBIDDEN.sub("\ufffd", path))
    return path if len(path) <= 60 else f"{path[:57]}…"


def _wanted(parts: tuple[str, ...]) -> bool:
    """Whether a pack can use such a file."""
    if any(part.startswith(".") or part in JUNK for part in parts):
        return False
    name = PurePosixPath(parts[-1])
    return name.suffix.lower() in ENDINGS or parts[-1].upper() in BARE


class _Taking:
    """Counts what comes in, and stops in time."""

    def __init__(self, called: str) -> None:
        self.called = called
        self.entries: Entries = {}
        self.seen: set[str] = set()
        self.bytes = self.files = 0

    def name(self, path: str) -> bool:
        """Whether the file at this path is to be read."""
        parts = _checked(path)
        key = unicodedata.normalize("NFC", path).casefold()
        if key in self.seen:
            raise no("twice", path=_shown(path))
        self.seen.add(key)
        if len(self.seen) > MOST_ENTRIES:
            raise no("many", name=self.called, most=MOST_FILES)
        self.entries[path] = None
        return _wanted(parts)

    def keep(self, path: str, data: bytes) -> None:
        """Take the content of a file; one byte more than allowed is enough to refuse it."""
        self.files += 1
        self.bytes += len(data)
        if len(data) > MOST_FILE_BYTES:
            raise no("large_file", path=_shown(path), most=MOST_FILE_BYTES // 1_000_000)
        if self.bytes > MOST_BYTES:
            raise no("large", name=self.called, most=MOST_BYTES // 1_000_000)
        if self.files > MOST_FILES:
            raise no("many", name=self.called, most=MOST_FILES)
        self.entries[path] = data


# -------------------------------------------------------------------------------------------- folders


def _of_folder(folder: Path) -> Entries:
    taking = _Taking(folder.name)
    for root in _packs_at(folder):
        for path in _walk(root, taking):
            inside = path.relative_to(folder).as_posix()
            if taking.name(inside):
                with path.open("rb") as file:
                    taking.keep(inside, file.read(MOST_FILE_BYTES + 1))
    return taking.entries


def _packs_at(folder: Path) -> list[Path]:
    """The folder itself, or the packs right inside it: nobody wants a whole disk to be looked through."""
    if is_file(folder / "pack.yaml"):
        return [folder]
    return sorted(path.parent for path in folder.glob("*/pack.yaml") if is_file(path))


def _walk(folder: Path, taking: _Taking) -> Iterator[Path]:
    """All files below, no link followed, what is hidden passed over."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith(".") or entry.name in JUNK:
            continue
        if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
            raise no("link", path=_shown(entry.name))
        if entry.is_file():
            yield Path(entry.path)
        else:
            yield from _walk(Path(entry.path), taking)


# ------------------------------------------------------------------------------------------- archives


def _of_archive(source: Path) -> Entries:
    if source.stat().st_size > MOST_ARCHIVE_BYTES:
        raise no("large", name=source.name, most=MOST_ARCHIVE_BYTES // 1_000_000)
    taking = _Taking(source.name)
    try:
        with zipfile.ZipFile(source) as archive:
            if len(archive.infolist()) > MOST_ENTRIES:
                raise no("many", name=source.name, most=MOST_FILES)
            for entry in archive.infolist():
                _unpack(archive, entry, taking)
    except _NO_ZIP as error:
        raise no("no_zip", name=source.name) from error
    return taking.entries


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, taking: _Taking) -> None:
    path = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if path.endswith("/"):
        _checked(path.rstrip("/") if path.strip("/") else path)
        return
    if kind not in (0, stat.S_IFREG):
        raise no("link", path=_shown(path))
    if not taking.name(path):
        return
    if entry.flag_bits & 0x1:
        raise no("locked", name=taking.called)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise no("no_zip", name=taking.called)
    with archive.open(entry) as file:
        taking.keep(path, file.read(MOST_FILE_BYTES + 1))
