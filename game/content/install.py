"""Putting packs into the player's folder and out of it: whole or not at all, and nothing is ever erased.

A pack is written beside the others under a hidden name and renamed when all of it is there. What is replaced
or removed goes into a folder beside, from which it can be taken back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from game.content.choice import read_choice, write_choice
from game.content.packs import Pack, discover
from game.content.places import is_folder, real
from game.content.templates import new_files
from game.content.unpack import InstallError, Parcel, look_into, no

__all__ = ["begin_pack", "install", "remove", "removed_dir"]

HIDDEN = ".incoming-"
STALE_SECONDS = 3600.0
OWN = "my_pack"  # what a first pack of one's own is called


def removed_dir(packs: Path) -> Path:
    """Where packs go that are removed from that folder."""
    return packs.with_name("removed_packs")


def install(source: Path, packs: Path, *, replace: bool = False) -> tuple[Path, Parcel]:
    """Copy the pack at `source` into the folder `packs`; returns where it lies, and what was found.

    A pack of the same id or folder is left alone unless `replace`, and then moved aside. Raises InstallError.
    """
    here, there = real(source), real(packs)
    if is_folder(here) and here.is_relative_to(there):
        raise no("inside", name=source.name)
    if there.is_relative_to(here):
        raise no("around", name=source.name)
    parcel = look_into(source)
    taken = _namesake(packs, parcel.name)
    if taken is not None and not replace:
        error = no("taken", name=parcel.name)
        raise InstallError(error.text, taken, parcel)
    name = taken.name if taken is not None else parcel.name
    with _told(source.name):
        _sweep(packs)
        _write(packs, name, parcel.files, aside=taken)
    return packs / name, parcel


def begin_pack(packs: Path) -> Path:
    """A first pack of one's own, from the game's example; returns its folder. Raises InstallError."""
    number = 1
    while os.path.lexists(packs / (name := OWN if number == 1 else f"{OWN}_{number}")):
        number += 1
    texts = {path.removeprefix(f"{name}/"): text for path, text in new_files("pack", name).items()}
    with _told(name):
        _write(packs, name, {path: text.encode() for path, text in texts.items()})
    return packs / name


def remove(folder: Path, packs: Path) -> Path:
    """Move a pack of the folder `packs` out of the game; returns where it lies now. Raises InstallError."""
    with _told(folder.name):
        place = _aside(folder, packs)
        write_choice(packs, read_choice(packs).without(folder.name))
    return place


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """What the system refuses becomes a sentence."""
    try:
        yield
    except OSError as error:
        raise no("write", name=name, why=error.strerror or str(error)) from error


def _namesake(packs: Path, name: str) -> Path | None:
    """The folder of a pack that has this id or lies where such a one would."""
    found = [pack for pack in _all(packs) if name in (pack.id, pack.folder.name)]
    if found:
        return found[0].folder
    return packs / name if os.path.lexists(packs / name) else None


def _all(packs: Path) -> list[Pack]:
    library = discover(shipped=False, user=packs)
    return [pack for pack in (*library.packs, *library.off) if pack.folder.parent == packs]


def _write(packs: Path, name: str, files: Mapping[str, bytes], aside: Path | None = None) -> None:
    """Write all files under a hidden name, then rename; `aside` makes room first, or comes back."""
    packs.mkdir(parents=True, exist_ok=True)
    hidden = Path(tempfile.mkdtemp(prefix=HIDDEN, dir=packs))
    try:
        for path, data in files.items():
            place = hidden / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file:
                file.write(data)
        moved = _aside(aside, packs) if aside is not None else None
        try:
            (hidden / name).rename(packs / name)
        except OSError:
            if moved is not None and aside is not None:
                moved.rename(aside)
            raise
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _aside(folder: Path, packs: Path) -> Path:
    """Move a folder (or a link to one, as it is) among the removed ones, under a name of its own."""
    where = removed_dir(packs)
    where.mkdir(parents=True, exist_ok=True)
    number = 1
    while os.path.lexists(place := where / (folder.name if number == 1 else f"{folder.name}-{number}")):
        number += 1
    shutil.move(folder, place)
    return place


def _sweep(packs: Path) -> None:
    """Clear away what an installation that was killed has left."""
    for left in packs.glob(f"{HIDDEN}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
