"""Packs: where they lie, what is in them, and a level loaded with all that it needs.

Nothing is parsed before somebody asks for it, so a broken level never hides another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import platformdirs

from game.content.choice import Choice, read_choice
from game.content.ensemble import EnsembleTable, ensemble_file
from game.content.fields import CalendarQuarter, parse_calendar
from game.content.history import History
from game.content.level import Level
from game.content.lint import lint_level
from game.content.lint_setting import lint_history, out_of_time
from game.content.pack import Manifest, made_for, ref_of
from game.content.pack_ref import PackRef
from game.content.parsing import did_you_mean, parse_document, parse_or_guess
from game.content.parts import ENSEMBLE, Parts, Source
from game.content.places import is_file, listed, real, shown_path
from game.content.problem import ContentError, Problem, Severity, sort_problems
from game.content.reader import (
    Document,
    Scalar,
    Steps,
    path_place,
    read_characters,
    read_file,
    read_text,
    unparsed,
)
from game.content.reader import Mapping as YamlMapping
from game.content.rival import Rival
from game.content.setting import Setting
from game.i18n import Text
from game.paths import levels_dir

__all__ = [
    "ENSEMBLE",
    "FOLDERS",
    "Library",
    "LoadedLevel",
    "Origin",
    "Pack",
    "PackFile",
    "discover",
    "load_document",
    "load_level",
    "load_record",
    "not_used",
    "pack_folder",
    "shown_path",
    "user_packs_dir",
]

FOLDERS: Mapping[str, str] = {
    "level": "levels",
    "setting": "settings",
    "history": "history",
    "rival": "rivals",
    "campaign": "campaigns",
}
"""Kind of file -> folder of the pack that holds them."""

_ID_LINE = re.compile(r"""^id:\s*["']?([A-Za-z0-9_-]+)""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of a pack, known by kind and id before it is read."""

    kind: str
    id: str
    path: Path
    pack: str


Place = Literal["given", "user", "shipped"]
"""Where a pack was found: at a path of the command line, in the user's folder, among the game's own."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder with a pack.yaml. `manifest` is None when it has problems."""

    id: str
    folder: Path
    manifest: Manifest | None
    problems: tuple[Problem, ...]
    files: tuple[PackFile, ...]
    place: Place = "given"

    @property
    def ref(self) -> PackRef:
        """What a save calls it."""
        return ref_of(self.id, self.manifest)


@dataclass(frozen=True, slots=True)
class Library:
    """All packs in the order in which they are asked: given paths, the user's, the game's.

    `off` are those of the user's folder that are switched off.
    """

    packs: tuple[Pack, ...]
    problems: tuple[Problem, ...]
    off: tuple[Pack, ...] = ()

    def files(self, kind: str) -> tuple[PackFile, ...]:
        """Files of one kind; of several with the same id the first counts."""
        found: dict[str, PackFile] = {}
        for pack in self.packs:
            for file in pack.files:
                if file.kind == kind:
                    found.setdefault(file.id, file)
        return tuple(found.values())

    def twins(self, kind: str, name: str, prefer: Path | None = None) -> tuple[PackFile, ...]:
        """All files of this kind and id, in the order in which they are asked: the preferred folder's first.

        A folder and not a pack's id, which anybody's pack can bear.
        """
        packs = sorted(self.packs, key=lambda pack: pack.folder != prefer)
        return tuple(f for pack in packs for f in pack.files if f.kind == kind and f.id == name)

    def find(self, kind: str, name: str, prefer: Path | None = None) -> PackFile | None:
        """The file of this kind and id that counts."""
        return next(iter(self.twins(kind, name, prefer)), None)

    def pack_of(self, path: Path) -> Path | None:
        """The folder of the pack that holds this file."""
        owner = self.owner(path)
        return owner.folder if owner is not None else None

    def owner(self, path: Path) -> Pack | None:
        """The pack that holds this file."""
        here = real(path)
        return next((p for p in self.packs if any(real(f.path) == here for f in p.files)), None)

    def asleep(self, kind: str, name: str) -> Text | None:
        """A hint where only a pack that is switched off has a file of this kind and id."""
        owner = next((p for p in self.off for f in p.files if (f.kind, f.id) == (kind, name)), None)
        return None if owner is None else Text("content.hint.pack_off", {"pack": owner.id})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was written."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class LoadedLevel:
    """A level that can be played, with the setting, history and rivals that it names.

    `problems` holds warnings only. `files` are the texts that it was made of, by kind and id. `ensemble` are
    parameter sets that fit about as well as the setting's own, None without a table. `guests` are archetypes
    of packs that the level has nothing to do with: they may govern a seat for a try, and count in no camp.
    `packs` are those, apart from the game's own, that the level needs.
    """

    level: Level
    setting: Setting
    rivals: Mapping[str, Rival]
    history: History | None
    problems: tuple[Problem, ...]
    files: Mapping[tuple[str, str], Document] = field(repr=False)
    ensemble: EnsembleTable | None = field(default=None, repr=False)
    guests: frozenset[str] = frozenset()
    packs: tuple[PackRef, ...] = ()

    def origin(self, *path: str | int, kind: str = "level", id: str = "") -> Origin:
        """The place of something: `origin("events", "quota_cut", "effects", 0)`; ids do as well as positions.

        `kind` and `id` name another file of the level, such as the history script. A path that leads
        nowhere gives the last place on the way.
        """
        document = self.files[(kind, id or self.level.id)]
        assert document.root is not None
        place = path_place(document.root, _as_written(path))
        spot = place.node if isinstance(place.node, Scalar) or not place.own_key else place.own_key
        return Origin(document.file, spot.line, spot.column)

    def to_record(self) -> dict[str, Any]:
        """The texts of all files as data for JSON, so that a save carries its own rules."""
        files = [
            {"kind": kind, "id": name, "name": _name_in_pack(document.file), "text": document.text}
            for (kind, name), document in self.files.items()
            if kind != "rival" or name not in self.guests
        ]
        packs = {"packs": [ref.to_plain() for ref in self.packs]} if self.packs else {}
        return {"level": self.level.id, "files": files, **packs}


def _name_in_pack(file: str) -> str:
    """`core/levels/quota.yaml`: a save must not carry the folders of somebody's computer."""
    parts = file.split("/")
    return "/".join(parts[-3:] if len(parts) > 2 and parts[-2] in FOLDERS.values() else parts[-1:])


def _as_written(path: Steps) -> Steps:
    names = {"conditions": "if", "from_quarter": "from", "to_quarter": "to", "with_seat": "with"}
    return tuple(names.get(step, step) if isinstance(step, str) else step for step in path)


# ----------------------------------------------------------------------------------------- discovery


def user_packs_dir() -> Path:
    """Folder where players put packs; it need not exist."""
    return platformdirs.user_data_path("lanthanide", appauthor=False) / "packs"


def discover(
    extra_paths: Iterable[Path | str] = (), *, shipped: bool = True, user: bool | Path = True
) -> Library:
    """Find packs: `extra_paths` (pack folders or folders of packs), the user's folder, the game's own.

    `user` may be another folder in the place of the user's; what is switched off there is only named.
    """
    own = user if isinstance(user, Path) else user_packs_dir()
    choice = read_choice(own) if user else Choice()
    roots: list[tuple[Path, Place]] = [(Path(path), "given") for path in extra_paths]
    roots += [(own, "user")] if user else []
    roots += [(levels_dir(), "shipped")] if shipped else []
    packs: dict[Path, Pack] = {}
    asleep: dict[Path, Pack] = {}
    for root, place in roots:
        for folder in _pack_folders(root, choice if place == "user" else None):
            where = real(folder)
            if where not in packs:
                off = place == "user" and folder.name in choice.off
                (asleep if off else packs)[where] = _read_pack(folder, place)
    found = tuple(packs.values())
    problems = [problem for pack in found for problem in pack.problems]
    return Library(found, (*problems, *_conflicts(found)), tuple(asleep.values()))


def _pack_folders(root: Path, choice: Choice | None = None) -> list[Path]:
    """The packs at a root: itself or, arranged by the choice, those in it; of the user's folder both."""
    own = [root] if is_file(root / "pack.yaml") else []
    if own and choice is None:
        return own
    folders = {path.parent.name: path.parent for path in listed(root, "*/pack.yaml")}
    return [folders[name] for name in (choice or Choice()).arranged(folders)] + own


def _read_pack(folder: Path, place: Place) -> Pack:
    document, problems = read_file(folder / "pack.yaml", shown_path(folder / "pack.yaml"))
    manifest, more = parse_document(document, Manifest)
    more += made_for(manifest, document) if manifest else []
    name = manifest.id if manifest else folder.name
    files = [
        PackFile(kind, _peek_id(path), path, name)
        for kind, sub in FOLDERS.items()
        for path in listed(folder / sub, "*.y*ml")
        if path.suffix in (".yaml", ".yml")
    ]
    return Pack(name, folder, manifest, tuple(problems + document.silence(more)), tuple(files), place)


def _peek_id(path: Path) -> str:
    """The id near the top of a file without parsing it; the file's name when there is none."""
    try:
        with path.open("rb") as stream:
            match = _ID_LINE.search(stream.read(4096).decode("utf-8", "replace").replace("\r", ""))
    except OSError:
        match = None
    return match.group(1) if match else path.stem


def _conflicts(packs: tuple[Pack, ...]) -> list[Problem]:
    """Two files of the same kind and id: say both places, since only the first is used."""
    first: dict[tuple[str, str], Path] = {}
    problems = []
    for pack in packs:
        for file in pack.files:
            key = (file.kind, file.id)
            if key not in first:
                first[key] = file.path
                continue
            document, _ = read_file(file.path, shown_path(file.path))
            entry = document.root.get("id") if isinstance(document.root, YamlMapping) else None
            problem = document.problem(
                "pack.conflict",
                entry.value if entry else None,
                severity=Severity.WARNING,
                id=file.id,
                other=shown_path(first[key]),
            )
            problems += document.silence([problem])
    return problems


def not_used(twins: tuple[PackFile, ...]) -> list[Problem]:
    """A warning when several files have one id: which is used, and which are not."""
    if len(twins) < 2:
        return []
    used, *others = (shown_path(file.path) for file in twins)
    text = Text("content.pack.twins", {"id": twins[0].id, "used": used, "others": "; ".join(others)})
    return [Problem(Severity.WARNING, "pack.twins", used, 0, 0, text, Text("content.hint.path"))]


# ------------------------------------------------------------------------------------------- loading


def load_level(
    id_or_path: str | Path, extra_paths: Iterable[Path | str] = (), *, user: bool | Path = True
) -> LoadedLevel:
    """Load a level by its id or its path. Raises ContentError with every problem when it cannot be used.

    `extra_paths` and `user` as for `discover`.
    """
    extra = list(extra_paths)
    path = Path(id_or_path)
    told: list[Problem] = []
    if _is_path(str(id_or_path)):
        if (folder := pack_folder(path)) is not None:
            extra.append(folder)
        library = discover(extra, user=user)
    else:
        library = discover(extra, user=user)
        twins = library.twins("level", str(id_or_path))
        if not twins:
            known = [f.id for f in library.files("level")]
            hint = library.asleep("level", str(id_or_path)) or did_you_mean(str(id_or_path), known)
            text = Text("content.level.none", {"name": str(id_or_path)})
            raise ContentError([Problem(Severity.ERROR, "level.none", str(id_or_path), 0, 0, text, hint)])
        path = twins[0].path
        told = not_used(twins)
    document, problems = read_file(path, shown_path(path))
    loaded, problems = load_document(document, problems + told, library, library.pack_of(path))
    if loaded is None:
        raise ContentError(problems)
    return loaded


def _is_path(name: str) -> bool:
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name


def pack_folder(path: Path) -> Path | None:
    """The pack folder around a file, if there is one."""
    return next((folder for folder in real(path).parents if is_file(folder / "pack.yaml")), None)


def load_document(
    document: Document, problems: list[Problem], library: Library, pack: Path | None = None
) -> tuple[LoadedLevel | None, list[Problem]]:
    """A level document with what it names from the library; None when any of it has errors.

    What stands in the level's own pack, a folder, comes first; of other packs' files with the same id one
    is used, and a warning names them all.
    """

    owners: dict[tuple[str, str], Pack | None] = {}

    def source(kind: str, name: str) -> tuple[Document | None, list[Problem]]:
        twins = library.twins("setting" if kind == ENSEMBLE else kind, name, pack)
        if not twins:
            return None, []
        owners[(kind, name)] = library.owner(twins[0].path)
        if kind == ENSEMBLE:
            table = ensemble_file(twins[0].path)
            return read_characters(table, shown_path(table)) if is_file(table) else (None, [])
        found, problems = read_file(twins[0].path, shown_path(twins[0].path))
        own = pack is not None and twins[0].path.is_relative_to(pack)
        return found, problems if own else problems + not_used(twins)

    names = {kind: tuple(f.id for f in library.files(kind)) for kind in FOLDERS}
    loaded, problems = _assemble(document, problems, source, names, library.asleep, _guests(library, pack))
    if loaded is None:
        return None, problems
    own = next((p for p in library.packs if p.folder == pack), None)
    needed = [owners.get(key) for key in loaded.files if key[0] != "rival" or key[1] not in loaded.guests]
    strange = {p.folder: p.ref for p in (own, *needed) if p is not None and p.place != "shipped"}
    return replace(loaded, packs=tuple(strange.values())), problems


def _guests(library: Library, pack: Path | None) -> frozenset[str]:
    """Archetypes from neither the level's own pack nor the game's: whatever else a player has installed must
    not change who plays in a level's camps, and with that what its lesson says."""
    strangers = []
    for file in library.files("rival"):
        owner = library.owner(library.twins("rival", file.id, pack)[0].path)
        if owner is None or (owner.place != "shipped" and owner.folder != pack):
            strangers.append(file.id)
    return frozenset(strangers)


def load_record(record: Mapping[str, Any]) -> LoadedLevel:
    """The level of a save (`LoadedLevel.to_record`), from the texts in it alone.

    Raises ContentError for what is wrong in a text; KeyError, TypeError or ValueError where there are none.
    """
    texts = {(f["kind"], f["id"]): (f["text"], f["name"]) for f in record["files"]}
    if not all(isinstance(part, str) for key, file in texts.items() for part in (*key, *file)):
        raise ValueError("files are texts with a kind, an id and a name")

    def source(kind: str, name: str) -> tuple[Document | None, list[Problem]]:
        if (kind, name) not in texts:
            return None, []
        return (unparsed(*texts[(kind, name)]), []) if kind == ENSEMBLE else read_text(*texts[(kind, name)])

    document, problems = source("level", record["level"])
    if document is None:
        text = Text("content.level.none", {"name": str(record["level"])})
        raise ContentError([Problem(Severity.ERROR, "level.none", str(record["level"]), 0, 0, text)])
    names = {kind: tuple(i for k, i in texts if k == kind) for kind in FOLDERS}
    packs = tuple(PackRef.from_plain(ref) for ref in record.get("packs", ()))
    loaded, problems = _assemble(document, problems, source, names)
    if loaded is None:
        raise ContentError(problems)
    return replace(loaded, packs=packs)


def level_context(document: Document) -> dict[str, CalendarQuarter]:
    """What parsing a level needs to know first: its start, if that can be read."""
    entry = document.root.get("start") if isinstance(document.root, YamlMapping) else None
    if entry is None or not isinstance(entry.value, Scalar):
        return {}
    try:
        return {"start": parse_calendar(entry.value.text)}
    except ValueError:
        return {}


def _assemble(
    document: Document,
    problems: list[Problem],
    source: Source,
    names: Mapping[str, tuple[str, ...]],
    asleep: Callable[[str, str], Text | None] = lambda kind, name: None,
    guests: frozenset[str] = frozenset(),
) -> tuple[LoadedLevel | None, list[Problem]]:
    level, more = parse_or_guess(document, Level, level_context(document))
    problems = [*problems, *_not_on_lines_of(problems, more)]
    if level is None:
        return None, sort_problems(problems)
    files: dict[tuple[str, str], Document] = {("level", level.id): document}
    part = Parts(document, source, names, files, problems, asleep)
    setting = part.setting(level.setting)
    ensemble = part.ensemble(setting) if setting is not None else None
    script = level.history.use if level.history else None
    history = part.load("history", script, History, ("history", "use")) if script else None
    rivals: dict[str, Rival] = {}
    for seat_id, seat in level.seats.items():
        rival = part.load("rival", seat.rival, Rival, ("seats", seat_id, "rival"))
        if rival is not None:
            rivals[rival.id] = rival
    for hardness, difficulty in level.difficulties.items():
        for seat_id, instead in difficulty.rivals.items():
            rival = part.load("rival", instead, Rival, ("difficulties", hardness, "rivals", seat_id))
            if rival is not None:
                rivals[rival.id] = rival
    guests -= rivals.keys()  # whom the level itself calls is no guest
    others = Parts(document, source, names, files, [], asleep)  # a bad rival nobody needs stops no level
    for name in names.get("rival", ()):
        if name not in rivals and (rival := others.load("rival", name, Rival, ("seats",))) is not None:
            rivals[rival.id] = rival.model_copy(update={"camp": None}) if name in guests else rival
    nations = tuple(setting.nations) if setting is not None else ()
    said = {(p.file, p.line, p.column) for p in problems}
    under_way = tuple(entry.id for entry in setting.under_way) if setting is not None else ()
    found = lint_level(level, document, nations, history, under_way)
    if setting is not None:
        found += out_of_time(level, setting, document)
    if history is not None and nations:
        found += lint_history(history, files[("history", history.id)], nations)
    problems += [p for p in found if (p.file, p.line, p.column) not in said]
    problems = sort_problems(document.silence(problems))
    if setting is None or any(p.is_error for p in problems):
        return None, problems
    told = tuple(problems)
    return LoadedLevel(level, setting, rivals, history, told, files, ensemble, guests), problems


def _not_on_lines_of(first: list[Problem], then: list[Problem]) -> list[Problem]:
    """What a later step says about a line that already has a problem is mostly its echo."""
    lines = {(p.file, p.line) for p in first}
    return [p for p in then if (p.file, p.line) not in lines]
