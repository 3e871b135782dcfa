"""Fonts, rendered text, and line breaking for Latin and Chinese, plain or with small markup.

Markup: `**bold**`, `[[icon-name]]`, `[[flag:nation]]` and `[[name|linked words]]` stand inside the text; a
newline ends a line. Links change neither the width of a text nor where its lines break.
Measures here are pixels; the Ui converts. Chinese text may break between any two characters, except that
closing punctuation never begins a line and opening punctuation never ends one (kinsoku shori); a Latin word
breaks inside only when it alone is wider than the line.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeAlias, TypeVar

import pygame

from game.letters import FAMILIES, can_show
from game.paths import assets_dir

from .theme import Colour

K = TypeVar("K")
V = TypeVar("V")

NO_LINE_START = frozenset("、。，．！？；：）〕］｝〉》」』】〗’”…—～·%‰℃°!),./:;?]}>々ー%¢₂₃")
NO_LINE_END = frozenset("（〔［｛〈《「『【〖‘“([{<$￥¥£€#＄")
ELLIPSIS = "…"
KEPT_WIDTHS = 2000  # of each font
MOST_BYTES = 12 << 20
"""Of rendered text that is kept; a screen of the desk needs a tenth."""
_MARK = re.compile(r"\*\*(.+?)\*\*|\[\[([a-z0-9:_-]+)\]\]|\[\[([a-z0-9_]+)\|([^\]|]+)\]\]", re.DOTALL)
_CJK = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_PART = re.compile(rf"[^\S\u00a0\u202f]|[{_CJK}]|(?:[^\s{_CJK}]|[\u00a0\u202f])+")
"""A blank (not one that glues), an ideograph, or a word."""


class Lru(Generic[K, V]):
    """A mapping that forgets what was not used for longest once it holds `limit` entries, or, if `weigh` is
    given, more than `most` by that measure."""

    def __init__(self, limit: int, most: int = 0, weigh: Callable[[V], int] | None = None) -> None:
        self.limit, self.most = limit, most
        self.weight = 0
        self._weigh = weigh
        self._data: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        value = self._data.get(key)
        if value is not None:
            self._data.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> V:
        if self._weigh is not None:
            before = self._data.get(key)
            self.weight += self._weigh(value) - (0 if before is None else self._weigh(before))
        self._data[key] = value
        while len(self._data) > self.limit or (self.weight > self.most and len(self._data) > 1):
            _, gone = self._data.popitem(last=False)
            self.weight -= self._weigh(gone) if self._weigh is not None else 0
        return value

    def clear(self) -> None:
        self._data.clear()
        self.weight = 0

    def __len__(self) -> int:
        return len(self._data)


def picture_bytes(image: pygame.Surface) -> int:
    """What a picture takes in memory."""
    return image.get_pitch() * image.get_height()


@dataclass(frozen=True)
class Run:
    """A stretch of text of one weight, or one inline picture (then `text` is empty)."""

    text: str
    bold: bool = False
    icon: str = ""
    link: str = ""


@dataclass(frozen=True)
class Piece:
    """What is drawn in one go: a string or a picture at `x` pixels from the line's left edge."""

    x: int
    width: int
    text: str
    bold: bool
    icon: str


@dataclass(frozen=True)
class Span:
    """A linked stretch of a line, in pixels from the line's left edge."""

    x: int
    width: int
    link: str


@dataclass(frozen=True)
class Line:
    pieces: tuple[Piece, ...]
    width: int
    links: tuple[Span, ...] = ()


@lru_cache(maxsize=1024)
def parse_markup(text: str) -> tuple[Run, ...]:
    """Split marked-up text into runs. Unknown marks stay as they are written."""
    runs: list[Run] = []
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            runs.append(Run(text[at : match.start()]))
        if match.group(1) is not None:
            runs.append(Run(match.group(1), bold=True))
        elif match.group(3) is not None:
            runs.append(Run(match.group(4), link=match.group(3)))
        else:
            runs.append(Run("", icon=match.group(2)))
        at = match.end()
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)


def plain(text: str, pictures: Mapping[str, str] | None = None) -> str:
    """The text without its markup, as a screen reader would say it; `pictures` names inline pictures."""
    if "[[" not in text and "**" not in text:
        return text
    names = pictures or {}
    said = "".join(names.get(run.icon, "") if run.icon else run.text for run in parse_markup(text))
    return re.sub(" {2,}", " ", said).strip()


def is_cjk(char: str) -> bool:
    """Whether lines may break on both sides of this character (ideographs, kana, full-width forms)."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


@dataclass(frozen=True, slots=True)
class _Atom:
    text: str
    bold: bool = False
    icon: str = ""
    link: str = ""
    space: bool = False


def _atoms(runs: tuple[Run, ...]) -> list[_Atom]:
    """Words, single ideographs, single spaces, newlines and pictures, in order."""
    atoms: list[_Atom] = []
    for run in runs:
        if run.icon:
            atoms.append(_Atom("", icon=run.icon))
        else:
            atoms += [_Atom(t, run.bold, link=run.link, space=t.isspace()) for t in _parts(run.text)]
    return atoms


def _parts(text: str) -> Iterator[str]:
    """The texts of a run's atoms; a word ends behind a hyphen that follows a letter."""
    for part in _PART.findall(text):
        start = at = 0
        while (at := part.find("-", at) + 1) > 0:
            if at - start > 1 and part[at - 2].isalpha():
                yield part[start:at]
                start = at
        if start < len(part):
            yield part[start:]


_Cluster: TypeAlias = tuple[_Atom, ...]


@dataclass(frozen=True)
class _Clustered:
    """A text in groups of atoms that stay together; `plain` if there are no marks in it."""

    clusters: tuple[_Cluster, ...]
    plain: bool


def _may_break(before: _Atom, after: _Atom) -> bool:
    if before.icon or after.icon:
        return False
    last, first = before.text[-1], after.text[0]
    if first in NO_LINE_START or last in NO_LINE_END:
        return False
    return is_cjk(last) or is_cjk(first) or (last == "-" and first.isalpha())


@lru_cache(maxsize=2048)
def _clustered(text: str, markup: bool) -> _Clustered:
    """Whatever the font, the same."""
    clusters: list[list[_Atom]] = []
    previous: _Atom | None = None
    runs = parse_markup(text) if markup else (Run(text),)
    for atom in _atoms(runs):
        joined = previous is not None and not (atom.space or previous.space or _may_break(previous, atom))
        percent = atom.text.startswith("%") and len(clusters) > 1 and clusters[-1][0].text == " "
        if percent and clusters[-2][-1].text[-1:].isdigit():
            clusters[-2:] = [[*clusters[-2], *clusters[-1], atom]]
        elif joined:
            clusters[-1].append(atom)
        else:
            clusters.append([atom])
        previous = atom
    marked = any(run.bold or run.icon or run.link for run in runs)
    return _Clustered(tuple(map(tuple, clusters)), not marked)


FAMILY, MORE_LETTERS = FAMILIES
WEIGHTS = {"regular": "Regular", "medium": "Regular", "bold": "Bold"}


class Fonts:
    """Font objects by weight and pixel size, and rendered strings, both least-recently-used caches."""

    def __init__(self) -> None:
        self._fonts: Lru[tuple[str, int], pygame.font.Font] = Lru(64)
        self._images: Lru[tuple[str, str, int, Colour], pygame.Surface] = Lru(4096, MOST_BYTES, picture_bytes)
        self._lines: Lru[tuple[str, str, int, int, bool], tuple[Line, ...]] = Lru(2048)
        self._widths: dict[tuple[str, int], dict[str, int]] = {}
        self._at_hand: set[str] = set()  # letters of the family, as far as they have been looked for

    def font(self, weight: str, size_px: int, family: str = FAMILY) -> pygame.font.Font:
        """The font of that weight at that size; SDL's own font if the game's are missing."""
        key = (f"{family}-{WEIGHTS[weight]}", size_px)
        font = self._fonts.get(key)
        if font is None:
            path = assets_dir() / "fonts" / f"{key[0]}.ttf"
            font = self._fonts.put(key, pygame.font.Font(str(path) if path.is_file() else None, size_px))
        return font

    def _lacks(self, text: str) -> bool:
        """Whether the family has no picture of a letter that is in the text."""
        if text.isascii() or self._at_hand.issuperset(text):
            return False
        for letter in text:
            if not can_show(letter, FAMILY) and can_show(letter, MORE_LETTERS):
                return True
            self._at_hand.add(letter)
        return False

    def _measured(self, text: str, weight: str, size_px: int) -> int:
        family = MORE_LETTERS if self._lacks(text) else FAMILY
        return self.font(weight, size_px, family).size(text)[0]

    def _rendered(self, text: str, weight: str, size_px: int, colour: Colour) -> pygame.Surface:
        """In the other family if need be, on the line on which the first one stands."""
        first = self.font(weight, size_px)
        if not self._lacks(text):
            return first.render(text, True, colour)
        other = self.font(weight, size_px, MORE_LETTERS)
        drawn = other.render(text, True, colour)
        image = pygame.Surface((drawn.get_width(), first.get_height()), pygame.SRCALPHA)
        image.blit(drawn, (0, first.get_ascent() - other.get_ascent()))
        return image

    def _known(self, weight: str, size_px: int) -> dict[str, int]:
        """Widths of one font so far."""
        known = self._widths.get((weight, size_px))
        if known is None:
            known = self._widths[weight, size_px] = {}
        return known

    def width(self, text: str, weight: str, size_px: int) -> int:
        """Pixels across; of the words of a text most have been measured before."""
        known = self._known(weight, size_px)
        found = known.get(text)
        if found is None:
            if len(known) >= KEPT_WIDTHS:
                known.clear()
            found = known[text] = self._measured(text, weight, size_px)
        return found

    def image(self, text: str, weight: str, size_px: int, colour: Colour) -> pygame.Surface:
        """The text rendered once in that colour, with per-pixel alpha."""
        key = (text, weight, size_px, colour)
        image = self._images.get(key)
        if image is None:
            image = self._images.put(key, self._rendered(text, weight, size_px, colour))
        return image

    def fit(self, text: str, weight: str, size_px: int, width_px: int) -> str:
        """The longest beginning of `text` that fits, with an ellipsis if anything was cut."""
        if self.width(text, weight, size_px) <= width_px:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + ELLIPSIS, weight, size_px) <= width_px:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + ELLIPSIS

    def wrap(
        self, text: str, weight: str, size_px: int, width_px: int, markup: bool = False
    ) -> tuple[Line, ...]:
        """Break `text` into lines no wider than `width_px`; at least one line, also for an empty text."""
        key = (text, weight, size_px, width_px, markup)
        lines = self._lines.get(key)
        if lines is None:
            found = _clustered(text, markup)
            lines = self._lines.put(key, self._break(found, weight, size_px, max(1, width_px)))
        return lines

    def _atom_width(self, atom: _Atom, weight: str, size_px: int) -> int:
        if atom.icon:
            return picture_width(atom.icon, size_px)
        return self.width(atom.text, "bold" if atom.bold else weight, size_px)

    def _with_widths(
        self, clusters: Iterable[_Cluster], weight: str, size_px: int, width_px: int
    ) -> Iterator[tuple[_Cluster, int]]:
        """Clusters with the widths of their atoms; one wider than the line is cut into characters."""
        light, heavy = self._known(weight, size_px), self._known("bold", size_px)
        for cluster in clusters:
            width = 0
            for atom in cluster:
                found = (heavy if atom.bold else light).get(atom.text) if not atom.icon else None
                width += self._atom_width(atom, weight, size_px) if found is None else found
            if width <= width_px or cluster[0].space:
                yield cluster, width
                continue
            for atom in cluster:
                wide = self._atom_width(atom, weight, size_px)
                if atom.icon or wide <= width_px:
                    yield (atom,), wide
                    continue
                for sign in atom.text:
                    single = _Atom(sign, atom.bold, link=atom.link, space=sign.isspace())
                    yield (single,), self._atom_width(single, weight, size_px)

    def _break(self, text: _Clustered, weight: str, size_px: int, width_px: int) -> tuple[Line, ...]:
        lines: list[Line] = []
        current: list[_Atom] = []
        used = 0  # of the line, roughly: single widths do not add up exactly
        line: Line | None = None  # what is in `current`, if it has been joined
        for cluster, width in self._with_widths(text.clusters, weight, size_px, width_px):
            first = cluster[0]
            if first.text == "\n":
                lines.append(line or self._line(current, weight, size_px, text.plain))
                current, used, line = [], 0, None
                continue
            if first.space:
                if current:
                    current.extend(cluster)
                    used += width
                continue
            if current and used + width > width_px * 0.9:
                longer = self._line([*current, *cluster], weight, size_px, text.plain)
                if longer.width > width_px:
                    lines.append(line or self._line(current, weight, size_px, text.plain))
                    current, used = [], 0
                line = longer if current else None
            else:
                line = None
            current.extend(cluster)
            used += width
        lines.append(line or self._line(current, weight, size_px, text.plain))
        return tuple(lines)

    def _line(self, atoms: list[_Atom], weight: str, size_px: int, plainly: bool) -> Line:
        """Join neighbours of one weight, so that kerning works and few images are drawn."""
        end = len(atoms)
        while end and atoms[end - 1].space:
            end -= 1
        atoms = atoms[:end]
        if plainly and atoms:
            text = "".join([atom.text for atom in atoms])
            width = self.width(text, weight, size_px)
            return Line((Piece(0, width, text, False, ""),), width)
        joined: list[_Atom] = []
        marks: list[tuple[int, int, int, str]] = []  # piece, first and last sign, link
        for atom in atoms:
            text = atom.text
            if not atom.icon and joined and not joined[-1].icon and joined[-1].bold == atom.bold:
                text = joined.pop().text + text
            joined.append(_Atom(text, atom.bold, atom.icon))
            if atom.link:
                at, end = len(joined) - 1, len(text)
                start = end - len(atom.text)
                if marks and marks[-1][0] == at and marks[-1][2:] == (start, atom.link):
                    start = marks.pop()[1]
                marks.append((at, start, end, atom.link))
        pieces: list[Piece] = []
        x = 0
        for atom in joined:
            width = self._atom_width(atom, weight, size_px)
            pieces.append(Piece(x, width, atom.text, atom.bold, atom.icon))
            x += width
        return Line(tuple(pieces), x, tuple(self._span(pieces[m[0]], m, weight, size_px) for m in marks))

    def _span(self, piece: Piece, mark: tuple[int, int, int, str], weight: str, size_px: int) -> Span:
        """Where a linked stretch of a piece stands."""
        _, start, end, link = mark
        left = self.width(piece.text[:start], weight, size_px)
        return Span(piece.x + left, self.width(piece.text[:end], weight, size_px) - left, link)


def picture_width(name: str, size_px: int) -> int:
    """Width in pixels of an inline icon (square) or flag (4:3) beside text of that size."""
    height = picture_height(size_px)
    return round(height * 4 / 3) if name.startswith("flag:") else height


def picture_height(size_px: int) -> int:
    return round(size_px * 1.1)


def without_repeat(hint: str, label: str, value: str) -> str:
    """An explanation without the name, and the figure, that it begins with and that were just read."""
    for known in (label, value):
        rest = hint.removeprefix(known) if known else hint
        if rest != hint and rest[:1] in ("", ";", ":", " ", ",", "；", "："):
            hint = rest.lstrip(" ;:,；：")
    whole = hint.startswith("(") and hint.endswith(")") and "(" not in hint[1:]
    return hint[1:-1] if whole else hint


def run_on(text: str) -> str:
    """Facts that a picture or a wide gap parts on the screen, parted by commas for the ear."""
    text = text.strip()
    if "  " not in text and " \u00a0" not in text:
        return text
    return re.sub(r"(?<=\S)\s{2,}(?=\S)", ", ", re.sub(r"([;:,])\s+", r"\1 ", text))
