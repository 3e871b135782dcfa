"""Words and figures for a screen, in whatever language the interface speaks at the moment."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from game.desktop.kit import Ui
from game.i18n import Text, Translator

if TYPE_CHECKING:
    from game.play.view import Unit

__all__ = ["Words", "words", "words_of"]

KEPT_TEXTS = 4000
FOLDED = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) (?=[\u4e00-\u9fff])")
"""The blank that YAML leaves where a folded line ended between two Chinese characters."""
DIGITS = {"musd": 0, "points": 0, "ratio": 2, "usd_kg": 1, "t": 0, "influence": 1, "share": 0, "months": 1}
AXIS_UNITS = {"usd_kg": "scenes.unit.usd_kg", "days": "scenes.unit.days", "t": "desk.unit.t"}


class Words:
    """Renders catalogue keys, late texts and figures with units."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.translator = Translator(language)
        self._keys: dict[str, str] = {}
        self._texts: dict[int, tuple[Text, str]] = {}

    def __call__(self, key: str, /, **args: Any) -> str:
        if args:
            return self.translator.tr(key, **args)
        said = self._keys.get(key)
        if said is None:
            said = self._keys[key] = self.translator.tr(key)
        return said

    def text(self, text: Text | None) -> str:
        """A late text, or nothing. Kept by object, because a view is drawn many times."""
        if text is None:
            return ""
        kept = self._texts.get(id(text))
        if kept is None or kept[0] is not text:
            if len(self._texts) > KEPT_TEXTS:
                self._texts.clear()
            said = FOLDED.sub("", self.translator.render(text))
            kept = self._texts[id(text)] = (text, said)
        return kept[1]

    def sentences(self, *said: str) -> str:
        """One after the other, with a blank between them where the language has one."""
        return FOLDED.sub("", " ".join(part for part in said if part))

    def assumed(self, changes: Sequence[Text]) -> str:
        """That a game is played under changed assumptions, and which; nothing where none is changed."""
        if not changes:
            return ""
        return self("assumptions.marked", changes=self("assumptions.comma").join(map(self.text, changes)))

    def local(self, texts: Any) -> str:
        """A mapping by language, as the map's names are."""
        return self.translator.localized(texts)

    def number(self, x: float, digits: int | None = 0, *, signed: bool = False) -> str:
        """A plain number in the language's manner."""
        return self.translator.number(x, digits, signed=signed)

    def money(self, x: float, *, signed: bool = False) -> str:
        """USD million: one decimal below ten."""
        digits = 1 if abs(x) < 9.95 and not float(x).is_integer() else 0
        return self.translator.money_musd(x, digits, signed=signed)

    def quarter(self, calendar: tuple[int, int]) -> str:
        """A calendar quarter, short."""
        return self("desk.short_quarter", year=str(calendar[0]), q=str(calendar[1]))

    def value(self, x: float, unit: Unit, *, signed: bool = False) -> str:
        """A figure with its unit."""
        tr = self.translator
        if not math.isfinite(x):
            return tr.number(x)
        if unit == "musd":
            return self.money(x, signed=signed)
        if unit == "usd_kg":
            return tr.price_usd_kg(x, signed=signed)
        if unit == "t":
            return tr.tonnes(x, 0 if abs(x) >= 10 else 1, signed=signed)
        if unit == "share":
            return tr.percent(x, 0, signed=signed)
        if unit == "days":
            count = tr.number(round(x), 0, signed=signed)
            return tr.trn("desk.unit.days", round(abs(x)), count=count)
        digits = 0 if unit == "influence" and float(x).is_integer() else DIGITS[unit]
        amount = tr.number(x, digits, signed=signed)
        if unit in ("ratio", "months"):
            return tr.tr(f"desk.unit.{unit}", amount=amount)
        return amount

    def unit(self, unit: Unit) -> str:
        """A unit by itself, for the top of an axis; nothing for points and shares."""
        return self(AXIS_UNITS[unit]) if unit in AXIS_UNITS else ""

    def change(self, x: float, unit: Unit) -> str:
        """A change without its unit, signed, as short as it can be."""
        if unit == "share":
            return self.translator.percent(x, 0, signed=True)
        if unit == "musd" and self.language == "zh-Hans":
            return self("desk.unit.yi", amount=self.number(x / 100, 2, signed=True))
        digits = 2 if unit == "ratio" else 1 if unit == "influence" or 0 < abs(x) < 9.95 else 0
        if float(x).is_integer():
            digits = 0
        return self.number(x, digits, signed=True)

    @cached_property
    def pictures(self) -> dict[str, str]:
        """How the inline pictures are read out that mean more than the words beside them."""
        return {"star": self("desk.picture.influence"), "bookmark": self("rooms.picture.source")}


@lru_cache(maxsize=8)
def _words(language: str) -> Words:
    return Words(language)


def words_of(language: str) -> Words:
    """The words of a language."""
    return _words(language)


def words(ui: Ui) -> Words:
    """The words of the interface's present language; from now on inline pictures are read in it too."""
    found = _words(ui.language)
    ui.picture_names = found.pictures
    return found
