"""Campaigns: levels and seats as steps on the world map, each opened by what came before it.

The closed vocabulary of openings stands here too. Each class is one kind; its docstring is its entry in the
manual. `game/play/campaign.py` holds them against the games that somebody has finished.
"""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from game.content.difficulty import DEFAULT, DifficultyName
from game.content.fields import Figure, Id, Ids, Model, PackText, Switch, WholeNumber, bounded
from game.content.parsing import near

__all__ = [
    "OPENING_KINDS",
    "Campaign",
    "FinishedOpening",
    "MandateOpening",
    "MapPlace",
    "Opening",
    "PointsOpening",
    "SealOpening",
    "Step",
]


class FinishedOpening(Model):
    """These steps have been played to the end, whatever came of them; or so many (`count`) of them."""

    tag: ClassVar[str] = "finished"
    finished: Annotated[Ids, Field(min_length=1)]
    count: Annotated[WholeNumber, bounded(1)] | None = Field(
        default=None, description="how many of them; omitted = all"
    )

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that it waits for."""
        return self.finished

    @property
    def wanted(self) -> int:
        """How many of its steps must be finished."""
        return self.count or len(self.finished)


class MandateOpening(Model):
    """The mandate of this step was met in some game."""

    tag: ClassVar[str] = "mandate"
    mandate: Id = Field(description="step")

    @property
    def steps(self) -> tuple[str, ...]:
        """The step that it waits for."""
        return (self.mandate,)


class SealOpening(Model):
    """A game of step `of` brought this seal, or a better one."""

    tag: ClassVar[str] = "seal"
    seal: Literal["bronze", "silver", "gold"]
    of: Id = Field(description="step")

    @property
    def steps(self) -> tuple[str, ...]:
        """The step that it waits for."""
        return (self.of,)


class PointsOpening(Model):
    """A game of step `of` brought so many points, or more."""

    tag: ClassVar[str] = "points"
    points: Annotated[Figure, bounded(-1000, 1000)]
    of: Id = Field(description="step")

    @property
    def steps(self) -> tuple[str, ...]:
        """The step that it waits for."""
        return (self.of,)


OPENING_KINDS: tuple[type[Model], ...] = (FinishedOpening, MandateOpening, SealOpening, PointsOpening)

_MOST_KEYS = 8  # of an opening that are looked at for a near miss


def _which(data: Any) -> str | None:
    """The kind, told by its leading key; a misspelt one still finds its kind, so that the hint fits."""
    if isinstance(data, Model):
        return str(getattr(data, "tag", ""))
    if not isinstance(data, dict):
        return None
    names = ("finished", "mandate", "seal", "points")
    return next((n for n in names if n in data), None) or next(
        (guess for key in islice(data, _MOST_KEYS) if (guess := near(str(key), names))), None
    )


Opening: TypeAlias = Annotated[
    Annotated[FinishedOpening, Tag("finished")]
    | Annotated[MandateOpening, Tag("mandate")]
    | Annotated[SealOpening, Tag("seal")]
    | Annotated[PointsOpening, Tag("points")],
    Discriminator(_which, custom_error_type="opening.unknown", custom_error_message="unknown opening"),
]


class MapPlace(Model):
    """A point of the world map, in degrees: east and north count up, west and south are negative."""

    longitude: Annotated[Figure, bounded(-180, 180)]
    latitude: Annotated[Figure, bounded(-58, 85)]


class Step(Model):
    """One game of a campaign: a level from one seat. All of `after` must hold before it opens."""

    id: Id
    title: PackText = Field(description="short: it stands on the map")
    text: PackText = Field(description="why it matters now, in about two sentences")
    level: Id
    seat: Id
    difficulty: DifficultyName = DEFAULT
    seed: Id | None = Field(
        default=None, description="a named seed of the level; omitted = other luck in every game"
    )
    place: MapPlace | None = Field(default=None, description="where it stands; omitted = at its seat")
    after: tuple[Opening, ...] = Field(default=(), description="what opens it; omitted = open from the start")
    extra: Switch = Field(default=False, description="not needed to finish the campaign")
    compare: Id | None = Field(
        default=None,
        description="step whose best game is shown beside its own; without a `seed` it has that game's luck",
    )

    @property
    def openings(self) -> tuple[Opening, ...]:
        """`after`, and that the step whose luck it has was finished, unless `after` says so."""
        if self.compare is None or self.seed is not None or any(self._asks(one) for one in self.after):
            return self.after
        return (*self.after, FinishedOpening(finished=(self.compare,)))

    def _asks(self, opening: Opening) -> bool:
        """Whether an opening holds only after the step that is compared was finished."""
        some = isinstance(opening, FinishedOpening) and opening.wanted < len(opening.finished)
        return self.compare in opening.steps and not some


class Campaign(Model):
    """A campaign file. It has no rules of its own: who plays a step's level freely plays the step."""

    format: Literal["1"]
    kind: Literal["campaign"]
    id: Id
    title: PackText
    question: PackText = Field(description="what the campaign asks")
    teaser: PackText = Field(description="one line for the list of campaigns")
    closing: PackText | None = Field(default=None, description="shown when every step but extras is finished")
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=24)]
