"""The guide of a level: pages before the first quarter, and steps that show the desk piece by piece.

A guide changes what is on the screen and nothing else: the same orders are legal, the same economy answers.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from game.content.fields import FreeText, Id, Ids, LevelQuarter, Model, PackText, Share, as_list
from game.content.order_params import ORDER_KINDS

__all__ = [
    "ACTIONS",
    "GAUGES",
    "GUIDE_ORDERS",
    "PARTS",
    "PLACES",
    "Guide",
    "GuidePage",
    "GuidePoint",
    "GuideStep",
]

GAUGES: Final = ("money", "debt", "confidence", "influence", "cover", "bill")
GUIDE_ORDERS: Final = (*ORDER_KINDS, "build", "join")

PLACES: Final[dict[str, tuple[str, str]]] = {
    "tray": ("tray", "the in-tray"),
    "event": ("event:<event>", "the paper of an event that asks"),
    "rumour": ("rumour:<event>", "the paper of an event's rumour"),
    "gauge": ("gauge:<gauge>", "a gauge of the header: money, debt, confidence, influence, cover, bill"),
    "map": ("map", "the map"),
    "timeline": ("timeline", "the quarter axis with its charts"),
    "factories": ("factories", "the three home plants"),
    "levers": ("levers", "the five levers"),
    "lever": ("lever:<lever>", "the tab of a lever"),
    "drafts": ("drafts", "the orders drafted for this quarter"),
    "mandate": ("mandate", "the mandate"),
    "end": ("end", "the button that ends the quarter"),
}
"""What a step can point at: word -> (how it is written, what it is)."""

ACTIONS: Final[dict[str, tuple[str, str]]] = {
    "next": ("next", "goes on"),
    "answer": ("answer:<event>", "drafts an answer to the paper of this event"),
    "order": ("order:<order kind>", "drafts an order of this kind"),
    "predict": (
        "predict:<feature>",
        "says whether this figure will rise, stay or fall until the next quarter",
    ),
    "end": ("end", "ends the quarter"),
}
"""What completes a step: word -> (how it is written, what the player does)."""

PARTS: Final[dict[str, tuple[str, str]]] = {
    "tray": ("tray", "the in-tray"),
    "map": ("map", "the map"),
    "timeline": ("timeline", "the quarter axis with its charts"),
    "factories": ("factories", "the three home plants"),
    "levers": ("levers", "the five levers"),
    "mandate": ("mandate", "the mandate"),
    "papers": ("papers", "papers of the in-tray that no step of the quarter names"),
    "run": ("run", "the button that plays on until something needs a decision"),
    "gauge": ("gauge:<gauge>", "a gauge of the header"),
}
"""What a step can unlock: word -> (how it is written, what it is)."""

Words: TypeAlias = Annotated[tuple[FreeText, ...], BeforeValidator(as_list)]
OrderKinds: TypeAlias = Annotated[tuple[FreeText, ...], BeforeValidator(as_list)]
Pictures: TypeAlias = Annotated[
    tuple[Literal["magnet", "factories", "gauges"], ...], BeforeValidator(as_list)
]


class GuidePoint(Model):
    """A figure in large letters and what it says."""

    figure: PackText = Field(description="as short as `1.6 kg`")
    text: PackText
    share: Share | None = Field(default=None, description="drawn as so many of a hundred dots")


class GuidePage(Model):
    """A page before the first quarter."""

    id: Id
    pictures: Pictures = Field(
        default=(),
        description="`magnet`: a car above the first point; `factories`, `gauges`: the seat's own",
    )
    title: PackText
    text: PackText
    points: tuple[GuidePoint, ...] = ()
    sources: Ids = ()
    terms: Ids = Field(default=(), description="words of the glossary that are explained here")


class GuideStep(Model):
    """One thing to see and to do. Steps follow each other; those of earlier quarters are passed over."""

    id: Id
    quarter: LevelQuarter = Field(description="quarter in which it is shown")
    title: PackText | None = None
    text: PackText = Field(description="may quote what the seat observes, such as `{cover_days:n0}`")
    look_at: FreeText | None = Field(default=None, description="a place of the screen; see Places")
    done: FreeText = Field(default="next", description="what completes it; see Actions")
    unlocks: Words = Field(default=(), description="parts that are hidden until now; see Parts")
    terms: Ids = Field(default=(), description="words of the glossary that are explained here")
    outcome_of: Id | None = Field(
        default=None, description="an earlier step with a prediction: says first what came of it"
    )


class Guide(Model):
    """Pages and steps for one seat. What some step unlocks is hidden before; all else is there at once."""

    seat: Id = Field(description="seat that is guided; only it is offered in the list of levels")
    orders: OrderKinds = Field(default=(), description="kinds of orders on this seat's desk; omitted = all")
    pages: tuple[GuidePage, ...] = ()
    steps: Annotated[tuple[GuideStep, ...], Field(min_length=1)]

    @property
    def terms(self) -> tuple[str, ...]:
        """The words that its pages and steps explain."""
        named = [part.terms for part in self.pages] + [part.terms for part in self.steps]
        return tuple(dict.fromkeys(term for terms in named for term in terms))

    @property
    def parts(self) -> frozenset[str]:
        """Everything that some step unlocks."""
        return frozenset(part for step in self.steps for part in step.unlocks)
