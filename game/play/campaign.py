"""Where somebody stands in a campaign: which steps are open, what was best in each, what to play next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from game.content.campaign import (
    Campaign,
    FinishedOpening,
    MandateOpening,
    Opening,
    PointsOpening,
    SealOpening,
    Step,
)
from game.i18n import Text
from game.play.progress import SEALS, Finished
from game.play.words import pack_text

__all__ = ["Journey", "Need", "Standing", "counts_for", "journey_of", "pair_of"]

State: TypeAlias = Literal["closed", "open", "finished"]
Seeds: TypeAlias = Mapping[str, Mapping[str, int]]
"""Level -> its named seeds."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that must hold before a step opens, and whether it does."""

    text: Text
    met: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A step: closed, open or finished, its best game, what it needs, and the steps that wait for it."""

    step: Step
    state: State
    best: Finished | None
    needs: tuple[Need, ...]
    opens: tuple[str, ...]
    seed: int | None  # of a step with a named seed


@dataclass(frozen=True, slots=True)
class Journey:
    """A campaign as somebody stands in it, steps in the order of the file."""

    campaign: Campaign
    steps: tuple[Standing, ...]

    def __getitem__(self, step: str) -> Standing:
        """A step by its id. Raises KeyError."""
        found = next((standing for standing in self.steps if standing.step.id == step), None)
        if found is None:
            raise KeyError(step)
        return found

    @property
    def needed(self) -> tuple[Standing, ...]:
        """Steps that finish the campaign: all but extras."""
        return tuple(standing for standing in self.steps if not standing.step.extra)

    @property
    def done(self) -> int:
        """How many of those are finished."""
        return sum(standing.state == "finished" for standing in self.needed)

    @property
    def complete(self) -> bool:
        return self.done == len(self.needed)

    def seals(self, seal: str) -> int:
        """How many steps have this seal as their best."""
        return sum(standing.best is not None and standing.best.seal == seal for standing in self.steps)

    def next_step(self, fresh: Sequence[str] = ()) -> str:
        """What to play next: just opened, else open and needed, else open, else finished without gold."""
        ids = {
            "fresh": [s for s in self.steps if s.step.id in fresh and s.state == "open"],
            "needed": [s for s in self.needed if s.state == "open"],
            "open": [s for s in self.steps if s.state == "open"],
            "better": [s for s in self.steps if s.best is not None and s.best.seal in ("bronze", "silver")],
        }
        found = next((group[0] for group in ids.values() if group), self.steps[0])
        return found.step.id

    def opened_since(self, before: Journey) -> tuple[str, ...]:
        """Steps that were closed before and no longer are."""
        closed = {standing.step.id for standing in before.steps if standing.state == "closed"}
        return tuple(s.step.id for s in self.steps if s.state != "closed" and s.step.id in closed)


def counts_for(step: Step, seeds: Seeds, game: Finished) -> bool:
    """Whether a finished game is one of this step: level, seat, difficulty, and luck where it is fixed."""
    if (game.level, game.seat, game.difficulty) != (step.level, step.seat, step.difficulty):
        return False
    return step.seed is None or game.seed == seeds.get(step.level, {}).get(step.seed)


def journey_of(campaign: Campaign, seeds: Seeds, games: Iterable[Finished]) -> Journey:
    """The campaign under these finished games. A game that was played before its step opened counts too."""
    played = tuple(games)
    best = {step.id: _best(step, seeds, played) for step in campaign.steps}
    titles = {step.id: pack_text(step.title) for step in campaign.steps}
    found = []
    for step in campaign.steps:
        needs = tuple(_need(opening, best, titles) for opening in step.after)
        state: State = "closed"
        if best[step.id] is not None:
            state = "finished"
        elif all(need.met for need in needs):
            state = "open"
        waiting = (other for other in campaign.steps for o in other.after if step.id in o.steps)
        opens = tuple(dict.fromkeys(other.id for other in waiting))
        seed = seeds.get(step.level, {}).get(step.seed) if step.seed is not None else None
        found.append(Standing(step, state, best[step.id], needs, opens, seed))
    return Journey(campaign, tuple(found))


def _best(step: Step, seeds: Seeds, games: Iterable[Finished]) -> Finished | None:
    """The best of all games of a step, figure by figure; None if there is none."""
    found: Finished | None = None
    for game in games:
        if counts_for(step, seeds, game):
            found = game if found is None else found.with_other(game)
    return found


def _need(opening: Opening, best: Mapping[str, Finished | None], titles: Mapping[str, Text]) -> Need:
    """An opening in words."""
    names = [titles[name] for name in opening.steps]
    game = best[opening.steps[0]]
    if isinstance(opening, FinishedOpening):
        done = sum(best[name] is not None for name in set(opening.finished))
        many = len(names) > opening.wanted
        facts = {"steps": names, "n": opening.wanted, "of": len(names), "done": done}
        return Need(
            Text("campaign.need.some" if many else "campaign.need.finished", facts), done >= opening.wanted
        )
    if isinstance(opening, MandateOpening):
        return Need(Text("campaign.need.mandate", {"step": names[0]}), game is not None and game.met)
    if isinstance(opening, PointsOpening):
        reached = game is not None and game.points is not None and game.points >= opening.points
        return Need(
            Text("campaign.need.points", {"step": names[0], "points": float(opening.points)}), reached
        )
    assert isinstance(opening, SealOpening)
    reached = game is not None and SEALS.index(game.seal) >= SEALS.index(opening.seal)
    seal = Text(f"campaign.seal.{opening.seal}")
    return Need(Text("campaign.need.seal", {"step": names[0], "seal": seal}), reached)


def pair_of(journey: Journey, step: str) -> tuple[Finished, Finished] | None:
    """The best game of a step and of the one that it is compared with; None until both were played."""
    standing = journey[step]
    if standing.step.compare is None:
        return None
    other = journey[standing.step.compare]
    if standing.best is None or other.best is None or standing.seed is None or standing.seed != other.seed:
        return None
    return standing.best, other.best
