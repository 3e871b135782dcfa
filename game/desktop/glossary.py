"""The glossary on every screen: words of the trade in running text explain themselves, and a key lists them.

What is said of a word stands in the catalogues (`glossary.<term>`), once in each language.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from game.catalogues import PSEUDO
from game.content.glossary import TERMS

from .desk.words import words_of
from .kit import Flow, Rect, Tip, Ui
from .kit.text import is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .app import App

__all__ = ["WordList", "install", "linked", "term_tip", "terms_in"]

KEPT = 4000
MARKS = re.compile(r"(\*\*.+?\*\*|\[\[.+?\]\])", re.DOTALL)  # bold, pictures, links: left alone
LINK = re.compile(r"\[\[[a-z0-9_]+\|")
WIDTH, HEIGHT = 620.0, 560.0


@lru_cache(maxsize=8)
def _forms(language: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """What to look for in running text, and the term of each form; None for the pseudo-language."""
    if language == PSEUDO:
        return None
    tr = words_of(language).translator.tr
    terms = {form.lower(): term for term in TERMS for form in tr(f"glossary.{term}_forms").split("|")}
    longest = sorted(terms, key=len, reverse=True)
    pattern = "|".join(re.escape(form) for form in longest)
    if not any(is_cjk(form[0]) for form in terms):
        pattern = rf"\b(?:{pattern})\b"
    return re.compile(pattern, re.IGNORECASE), terms


@lru_cache(maxsize=KEPT)
def linked(text: str, language: str) -> str:
    """Marked-up text in which the first mention of every term is a link."""
    found = _forms(language)
    if found is None or LINK.search(text):
        return text
    pattern, terms = found
    seen: set[str] = set()

    def link(match: re.Match[str]) -> str:
        term = terms[match[0].lower()]
        if term in seen:
            return match[0]
        seen.add(term)
        return f"[[{term}|{match[0]}]]"

    parts = MARKS.split(text)
    return "".join(part if MARKS.fullmatch(part) else pattern.sub(link, part) for part in parts)


def terms_in(texts: Iterable[str], language: str) -> tuple[str, ...]:
    """The terms that these texts mention, in the glossary's order."""
    found = _forms(language)
    if found is None:
        return ()
    pattern, terms = found
    seen = {terms[match.lower()] for text in texts for match in pattern.findall(text)}
    return tuple(term for term in TERMS if term in seen)


def term_tip(term: str, language: str) -> Tip | None:
    """A word of the glossary, explained; None for one that there is not."""
    if term not in TERMS:
        return None
    w = words_of(language)
    return Tip(w(f"glossary.{term}_text"), title=w(f"glossary.{term}"))


class WordList:
    """A dialog over any scene: the words of the trade that are on the screen."""

    def __init__(self) -> None:
        self.open = False
        self.terms: tuple[str, ...] = ()

    def draw(self, ui: Ui) -> None:
        """Opens and closes by its key; drawn after the scene."""
        if not self.open:
            if ui.shortcut(ui.key("words")):
                said = (part for node in ui.nodes for part in (node.label, node.value, node.hint))
                self.terms = terms_in(said, ui.language) or tuple(TERMS)
                self.open = True
                ui.request_frame()
            return
        w = words_of(ui.language)
        size = WIDTH * max(1.0, ui.text_scale), HEIGHT * max(1.0, ui.text_scale)
        title = w("glossary.title")
        with (
            ui.dialog("words", title, size, icon="book-open", footer=False) as box,
            ui.scroll("words", box.body.inset(-6, 0), label=title, padding=6) as area,
        ):
            self._list(ui, area)
        again = ui.take_key(ui.key("words")) if not ui.text_focus else False
        self.open = not (box.dismissed or again)

    def _list(self, ui: Ui, area: Rect) -> None:
        w = words_of(ui.language)
        flow = Flow(area, gap=12)
        for term in self.terms:
            word, text = w(f"glossary.{term}"), w(f"glossary.{term}_text")
            width = area.w - 40
            height = ui.text_h(word, width, "strong") + ui.text_h(text, width)
            row = flow.next(height)
            ui.icon(Rect(row.x, row.y + 2, 22, 22), TERMS[term], colour="accent_text")
            beside = row.pad(left=40)
            used = ui.put_lines(beside, word, "strong", wid=term)
            ui.put_lines(beside.pad(top=used), text, "body", "muted", wid=term)
            ui.note("row", word, value=text, rect=row)


def install(app: App) -> None:
    """Let every screen of this window explain the words of the trade."""
    ui = app.ui
    ui.linker = lambda text: linked(text, ui.language)
    ui.explain = lambda term: term_tip(term, ui.language)
    app.overlay = WordList().draw
