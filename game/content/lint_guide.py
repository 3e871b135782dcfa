"""Guides: places, actions, parts, words and predictions that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from game.content.glossary import TERMS
from game.content.guide import ACTIONS, GAUGES, GUIDE_ORDERS, PARTS, PLACES, Guide
from game.content.level import Level
from game.content.reader import Steps
from game.content.vocabulary import LEVERS

__all__ = ["guide_facts"]

Known: TypeAlias = Callable[[str, str, Iterable[str], Steps], bool]
"""(what, name, names, path): reports a name that is not there; True if it is."""


def guide_facts(level: Level, features: Iterable[str], known: Known, say: Callable[..., None]) -> None:
    """Checks a level's guide. `features` are those that its seats observe."""
    guide = level.guide
    if guide is None:
        return
    _Guide(level, guide, tuple(features), known, say).run()


class _Guide:
    def __init__(
        self, level: Level, guide: Guide, features: tuple[str, ...], known: Known, say: Callable[..., None]
    ) -> None:
        self.level, self.guide, self.features, self.known, self.say = level, guide, features, known, say
        self.asked = [event.id for event in level.events if guide.seat in event.ask]
        self.rumoured = [event.id for event in level.events if event.rumour is not None]

    def run(self) -> None:
        guide = self.guide
        self.known("seat", guide.seat, self.level.seats, ("guide", "seat"))
        for index, kind in enumerate(guide.orders):
            self.known("order_kind", kind, GUIDE_ORDERS, ("guide", "orders", index))
        for index, page in enumerate(guide.pages):
            for at, term in enumerate(page.terms):
                self.known("term", term, TERMS, ("guide", "pages", index, "terms", at))
        predicted: set[str] = set()
        quarter = 1
        for index, step in enumerate(guide.steps):
            path: Steps = ("guide", "steps", index)
            if not quarter <= step.quarter <= self.level.quarters:
                facts = {
                    "quarter": f"Q{step.quarter}",
                    "before": f"Q{quarter}",
                    "last": f"Q{self.level.quarters}",
                }
                self.say("guide.order", (*path, "quarter"), **facts)
            quarter = max(quarter, step.quarter)
            self.place(step.look_at or "map", (*path, "look_at"))
            self.action(step.done, (*path, "done"))
            for at, part in enumerate(step.unlocks):
                self.part(part, (*path, "unlocks", at))
            for at, term in enumerate(step.terms):
                self.known("term", term, TERMS, (*path, "terms", at))
            if step.outcome_of is not None:
                self.known("prediction", step.outcome_of, predicted, (*path, "outcome_of"))
            if step.done.startswith("predict:"):
                predicted.add(step.id)

    def place(self, said: str, path: Steps) -> None:
        head, _, name = said.partition(":")
        if not self.known("place", head, PLACES, path) or not self.form(said, PLACES[head][0], path):
            return
        if head == "event":
            self.known("asked_event", name, self.asked, path)
        elif head == "rumour":
            self.known("rumour", name, self.rumoured, path)
        elif head == "gauge":
            self.known("gauge", name, GAUGES, path)
        elif head == "lever":
            self.known("lever", name, LEVERS, path)

    def action(self, said: str, path: Steps) -> None:
        head, _, name = said.partition(":")
        if not self.known("action", head, ACTIONS, path) or not self.form(said, ACTIONS[head][0], path):
            return
        if head == "answer":
            self.known("asked_event", name, self.asked, path)
        elif head == "order":
            self.known("order_kind", name, GUIDE_ORDERS, path)
        elif head == "predict":
            self.known("feature", name, self.features, path)

    def part(self, said: str, path: Steps) -> None:
        head, _, name = said.partition(":")
        if not self.known("part", head, PARTS, path) or not self.form(said, PARTS[head][0], path):
            return
        if head == "gauge":
            self.known("gauge", name, GAUGES, path)

    def form(self, said: str, written: str, path: Steps) -> bool:
        """Whether a name stands behind the word where one belongs, and none elsewhere."""
        good = (":" in written) == bool(said.partition(":")[2]) and (":" in said) == (":" in written)
        if not good:
            self.say("guide.form", path, found=said, written=written)
        return good
