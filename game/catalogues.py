"""Which languages the game speaks, and their words, read from gettext catalogues.

A language is `<language>.po` in a folder of texts: the game's own (`assets/text`) or the player's
(`text_dir`). A catalogue may be split into `<language>/<subsystem>.po`; all its files are merged. A msgid is
a key such as `desk.end_quarter`. Packs carry their texts themselves, in the languages of LANGUAGES; any other
language translates them in its one file, by their English words, under the context "pack".
"""

from __future__ import annotations

import gettext
import io
import locale as system_locale
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import platformdirs
from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from game.paths import assets_dir

__all__ = [
    "LANGUAGES",
    "PACK",
    "PSEUDO",
    "Catalogue",
    "CatalogueError",
    "babel_locale",
    "catalogue_files",
    "found_catalogue",
    "is_code",
    "languages",
    "load_catalogue",
    "match_language",
    "next_language",
    "own_name",
    "parse",
    "short_name",
    "system_language",
    "text_dir",
]

LANGUAGES = ("en", "zh-Hans")
"""The languages that are complete, packs included; `languages` may know more."""

PSEUDO = "pseudo"
"""English, accented and about 40 % longer: shows where a layout is too tight."""

PACK = "pack"
"""Context of a pack's text in a catalogue; its msgid is the English text."""

MOST_BYTES = 4 << 20  # of one catalogue file
MOST_FORMS = 6  # Arabic has them
_FORM_COUNT = re.compile(rb"nplurals\s*=\s*0*(\d+)")


class CatalogueError(ValueError):
    """A catalogue can't be read, or two of its files hold the same key. The message is for people."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language: key -> forms (one, or as many as the language has plurals).

    `packs`: texts of packs by their English words.
    """

    forms: Mapping[str, tuple[str, ...]]
    packs: Mapping[str, str]
    sources: Mapping[str, Path]
    plural: Callable[[int], int]


# ------------------------------------------------------------------------------------------ reading


def catalogue_files(language: str, folder: Path) -> list[Path]:
    """The files that `load_catalogue` merges: `<language>.po`, then `<language>/*.po` by name."""
    shared = folder / f"{language}.po"
    return [file for file in (shared, *sorted((folder / language).glob("*.po"))) if file.is_file()]


@lru_cache(maxsize=16)
def load_catalogue(language: str, folder: Path) -> Catalogue:
    """Read and merge the catalogue files of one language; untranslated and fuzzy entries count as missing.

    Raises CatalogueError if a file is not valid or a key stands in two files.
    """
    plural = get_plural(str(babel_locale(language)))
    forms: dict[str, tuple[str, ...]] = {}
    packs: dict[str, str] = {}
    sources: dict[str, Path] = {}
    for path in catalogue_files(language, folder):
        for entry in _entries(path, language):
            key = entry.id if isinstance(entry.id, str) else entry.id[0]
            strings = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
            if not key or entry.fuzzy or not all(strings) or len(strings) not in (1, plural.num_plurals):
                continue
            if entry.context == PACK:
                packs[key] = strings[0]
                continue
            if key in forms:
                raise CatalogueError(f"The text '{key}' stands in {sources[key]} and in {path}: delete one.")
            forms[key], sources[key] = strings, path
    return Catalogue(forms, packs, sources, gettext.c2py(plural.plural_expr))


def _entries(path: Path, language: str) -> list[Message]:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CatalogueError(f"{path} can't be read: {error.strerror or error}") from error
    if len(data) > MOST_BYTES:
        raise CatalogueError(f"{path} is larger than {MOST_BYTES >> 20} MB: is this a catalogue?")
    try:
        return parse(data, language)
    except CatalogueError as error:
        raise CatalogueError(f"{path} is not a valid catalogue: {error}") from error


def parse(data: bytes, language: str) -> list[Message]:
    """The entries of a catalogue file, whoever wrote it. Raises CatalogueError, which says why."""
    for number in _FORM_COUNT.findall(data):
        if len(number) > 1 or int(number) > MOST_FORMS:  # the reader makes room for as many as are announced
            raise CatalogueError(f"no language has {number[:9].decode()} plural forms")
    where = babel_locale(language)
    try:
        return list(read_po(io.BytesIO(data), locale=where, charset="utf-8", abort_invalid=True))
    except UnicodeDecodeError as error:
        raise CatalogueError(f"byte {error.start + 1} of a line is not UTF-8 text") from error
    except (PoFileError, UnknownLocaleError, ValueError, LookupError, TypeError) as error:
        raise CatalogueError(str(error) or type(error).__name__) from error


# -------------------------------------------------------------------------------------- the languages


def text_dir() -> Path:
    """Folder where players put languages; it need not exist."""
    return platformdirs.user_data_path("lanthanide", appauthor=False) / "text"


def languages() -> tuple[str, ...]:
    """The languages of the game: the complete ones, then whatever other catalogue can be read, by code."""
    return _languages(assets_dir() / "text", text_dir())


@lru_cache(maxsize=8)
def _languages(*folders: Path) -> tuple[str, ...]:
    found = {path.stem for folder in folders for path in folder.glob("*.po")} - set(LANGUAGES)
    return (*LANGUAGES, *sorted(code for code in found if is_code(code) and _readable(code, *folders)))


def is_code(code: str) -> bool:
    """Whether a file's name is a language that the figures and dates of it are known for: fr, pt-BR."""
    try:
        return bool(Locale.parse(code, sep="-"))
    except (ValueError, UnknownLocaleError):
        return False


def _readable(language: str, *folders: Path) -> bool:
    try:
        return any(load_catalogue(language, folder).forms for folder in folders)
    except CatalogueError:
        return False  # `lanthanide check` says why


def found_catalogue(language: str) -> Catalogue:
    """The catalogue of one of `languages`. Raises CatalogueError."""
    shipped = assets_dir() / "text"
    return load_catalogue(language, shipped if catalogue_files(language, shipped) else text_dir())


def own_name(language: str) -> str:
    """What a language calls itself: its text `language.name`, else what Babel's tables say."""
    forms = found_catalogue(language).forms.get("language.name")
    return forms[0] if forms else (babel_locale(language).display_name or language)


def short_name(language: str) -> str:
    """The same for a small button: its text `language.short`, else the code."""
    forms = found_catalogue(language).forms.get("language.short")
    return forms[0] if forms else language.upper()


def next_language(language: str) -> str:
    """The language after this one, the first after the last."""
    known = languages()
    return known[(known.index(language) + 1) % len(known)] if language in known else known[0]


def match_language(tag: str | None) -> str:
    """The language of the game that fits a tag such as zh_CN.UTF-8 or en-GB best; English for all others."""
    wanted = (tag or "").replace("_", "-").split(".")[0].casefold()
    if wanted == PSEUDO:
        return PSEUDO
    known = {code.casefold(): code for code in languages()}
    # For pt-PT, pt-BR is better than English.
    primary = {code.split("-")[0]: known[code] for code in reversed(known)}
    return known.get(wanted) or primary.get(wanted.split("-")[0]) or "en"


def system_language() -> str:
    """The language that the system is set to, if the game has it, else English.

    The variables count before the C library, which knows nothing of a language that is not installed.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if tag := os.environ.get(name):
            return match_language(tag)
    return match_language(system_locale.getlocale(system_locale.LC_CTYPE)[0])


def babel_locale(language: str) -> Locale:
    """Whose figures, dates and plurals a language follows; English for one that nobody knows."""
    return Locale.parse(language, sep="-") if language != PSEUDO and is_code(language) else Locale.parse("en")
