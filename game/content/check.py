"""Checking files: every problem of every file that the paths lead to, in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from game.catalogues import load_catalogue
from game.content.campaigns import find_levels, parse_campaign
from game.content.fields import Model
from game.content.history import History
from game.content.inherit import Finder, beside
from game.content.lint_lesson import lint_camp
from game.content.lint_rival import lint_rival, unmatched_slots
from game.content.lint_setting import lint_history
from game.content.pack import Manifest
from game.content.packs import FOLDERS, Library, LoadedLevel, discover, load_document, pack_folder, shown_path
from game.content.parsing import did_you_mean, parse_or_guess
from game.content.places import is_file, is_folder, listed
from game.content.problem import Problem, Severity, render, sort_problems
from game.content.reader import Document, Mapping, Scalar, read_file
from game.content.resolved import resolved_text
from game.content.rival import Rival
from game.content.setting import parse_setting
from game.content.translation import check_language
from game.i18n import Text, Translator
from game.paths import assets_dir

__all__ = ["CheckReport", "check", "known_codes"]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found. `levels` are those that can be played."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    levels: tuple[LoadedLevel, ...]

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    def render(self, translator: Translator) -> str:
        """All problems with their lines, and a closing sentence."""
        files = Text.of("content.check.files", n=len(self.files))
        if not self.problems:
            return translator.tr("content.check.summary.good", files=files)
        counts = {
            "files": files,
            "errors": Text.of("content.check.errors", n=self.errors),
            "warnings": Text.of("content.check.warnings", n=self.warnings),
        }
        shown = [render(problem, translator) for problem in self.problems]
        return "\n\n".join([*shown, translator.tr("content.check.summary", **counts)])

    def resolved(self) -> str:
        """Each playable level as the game understands it, every line with its origin."""
        return "\n".join(resolved_text(level) for level in self.levels)

    def to_plain(self, translator: Translator) -> dict[str, Any]:
        """JSON keys: files, errors, warnings, levels (ids), problems."""
        return {
            "files": list(self.files),
            "errors": self.errors,
            "warnings": self.warnings,
            "levels": [loaded.level.id for loaded in self.levels],
            "problems": [problem.to_plain(translator) for problem in self.problems],
        }


def check(paths: Iterable[Path | str], *, user: bool | Path = True) -> CheckReport:
    """Check files, packs, folders of packs, or a language (.po). Never raises for what is in them.

    `user` as for `discover`.
    """
    files: list[Path] = []
    problems: list[Problem] = []
    for path in map(Path, paths):
        found = _files_of(path)
        if not found:
            code = "pack.none" if is_folder(path) else "file.missing"
            name = shown_path(path)
            problems.append(Problem(Severity.ERROR, code, name, 0, 0, Text(f"content.{code}")))
        files += [file for file in found if file not in files]
    folders = {folder for file in files if (folder := pack_folder(file)) is not None}
    library = discover(sorted(folders), user=user)
    run = _Run(library, problems)
    for file in files:
        run.file(file)
    run.rivals()
    names = {shown_path(file) for file in files}
    problems += [p for p in library.problems if p.file in names]
    return CheckReport(
        tuple(shown_path(file) for file in files), tuple(sort_problems(problems)), tuple(run.levels)
    )


def _files_of(path: Path) -> list[Path]:
    """The file itself, all files of a pack, or those of every pack and every YAML file in a folder."""
    if is_file(path):
        return [path]
    if is_file(path / "pack.yaml"):
        subs = [file for sub in FOLDERS.values() for file in listed(path / sub, "*.y*ml")]
        return [path / "pack.yaml", *subs]
    packs = [file for manifest in listed(path, "*/pack.yaml") for file in _files_of(manifest.parent)]
    return [*packs, *listed(path, "*.y*ml")]


_MODELS: dict[str, type[Model]] = {"rival": Rival, "history": History, "pack": Manifest}


class _Run:
    """One check: reads each file by its kind and remembers what must be seen together."""

    def __init__(self, library: Library, problems: list[Problem]) -> None:
        self.library = library
        self.problems = problems
        self.levels: list[LoadedLevel] = []
        self.read_rivals: list[tuple[Rival, Document]] = []
        self.nations: set[str] | None = None

    def file(self, path: Path) -> None:
        if path.suffix == ".po":
            self.problems += check_language(path, shown_path(path))
            return
        document, problems = read_file(path, shown_path(path))
        kind = self.kind(document, path)
        problems += self.habits(document, path, kind)
        if kind == "level":
            loaded, problems = load_document(document, problems, self.library, self.library.pack_of(path))
            self.levels += [loaded] if loaded else []
        elif kind == "setting":
            known = [file.id for file in self.library.files("setting")]
            problems += parse_setting(document, self.setting_from(path), known)[1]
        elif kind == "campaign":
            find = find_levels(self.library, self.library.pack_of(path))
            problems += parse_campaign(document, self.library, find)[1]
        elif kind in _MODELS:
            problems += self.part(document, kind)
        self.problems += document.silence(problems)

    def setting_from(self, path: Path) -> Finder:
        """Finds the settings that a setting at this path can name."""
        pack = self.library.pack_of(path)

        def find(name: str) -> tuple[Document | None, list[Problem]]:
            file = self.library.find("setting", name, pack)
            found = beside(path, name) or (file.path if file is not None else None)
            return (None, []) if found is None else read_file(found, shown_path(found))

        return find

    def part(self, document: Document, kind: str) -> list[Problem]:
        model, problems = parse_or_guess(document, _MODELS[kind])
        if isinstance(model, History):
            problems += self.strangers(model, document)
        if isinstance(model, Rival):
            self.read_rivals.append((model, document))
            problems += lint_rival(model, document) + lint_camp(model, document)
        return problems

    def strangers(self, history: History, document: Document) -> list[Problem]:
        """What is odd in a script; a nation that no known setting has is probably misspelt."""
        if self.nations is None:
            settings = [read_file(file.path)[0].root for file in self.library.files("setting")]
            tables = [root.get("nations") for root in settings if isinstance(root, Mapping)]
            self.nations = {
                name
                for table in tables
                if table and isinstance(table.value, Mapping)
                for name in table.value.by_key
            }
        found = lint_history(history, document, self.nations)
        return [replace(p, severity=Severity.WARNING) if p.code == "nation.none" else p for p in found]

    def rivals(self) -> None:
        """Slot names that no level of this check has: probably misspelt."""
        for rival, document in self.read_rivals:
            users = [level for level in self.levels if rival.id in level.rivals]
            self.problems += document.silence(unmatched_slots(rival, document, users))

    def kind(self, document: Document, path: Path) -> str:
        """What the file says that it is; else what its folder says."""
        by_folder = {sub: kind for kind, sub in FOLDERS.items()}
        fallback = "pack" if path.name == "pack.yaml" else by_folder.get(path.parent.name, "level")
        entry = document.root.get("kind") if isinstance(document.root, Mapping) else None
        said = entry.value.text if entry and isinstance(entry.value, Scalar) else fallback
        if said in FOLDERS or said == "pack":
            return said
        assert entry is not None
        hint = did_you_mean(said, (*FOLDERS, "pack"))
        self.problems.append(document.problem("kind.unknown", entry.value, hint=hint, found=said))
        return ""

    def habits(self, document: Document, path: Path, kind: str) -> list[Problem]:
        """File names and folders, and comments that allow something."""
        problems = _unknown_allowances(document)
        in_place = path.parent.name in FOLDERS.values() and pack_folder(path) is not None
        if kind not in FOLDERS or not isinstance(document.root, Mapping) or not in_place:
            return problems
        if path.parent.name != FOLDERS[kind]:
            entry = document.root.get("kind")
            spot = entry.value if entry else document.root
            problems.append(document.problem("kind.folder", spot, found=kind, folder=FOLDERS[kind]))
        entry = document.root.get("id")
        if entry and isinstance(entry.value, Scalar) and entry.value.text != path.stem:
            names: dict[str, Any] = {"id": entry.value.text, "name": path.name}
            problems.append(document.problem("id.filename", entry.value, severity=Severity.WARNING, **names))
        return problems


@cache
def known_codes() -> frozenset[str]:
    """Codes of problems, which are the texts of the catalogue that are neither hints nor headings."""
    keys = load_catalogue("en", assets_dir() / "text").forms
    codes = {key.removeprefix("content.") for key in keys if key.startswith("content.")}
    return frozenset(c for c in codes if "." in c and c.split(".")[0] not in ("hint", "check"))


def _unknown_allowances(document: Document) -> list[Problem]:
    problems = []
    for number, name, column in document.allowances():
        if name not in known_codes():
            hint = did_you_mean(name, known_codes())
            spot = Scalar(name, number, column, len(name))
            problems.append(
                document.problem("allow.unknown", spot, severity=Severity.WARNING, hint=hint, name=name)
            )
    return problems
