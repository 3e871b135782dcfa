"""Where a player stands in a level's guide: the step that is shown, what is hidden until later, predictions.

It stands beside the match; a save keeps the predictions, and whether the guide was left. The place is worked
out anew when a game is loaded: steps of quarters that are over have been seen. The rules know nothing of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from game.content import guide as content
from game.content.packs import LoadedLevel
from game.i18n import Text
from game.play.drafts import Drafts
from game.play.view_guide import Bubble, GuideView, Opening, Point
from game.play.view_parts import Dossier
from game.play.words import Words, pack_text
from game.rules.features import observe
from game.rules.rulebook import Rulebook
from game.rules.state import State

__all__ = ["GUESSES", "SAME", "Guide", "guide_of", "opening_pages"]

GUESSES: Final = ("up", "same", "down")
SAME = 0.03  # a change of at most this share counts as staying; judgement


class Stage(Protocol):
    """What a guide has to know of the game; `game.play.course.Course` is one."""

    loaded: LoadedLevel
    rulebook: Rulebook
    state: State
    drafts: dict[str, Drafts]
    governed: tuple[str, ...]
    guide: Guide | None

    @property
    def past(self) -> Sequence[object]: ...

    @property
    def quarter(self) -> int: ...

    @property
    def finished(self) -> bool: ...


class Guide:
    """The player's place in the guide. `at` is the step that is shown or waited for."""

    def __init__(self, spec: content.Guide) -> None:
        self.spec = spec
        self.at = 0
        self.skipped = False
        self.guesses: dict[str, tuple[str, float]] = {}  # step -> (guess, the figure then)

    # what happened -------------------------------------------------------------------------------------

    def follow(self, course: Stage) -> None:
        """Pass over the steps that the game has completed or left behind."""
        while self.at < len(self.spec.steps):
            step = self.spec.steps[self.at]
            past = step.quarter < course.quarter
            if not past and not (step.quarter == course.quarter and self._is_done(step, course)):
                return
            self.at += 1

    def _is_done(self, step: content.GuideStep, course: Stage) -> bool:
        kind, _, name = step.done.partition(":")
        drafts = course.drafts[self.spec.seat].orders
        if kind == "answer":
            return f"answer:{name}" in drafts
        if kind == "order":
            return any(slot.partition(":")[0] == name for slot in drafts)
        return kind == "predict" and step.id in self.guesses

    def step(self, course: Stage) -> content.GuideStep | None:
        """The step to be shown now; None while it waits for a later quarter, and at the end."""
        if self.skipped or course.finished:
            return None
        self.follow(course)
        if self.at == len(self.spec.steps) or self.spec.steps[self.at].quarter > course.quarter:
            return None
        return self.spec.steps[self.at]

    # what the player does ------------------------------------------------------------------------------

    def go_on(self, course: Stage) -> None:
        """Complete a step that asks for no more than to be read."""
        step = self.step(course)
        if step is not None and step.done == "next":
            self.at += 1

    def guess(self, course: Stage, answer: str) -> None:
        """Say where a figure goes: one of GUESSES. Raises ValueError for anything else."""
        if answer not in GUESSES:
            raise ValueError(answer)
        step = self.step(course)
        if step is not None and step.done.startswith("predict:"):
            self.guesses[step.id] = answer, self._figure(step, course, course.state)

    def skip(self) -> None:
        """Do without the guide from now on: everything is shown."""
        self.skipped = True

    # what is kept --------------------------------------------------------------------------------------

    def to_plain(self) -> dict[str, Any]:
        """What a save keeps of it; nothing before the player has done anything."""
        guesses = {step: list(guess) for step, guess in self.guesses.items()}
        return {
            **({"guesses": guesses} if guesses else {}),
            **({"skipped": True} if self.skipped else {}),
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Go on with what a save has kept. Raises ValueError or TypeError for what no guide keeps."""
        asked = {step.id for step in self.spec.steps if step.done.startswith("predict:")}
        for step, (guess, figure) in dict(kept.get("guesses", {})).items():
            if step not in asked or guess not in GUESSES or not math.isfinite(figure):
                raise ValueError(step)
            self.guesses[step] = guess, float(figure)
        self.skipped = kept.get("skipped", False) is True

    def _figure(self, step: content.GuideStep, course: Stage, state: State) -> float:
        seat = course.rulebook.seat(self.spec.seat)
        feature = step.done.partition(":")[2]
        return float(observe(course.rulebook, state, seat)[feature][0])

    # what is shown -------------------------------------------------------------------------------------

    def hidden(self, course: Stage) -> frozenset[str]:
        """Parts that a later step unlocks."""
        if self.skipped or course.finished:
            return frozenset()
        shown = self.step(course) is not None
        seen = self.spec.steps[: self.at + shown]
        return self.spec.parts - {part for step in seen for part in step.unlocks}

    def papers(self, course: Stage, found: tuple[Dossier, ...]) -> tuple[Dossier, ...]:
        """Of the papers those that steps of this quarter name, while the others are hidden."""
        if "papers" not in self.hidden(course):
            return found
        steps = [step for step in self.spec.steps if step.quarter == course.quarter]
        named = {step.look_at for step in steps}
        named |= {f"event:{step.done.partition(':')[2]}" for step in steps if step.done.startswith("answer:")}
        return tuple(paper for paper in found if paper.id in named)

    def view(self, course: Stage, words: Words) -> GuideView:
        """What a screen shows of it."""
        step = self.step(course)
        bubble = None if step is None else self._bubble(step, course, words)
        return GuideView(bubble, self.hidden(course), not self.skipped and self.at < len(self.spec.steps))

    def _bubble(self, step: content.GuideStep, course: Stage, words: Words) -> Bubble:
        seat = course.rulebook.seat(self.spec.seat)
        seen = observe(course.rulebook, course.state, seat)
        args: dict[str, Any] = {name: float(value[0]) for name, value in seen.items()}
        args |= {"seat": words.seat(seat), "date": words.date(course.quarter)}
        of_quarter = [one.id for one in self.spec.steps if one.quarter == step.quarter]
        return Bubble(
            step=step.id,
            number=of_quarter.index(step.id) + 1,
            of=len(of_quarter),
            title=None if step.title is None else pack_text(step.title, **args),
            text=pack_text(step.text, **args),
            look_at=step.look_at or "",
            action=step.done.partition(":")[0],
            guesses=GUESSES if step.done.startswith("predict:") else (),
            terms=step.terms,
            outcome=self._outcome(step, course),
        )

    def _outcome(self, step: content.GuideStep, course: Stage) -> Text | None:
        """What came of an earlier prediction, if one was made."""
        asked = next((one for one in self.spec.steps if one.id == step.outcome_of), None)
        if asked is None or asked.id not in self.guesses:
            return None
        guess, before = self.guesses[asked.id]
        after = self._figure(asked, course, course.state)
        change = after / before - 1.0 if before else 0.0
        came = "same" if abs(change) <= SAME else "up" if change > 0 else "down"
        args = {
            "guess": Text(f"guide.said.{guess}"),
            "came": Text(f"guide.came.{came}", {"share": abs(change)}),
        }
        return Text("guide.outcome.right" if guess == came else "guide.outcome.wrong", args)


def guide_of(course: Stage) -> Guide | None:
    """The guide of a game in which one person governs the guided seat; None without one."""
    spec = course.rulebook.level.guide
    return Guide(spec) if spec is not None and course.governed == (spec.seat,) else None


def _point(point: content.GuidePoint) -> Point:
    share = None if point.share is None else float(point.share)
    return Point(pack_text(point.figure), pack_text(point.text), share)


def opening_pages(course: Stage) -> tuple[Opening, ...]:
    """The pages before the first quarter; none once it has been played."""
    if course.guide is None or course.past:
        return ()
    words = Words(course.loaded, course.rulebook)
    return tuple(
        Opening(
            id=page.id,
            pictures=page.pictures,
            title=pack_text(page.title),
            text=pack_text(page.text),
            points=tuple(_point(point) for point in page.points),
            sources=words.sources(page.sources),
            terms=page.terms,
        )
        for page in course.guide.spec.pages
    )
