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

__all__ = ["Journey", "Need", "Standing", "counts_for", "journey_of", "quoted"]

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
    seed: int | None  # that it is played with: named, or that of the game it is compared with
    pair: tuple[Finished, Finished] | None  # its best game, and the other chair's under the same luck


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
    """Whether a finished game is one of this step: level, seat, difficulty, and its named luck."""
    if (game.level, game.seat, game.difficulty) != (step.level, step.seat, step.difficulty):
        return False
    return step.seed is None or game.seed == seeds.get(step.level, {}).get(step.seed)


def journey_of(campaign: Campaign, seeds: Seeds, games: Iterable[Finished]) -> Journey:
    """The campaign under these finished games. A game that was played before its step opened counts too."""
    played = tuple(games)
    found = {step.id: [game for game in played if counts_for(step, seeds, game)] for step in campaign.steps}
    others = {step.id: found.get(step.compare or "", []) for step in campaign.steps}
    own = {step.id: _of_its_luck(step, found[step.id], others[step.id]) for step in campaign.steps}
    best = {name: _best(of_step) for name, of_step in own.items()}
    steps = []
    for step in campaign.steps:
        needs = tuple(_need(opening, best, campaign) for opening in step.openings)
        state: State = "closed"
        if best[step.id] is not None:
            state = "finished"
        elif all(need.met for need in needs):
            state = "open"
        waiting = (other for other in campaign.steps for o in other.openings if step.id in o.steps)
        opens = tuple(dict.fromkeys(other.id for other in waiting))
        seed = None
        if step.seed is not None:
            seed = seeds.get(step.level, {}).get(step.seed)
        elif others[step.id]:
            seed = max(others[step.id], key=_rank).seed
        pair = _pair(own[step.id], others[step.id])
        steps.append(Standing(step, state, best[step.id], needs, opens, seed, pair))
    return Journey(campaign, tuple(steps))


def _of_its_luck(step: Step, games: list[Finished], others: list[Finished]) -> list[Finished]:
    """The games of a step; one that has another's luck counts only games under a luck of that other step."""
    if step.compare is None or step.seed is not None:
        return games
    lucks = {game.seed for game in others}
    return [game for game in games if game.seed in lucks]


def _best(games: Iterable[Finished]) -> Finished | None:
    """The best of all games of a step, figure by figure; None if there is none."""
    found: Finished | None = None
    for game in games:
        found = game if found is None else found.with_other(game)
    return found


def _rank(game: Finished) -> tuple[bool, int, float, str]:
    """What makes a game better than another one of its step."""
    points = game.points if game.points is not None else float("-inf")
    return (not game.practice, SEALS.index(game.seal), points, game.date)


def _pair(own: list[Finished], others: list[Finished]) -> tuple[Finished, Finished] | None:
    """The best game whose luck somebody met in the other chair too, and that other game."""
    there = {game.seed: game for game in sorted(others, key=_rank)}
    pairs = [(game, there[game.seed]) for game in own if game.seed in there]
    return max(pairs, key=lambda pair: _rank(pair[0]), default=None)


def _need(opening: Opening, best: Mapping[str, Finished | None], campaign: Campaign) -> Need:
    """An opening in words."""
    names = [quoted(step) for name in opening.steps for step in campaign.steps if step.id == name]
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


def quoted(step: Step) -> Text:
    """A step's title as it stands within a sentence."""
    return Text("campaign.quoted", {"title": pack_text(step.title)})
