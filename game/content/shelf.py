"""All packs as a player sees them: what each is and holds, what it stands in for, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from game.content.campaigns import all_campaigns
from game.content.check import CheckReport, check
from game.content.choice import read_choice, write_choice
from game.content.fields import PackText
from game.content.packs import FOLDERS, Library, Pack, PackFile, discover
from game.content.places import shown_path
from game.content.problem import Problem, sort_problems

__all__ = ["Sheet", "Stead", "move_pack", "survey", "switch_pack"]


@dataclass(frozen=True, slots=True)
class Stead:
    """Two packs have a file of this kind and id; `used` if it is this pack's that counts."""

    kind: str
    id: str
    other: Pack
    used: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One pack. `name` is its folder's; `titles` are those of levels and campaigns, by kind and id.

    The files named by `problems` are told from the pack's folder on.
    """

    name: str
    pack: Pack
    on: bool
    titles: Mapping[tuple[str, str], PackText]
    steads: tuple[Stead, ...]
    problems: tuple[Problem, ...]

    @property
    def own(self) -> bool:
        """Whether the player can switch, move and remove it."""
        return self.pack.place == "user"

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    def files(self, kind: str) -> tuple[PackFile, ...]:
        """Its files of one kind."""
        return tuple(file for file in self.pack.files if file.kind == kind)


def survey(extra_paths: Iterable[Path | str], packs: Path) -> tuple[Sheet, ...]:
    """Every pack in the order in which it counts, checked; those of the folder `packs` also when off."""
    library = discover(extra_paths, user=packs)
    titles = {
        found.file.path: found.campaign.title
        for found in all_campaigns(library)
        if found.campaign is not None
    }
    order = read_choice(packs).arranged(
        {p.folder.name for p in (*library.packs, *library.off) if p.place == "user"}
    )
    rank = {"given": 0, "user": 1, "shipped": 2}
    every = sorted(
        (*library.packs, *library.off),
        key=lambda p: (rank[p.place], order.index(p.folder.name) if p.place == "user" else 0),
    )
    return tuple(_sheet(pack, library, packs, titles) for pack in every)


def _sheet(pack: Pack, library: Library, packs: Path, campaigns: Mapping[Path, PackText]) -> Sheet:
    report = _own_report(pack.folder) if pack.place == "shipped" else check([pack.folder], user=packs)
    titles = {("level", loaded.level.id): loaded.level.title for loaded in report.levels}
    named = {(f.kind, f.id): campaigns[f.path] for f in pack.files if f.path in campaigns}
    on = pack not in library.off
    steads = _steads(pack, library) if on else ()
    return Sheet(pack.folder.name, pack, on, titles | named, steads, _problems(pack, report))


@cache
def _own_report(folder: Path) -> CheckReport:
    """The game's own pack, checked once: it takes everything from itself, and nobody edits it meanwhile."""
    return check([folder], user=False)


def _problems(pack: Pack, report: CheckReport) -> tuple[Problem, ...]:
    """The pack's problems, errors first, each file named from the pack's folder on."""
    above = shown_path(pack.folder).removesuffix(pack.folder.name)
    found = [replace(p, file=p.file.removeprefix(above)) for p in report.problems]
    return tuple(sorted(sort_problems(found), key=lambda p: not p.is_error))


def _steads(pack: Pack, library: Library) -> tuple[Stead, ...]:
    owners = {file.path: p for p in library.packs for file in p.files}
    found = []
    for file in pack.files:
        holders = [owners[twin.path] for twin in library.twins(file.kind, file.id)]
        others = [holder for holder in holders if holder is not pack]
        if others:
            used = holders[0] is pack
            found.append(Stead(file.kind, file.id, others[0], used))
    return tuple(sorted(found, key=lambda s: (not s.used, list(FOLDERS).index(s.kind), s.id)))


def switch_pack(packs: Path, name: str, on: bool) -> None:
    """Switch a pack of the player's on or off, from the next look on. Raises OSError."""
    write_choice(packs, read_choice(packs).switched(name, on))


def move_pack(packs: Path, name: str, step: int) -> None:
    """Move a pack so many places down (or up) among the player's. Raises OSError."""
    library = discover(shipped=False, user=packs)
    names = [p.folder.name for p in (*library.packs, *library.off)]
    choice = read_choice(packs)
    write_choice(packs, choice.moved(choice.arranged(names), name, step))
