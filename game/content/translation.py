"""A language of the game as one file: what `lanthanide new language` writes, and what `check` says of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import write_po

from game.catalogues import (
    LANGUAGES,
    MOST_BYTES,
    PACK,
    CatalogueError,
    babel_locale,
    is_code,
    load_catalogue,
    parse,
)
from game.content import reader
from game.content.packs import discover
from game.content.parsing import near
from game.content.problem import Problem, Severity
from game.i18n import Text, placeholders
from game.letters import can_show
from game.paths import assets_dir

__all__ = ["check_language", "language_template"]

HEADER = """\
A language for Lanthanide. Texts without a translation are shown in English.
Keep what stands in braces: {n} and {price:usd_kg} become figures. **bold**, [[star]] and | stay as they are.
Then: lanthanide check FILE, and put the file into the folder that `lanthanide doctor` names.
"""


def language_template(code: str) -> str:
    """A catalogue with every text of the game and its packs, untranslated; the English stands above each."""
    catalogue = Catalog(locale=babel_locale(code), project="Lanthanide", charset="utf-8", fuzzy=False)
    catalogue.header_comment = "\n".join(f"# {line}".rstrip() for line in HEADER.splitlines())
    for key, forms in sorted(load_catalogue("en", assets_dir() / "text").forms.items()):
        said = [f"English: {' | '.join(forms)}".replace("\n", " ")]
        catalogue.add(key if len(forms) == 1 else (key, key), auto_comments=said)
    for english, place in _pack_texts().items():
        catalogue.add(english, context=PACK, auto_comments=[place])
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_output=False)
    return out.getvalue().decode("utf-8")


def _pack_texts() -> dict[str, str]:
    """English text -> where it stands first, for the packs that come with the game and the map."""
    found: dict[str, str] = {}
    for pack in discover(user=False).packs:
        for path in sorted(pack.folder.rglob("*.yaml")):
            root = reader.read_file(path, path.name)[0].root
            for text in _localized(root):
                found.setdefault(text, f"{pack.folder.name}/{path.relative_to(pack.folder).as_posix()}")
    places = json.loads((assets_dir() / "map" / "places.json").read_text(encoding="utf-8"))
    for text in _localized_plain(places):
        found.setdefault(text, "map")
    return found


def _localized(node: reader.Node | None) -> Iterator[str]:
    """The English of every {en: ..., zh-Hans: ...} below a node."""
    if isinstance(node, reader.Mapping):
        if set(LANGUAGES) <= node.by_key.keys():
            english = node.by_key["en"].value
            if isinstance(english, reader.Scalar):
                yield english.text
            return
        for entry in node.entries:
            yield from _localized(entry.value)
    elif isinstance(node, reader.Sequence):
        for item in node.items:
            yield from _localized(item)


def _localized_plain(data: object) -> Iterator[str]:
    if isinstance(data, Mapping):
        if set(LANGUAGES) <= data.keys():
            yield data["en"]
            return
        for value in data.values():
            yield from _localized_plain(value)
    elif isinstance(data, list):
        for value in data:
            yield from _localized_plain(value)


# ----------------------------------------------------------------------------------------- checking


def check_language(path: Path, shown: str) -> list[Problem]:
    """What is wrong with a catalogue: unknown texts, figures that were lost, letters without a picture."""
    try:
        data = path.read_bytes()[: MOST_BYTES + 1]
    except OSError as error:
        return [_problem("file.unreadable", shown, reason=error.strerror or str(error))]
    if len(data) > MOST_BYTES:
        return [_problem("po.large", shown, limit=MOST_BYTES >> 20)]
    if not is_code(path.stem):
        return [_problem("po.language", shown, found=path.stem)]
    try:
        lines = data.decode("utf-8").splitlines()
        entries = parse(data, path.stem)
    except UnicodeDecodeError as error:
        return [_problem("file.encoding", shown, byte=error.start + 1)]
    except CatalogueError as error:
        return [_problem("po.broken", shown, why=str(error))]
    check = _Check(shown, lines, path.stem)
    for entry in entries:
        if entry.id:
            check.entry(entry)
    return check.finish()


class _Check:
    """One catalogue, text by text."""

    def __init__(self, shown: str, lines: list[str], language: str) -> None:
        self.shown, self.lines = shown, lines
        self.plurals = get_plural(str(babel_locale(language))).num_plurals
        self.english = load_catalogue("en", assets_dir() / "text").forms
        self.packs = _pack_texts()
        self.problems: list[Problem] = []
        self.strange: dict[str, int] = {}
        self.done = 0

    def entry(self, entry: Message) -> None:
        key = entry.id if isinstance(entry.id, str) else entry.id[0]
        strings = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        english = (key,) if entry.context == PACK else self.english.get(key)
        if english is None:
            self.note("po.unknown", entry, Severity.WARNING, hint=near(key, self.english) or "", key=key)
            return
        if entry.fuzzy or not all(strings):
            return
        if len(strings) not in (1, self.plurals):
            self.note("po.forms", entry, n=str(self.plurals), found=str(len(strings)))
            return
        self.done += entry.context != PACK or key in self.packs
        wanted = {name for form in english for name in _names(form)}
        for string in strings:
            self.string(entry, string, wanted)

    def string(self, entry: Message, string: str, wanted: set[str]) -> None:
        try:
            names = set(placeholders(string))
        except ValueError as error:
            self.note("po.braces", entry, why=str(error))
            return
        if strangers := sorted(names - wanted):
            self.note("po.stranger", entry, name=strangers[0])
        if lost := sorted(wanted - names - {"n"}):  # a singular may leave out its number
            self.note("po.lost", entry, Severity.WARNING, name=lost[0])
        for letter in string:
            if letter.isprintable() and not can_show(letter):
                self.strange.setdefault(letter, self.place(entry))

    def place(self, entry: Message) -> int:
        return min(max(entry.lineno or 1, 1), len(self.lines))

    def note(
        self, code: str, entry: Message, severity: Severity = Severity.ERROR, hint: str = "", **names: str
    ) -> None:
        line = self.place(entry)
        text, source = Text(f"content.{code}", names), self.lines[line - 1]
        maybe = Text("content.hint.near", {"word": hint}) if hint else None
        self.problems.append(
            Problem(severity, code, self.shown, line, 1, text, maybe, source, max(1, len(source)))
        )

    def finish(self) -> list[Problem]:
        if self.strange:
            letters = " ".join(sorted(self.strange)[:20])
            self.problems.append(
                _problem("po.letters", self.shown, Severity.WARNING, letters=letters, n=len(self.strange))
            )
        whole = len(self.english) + len(self.packs)
        if self.done < whole:
            self.problems.append(
                _problem("po.missing", self.shown, Severity.WARNING, n=whole - self.done, whole=whole)
            )
        return self.problems


def _names(template: str) -> set[str]:
    try:
        return set(placeholders(template))
    except ValueError:
        return set()


def _problem(code: str, shown: str, severity: Severity = Severity.ERROR, **names: object) -> Problem:
    return Problem(severity, code, shown, 0, 0, Text(f"content.{code}", names))
