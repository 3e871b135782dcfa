"""Sense of a campaign: levels and seats that are there, and an order in which every step can open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from game.content.campaign import Campaign, FinishedOpening, Opening, PointsOpening, SealOpening, Step
from game.content.level import Level
from game.content.lint_text import lint_text
from game.content.parsing import did_you_mean
from game.content.problem import Problem
from game.content.reader import Document, Steps, path_place
from game.i18n import Text

__all__ = ["FindLevel", "lint_campaign"]

FindLevel: TypeAlias = Callable[[str], Level | None]
"""Level id -> the level, None where its file has problems of its own."""


def lint_campaign(
    campaign: Campaign, document: Document, levels: Iterable[str], find: FindLevel
) -> list[Problem]:
    """Problems of a campaign that is well formed by itself. `levels` are the ids of all levels there are."""
    return _Lint(campaign, document, tuple(levels), find).run()


class _Lint:
    """One pass over a campaign."""

    def __init__(
        self, campaign: Campaign, document: Document, levels: tuple[str, ...], find: FindLevel
    ) -> None:
        self.campaign, self.document, self.levels = campaign, document, levels
        self.find = find
        self.ids = tuple(step.id for step in campaign.steps)
        self.by_id = {step.id: step for step in campaign.steps}
        self.problems: list[Problem] = []

    def run(self) -> list[Problem]:
        seen: set[str] = set()
        for index, step in enumerate(self.campaign.steps):
            here: Steps = ("steps", index)
            if step.id in seen:
                self.say("id.twice", (*here, "id"), id=step.id)
            seen.add(step.id)
            self.step(step, here)
        if all(step.extra for step in self.campaign.steps):
            self.say("campaign.extras", ("steps", 0, "extra"))
        self.openings()
        self.texts()
        return self.problems

    def say(self, code: str, path: Steps, *, hint: Text | None = None, **args: Any) -> None:
        assert self.document.root is not None
        place = path_place(self.document.root, path)
        node = place.node if not place.rest or place.key is None else place.key
        self.problems.append(self.document.problem(code, node, hint=hint, **args))

    def known(self, what: str, name: str, names: Iterable[str], path: Steps) -> bool:
        """Report a name that is not there, with the nearest that is."""
        names = tuple(names)
        if name not in names:
            self.say(f"{what}.none", path, hint=did_you_mean(name, names), name=name)
        return name in names

    # ----------------------------------------------------------------------------------------- steps

    def step(self, step: Step, here: Steps) -> None:
        """Level, seat and seed, and the steps that it names."""
        if self.known("level", step.level, self.levels, (*here, "level")):
            level = self.find(step.level)
            if level is not None:
                self.played(step, level, here)
        if step.compare is not None and self.known("step", step.compare, self.ids, (*here, "compare")):
            self.compared(step, (*here, "compare"))
        for at, opening in enumerate(step.after):
            for number, name in enumerate(opening.steps):
                self.known("step", name, self.ids, (*here, "after", at, *_name_path(opening, number)))

    def played(self, step: Step, level: Level, here: Steps) -> None:
        """What is played must be there; a guided level has one seat and one difficulty."""
        if self.known("seat", step.seat, level.seats, (*here, "seat")) and level.guide is not None:
            if step.seat != level.guide.seat:
                self.say("campaign.guided", (*here, "seat"), level=level.id, seat=level.guide.seat)
            elif level.rivals_at(step.difficulty) != level.rivals_at("minister"):
                self.say("campaign.guided", (*here, "difficulty"), level=level.id, seat=level.guide.seat)
        if step.seed is not None:
            self.known("seed", step.seed, level.seeds, (*here, "seed"))

    def compared(self, step: Step, path: Steps) -> None:
        """A comparison is with another step of the same level."""
        other = self.by_id[step.compare or ""]
        if other.id == step.id or other.level != step.level:
            self.say("campaign.compare", path, name=other.id, level=step.level)

    # -------------------------------------------------------------------------------------- openings

    def openings(self) -> None:
        """Steps open one after the other until no more do; what is left waits in a circle or for ever."""
        opened: set[str] = set()
        while new := {
            step.id
            for step in self.campaign.steps
            if step.id not in opened and all(self.can_hold(opening, opened) for opening in step.openings)
        }:
            opened |= new
        for index, step in enumerate(self.campaign.steps):
            if step.id not in opened:
                self.closed(step, opened, ("steps", index))

    def can_hold(self, opening: Opening, opened: set[str]) -> bool:
        """Whether it can come to hold once these steps are open. An unknown step is a problem of its own."""
        if isinstance(opening, FinishedOpening):
            there = sum(name in opened or name not in self.by_id for name in opening.finished)
            return there >= opening.wanted
        return (opening.steps[0] not in self.by_id or opening.steps[0] in opened) and self.scored(opening)

    def scored(self, opening: Opening) -> bool:
        """Whether the step that it names can bring seals and points at all."""
        step = self.by_id.get(opening.steps[0])
        if step is None or not isinstance(opening, SealOpening | PointsOpening):
            return True
        level = self.find(step.level) if step.level in self.levels else None
        return level is None or (step.seat not in level.seats) or step.seat in level.par

    def closed(self, step: Step, opened: set[str], path: Steps) -> None:
        """Say why a step can never open, at the opening that keeps it closed."""
        for at, opening in enumerate(step.openings):
            if self.can_hold(opening, opened):
                continue
            where = (*path, "after", at) if at < len(step.after) else (*path, "compare")
            if isinstance(opening, FinishedOpening) and opening.wanted > len(set(opening.finished)):
                named = len(set(opening.finished))
                self.say("campaign.count", (*where, "count"), count=opening.wanted, n=named)
            elif not self.scored(opening):
                self.say("campaign.unscored", (*where, "of"), step=step.id, of=opening.steps[0])
            elif circle := self.circle(step.id, opened):
                if self.ids.index(step.id) == min(self.ids.index(name) for name in circle):
                    self.say("campaign.circle", where, step=step.id, way=" → ".join([*circle, step.id]))
                return

    def circle(self, start: str, opened: set[str]) -> list[str]:
        """The shortest way from a closed step over those that it waits for back to itself; none if none."""
        ways = [[start]]
        seen: set[str] = set()
        while ways:
            way = ways.pop(0)
            step = self.by_id[way[-1]]
            waits = [n for o in step.openings if not self.can_hold(o, opened) for n in o.steps]
            for name in waits:
                if name == start:
                    return way
                if name in self.by_id and name not in opened and name not in seen:
                    seen.add(name)
                    ways.append([*way, name])
        return []

    # ----------------------------------------------------------------------------------------- texts

    def texts(self) -> None:
        """Braces and placeholders: a campaign has no figures to fill in."""
        campaign = self.campaign
        parts: list[tuple[Any, Steps]] = [
            (getattr(campaign, name), (name,)) for name in ("title", "question", "teaser", "closing")
        ]
        for index, step in enumerate(campaign.steps):
            parts += [(getattr(step, name), ("steps", index, name)) for name in ("title", "text")]
        for text, path in parts:
            if text is not None:
                self.problems += lint_text(text, self.document, path, ())


def _name_path(opening: Opening, number: int) -> Steps:
    """Where the name of a step stands within an opening."""
    if isinstance(opening, FinishedOpening):
        return ("finished", number)
    return ("of",) if isinstance(opening, SealOpening | PointsOpening) else ("mandate",)
