"""Campaigns at the desktop: which there are, how far somebody is in them, and what a finished game opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from game.content.campaigns import FoundCampaign, all_campaigns
from game.i18n import Text
from game.play.campaign import Journey, counts_for, journey_of
from game.play.progress import Finished, Progress, added, finished_game, from_saves, keep, read_progress
from game.play.record import list_saves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from game.content.campaign import Campaign
    from game.content.packs import Library
    from game.play.match import Match
    from game.play.view import LevelCard, View

__all__ = ["Entry", "Journeys", "Table"]


class Entry(Protocol):
    """A level in the choice, as far as a campaign needs it."""

    @property
    def id(self) -> str: ...

    @property
    def card(self) -> LevelCard | None: ...


class Table(Protocol):
    """What campaigns need of a sitting: levels, packs, the folder of saves, and what a game is known by."""

    @property
    def saves(self) -> Path: ...

    def library(self) -> Library: ...

    def levels(self) -> Sequence[Entry]: ...

    def key(self, match: Match) -> str: ...


class Journeys:
    """The campaigns of one sitting. `last` is the campaign that was looked at, so that a game leads back."""

    def __init__(self, session: Table) -> None:
        self.session = session
        self.last = ""
        self._kept: tuple[Sequence[Entry], list[FoundCampaign]] | None = None
        self._before: dict[str, tuple[Finished, ...]] = {}  # what was finished before a game of this sitting

    def found(self) -> list[FoundCampaign]:
        """All campaigns of all packs, broken ones with their problems; read again when the levels were."""
        entries = self.session.levels()
        if self._kept is None or self._kept[0] is not entries:
            self._kept = (entries, all_campaigns(self.session.library()))
        return self._kept[1]

    def campaigns(self) -> list[Campaign]:
        """Those that can be played."""
        return [one.campaign for one in self.found() if one.campaign is not None]

    def seeds(self) -> Mapping[str, Mapping[str, int]]:
        """Named seeds of every level."""
        cards = {entry.id: entry.card for entry in self.session.levels()}
        return {name: card.seeds for name, card in cards.items() if card is not None}

    def progress(self) -> Progress:
        """Everything that was finished, also by games that stand only among the saves."""
        return read_progress(self.session.saves, list_saves(self.session.saves))

    def journey(self, campaign: Campaign, games: tuple[Finished, ...]) -> Journey:
        """A campaign under these finished games."""
        return journey_of(campaign, self.seeds(), games)

    # games -------------------------------------------------------------------------------------------------

    def note(self, match: Match, view: View) -> Text | None:
        """Remember a game that was judged; one sentence if it can't be kept. Changed assumptions count for
        nothing here: that was another model's game."""
        if view.end is None or match.rulebook.assumptions:
            return None
        before = read_progress(self.session.saves).games
        game = finished_game(
            match.loaded.level.id, view.end, match.seed, match.difficulty, practice=match.practice
        )
        self._before.setdefault(self.session.key(match), before)
        return keep(self.session.saves, game)

    def step_of(self, match: Match, seat: str) -> tuple[Campaign, str] | None:
        """The campaign and step that a finished game belongs to, the campaign that was looked at before
        others; None before anybody has read the campaigns, which a debrief need not wait for."""
        if match.rulebook.assumptions or self._kept is None:
            return None
        game = Finished(match.loaded.level.id, seat, match.seed, match.difficulty, practice=True)
        for campaign in sorted(self.campaigns(), key=lambda one: one.id != self.last):
            journey = self.journey(campaign, added(read_progress(self.session.saves).games, [game]))
            steps = [s.step for s in journey.steps if s.step.id in self._steps(campaign, game)]
            steps = [step for step in steps if journey[step.id].state == "finished"]
            if steps:
                return campaign, max(steps, key=lambda step: step.compare is not None).id
        return None

    def _steps(self, campaign: Campaign, game: Finished) -> set[str]:
        seeds = self.seeds()
        return {step.id for step in campaign.steps if counts_for(step, seeds, game)}

    def opened_by(self, campaign: Campaign, match: Match) -> tuple[str, ...]:
        """Steps that were closed before this game was finished and are not any more."""
        before = self._before.get(self.session.key(match))
        if before is None:
            return ()
        others = from_saves(h for h in list_saves(self.session.saves) if h.path != match.autosave)
        now = added(read_progress(self.session.saves).games, others)
        return self.journey(campaign, now).opened_since(self.journey(campaign, added(before, others)))
