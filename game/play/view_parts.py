"""The papers and figures of the view model: gauges, options, dossiers, levers, drafts, people and reports.

Conventions as in `game.play.view`, which gives all of these out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from game.i18n import Text

__all__ = [
    "AccountBar",
    "Act",
    "Agenda",
    "Dossier",
    "DossierKind",
    "Draft",
    "End",
    "Factory",
    "FrontPage",
    "Gauge",
    "Headline",
    "LevelCard",
    "Lever",
    "LeverOrder",
    "Line",
    "MandateRow",
    "Mood",
    "Note",
    "Option",
    "QuarterLabel",
    "Seal",
    "SeatCard",
    "SeatSheet",
    "Series",
    "Source",
    "Speed",
    "Terms",
    "Unit",
]

Speed: TypeAlias = Literal["fast", "middle", "slow"]
Mood: TypeAlias = Literal["good", "plain", "warn", "bad"]
Unit: TypeAlias = Literal["musd", "points", "days", "ratio", "usd_kg", "t", "influence", "share", "months"]
DossierKind: TypeAlias = Literal["event", "gate", "offer", "request", "letter", "plea", "rumour", "idea"]
Seal: TypeAlias = Literal["", "bronze", "silver", "gold"]


# ------------------------------------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class Note:
    """One of several things behind a cause; `origin` is `file:line` of the level ('' = none)."""

    text: Text
    origin: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One cause behind a change: the amounts of an explanation's lines add up to it.

    `cause` is the ledger's kind, or that of a share, `about` the id it points to, `origin` `file:line` of the
    level ('' = none), `notes` what a cause is made of, `seat` whose orders it stands for.
    """

    text: Text
    amount: float
    cause: str = ""
    about: str = ""
    origin: str = ""
    icon: str = ""
    notes: tuple[Note, ...] = ()
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure of the header. `change` is since last quarter (None in the first); `figure` names it where one
    asks why.

    `good_when` is +1 if more is better, -1 if less is, 0 if neither. `low`, `high`: ends of its scale.
    """

    id: Literal["money", "debt", "confidence", "influence", "cover", "bill"]
    label: Text
    help: Text
    icon: str
    value: float
    unit: Unit
    change: float | None
    mood: Mood
    good_when: int
    low: float
    high: float
    figure: str
    history: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart: values of the quarters `first`, `first` + 1, ... ; `base` is the benchmark's,
    `figure` its name where one asks why."""

    id: str
    label: Text
    unit: Unit
    first: int
    values: tuple[float, ...]
    base: float | None = None
    nation: str = ""
    good: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True)
class QuarterLabel:
    """Which quarter is about to be played."""

    number: int
    of: int
    caretaker: int
    year: int
    quarter: int
    label: Text
    act: str
    act_title: Text | None
    act_text: Text | None
    act_begins: bool
    in_caretaker: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement can be read, and how sure it is (sourced, derived, recalled, judgement, or '')."""

    text: Text
    url: str = ""
    confidence: str = ""


# ---------------------------------------------------------------------------------- orders, dossiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an order costs, and when it takes effect.

    `money_musd`, `influence`: paid at once. `each_quarter_musd`: paid every quarter while it runs.
    `lands`: quarter in which it takes effect (None: says nothing about time). `lasts`: quarters of the
    effect (None: for good). `fades`: it wears off by itself. `refusal`: why not now, None = allowed.
    """

    money_musd: float = 0.0
    influence: float = 0.0
    each_quarter_musd: float = 0.0
    lands: int | None = None
    lasts: int | None = None
    fades: bool = False
    speed: Speed = "fast"
    refusal: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(Terms):
    """One thing that can be ordered: draft it with `Match.draft(slot, option)`.

    `default` is what happens when nobody answers.
    """

    slot: str
    option: str
    lever: str
    label: Text
    text: Text
    default: bool = False
    drafted: bool = False
    standing: bool = False
    refusal_code: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A paper of the in-tray. `face` is a seat (its minister), a factory (`factory:<id>`) or ''.

    `must` marks a paper whose default acts if nobody answers; `default` says what then happens.
    """

    id: str
    kind: DossierKind
    icon: str
    face: str
    sender: Text
    title: Text
    body: Text
    options: tuple[Option, ...]
    must: bool = False
    default: Text | None = None
    sources: tuple[Source, ...] = ()
    urgency: int = 0
    new: bool = True
    about: str = ""
    facts: tuple[Line, ...] = ()

    @property
    def drafted(self) -> Option | None:
        """The option that is in the drafts, if any."""
        return next((option for option in self.options if option.drafted), None)


@dataclass(frozen=True, slots=True)
class LeverOrder:
    """A row of the desk: one slot with its options. `state` says what stands now."""

    slot: str
    kind: str
    lever: str
    icon: str
    title: Text
    text: Text
    target: str
    good: str
    state: Text | None
    options: tuple[Option, ...]
    drafted: str = ""

    @property
    def possible(self) -> bool:
        """Whether any of its options may be given now."""
        return any(option.refusal is None for option in self.options)


@dataclass(frozen=True, slots=True)
class Lever:
    """A tab of the desk."""

    id: str
    label: Text
    text: Text
    icon: str
    orders: tuple[LeverOrder, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """How much the cabinet can open this quarter; beyond `free` each one costs influence, up to `most`."""

    used: int
    free: int
    most: int
    extra_influence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Terms):
    """An order given but not yet carried out. `refusal` is set when the set as a whole does not allow it."""

    slot: str
    option: str
    title: Text
    choice: Text
    lever: str
    icon: str


# ------------------------------------------------------------------------------- people and reports


@dataclass(frozen=True, slots=True)
class Factory:
    """A home plant that gives the figures a face. `days` of cover it has left; `work` is the share of its
    output that is made; `lamp` 0 dark to 1 bright, for work and cover together."""

    id: str
    name: Text
    use: str
    use_label: Text
    icon: str
    workers: int
    workers_at_work: int
    days: float
    work: float
    lamp: float
    first: bool


@dataclass(frozen=True, slots=True)
class Headline:
    """A report with a figure. `size` 3 = across the page, 2 = column, 1 = in brief."""

    id: str
    size: int
    icon: str
    title: Text
    text: Text | None
    mood: Mood
    amount: float = 0.0
    unit: Unit = "musd"
    seat: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the papers wrote about a quarter that was played; the first headline is the lead.

    `rumours` say what came of earlier rumours in that quarter.
    """

    quarter: int
    label: Text
    headlines: tuple[Headline, ...]
    lines: tuple[Line, ...] = ()
    rumours: tuple[Headline, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a seat has done, and why (None: a person governs it, or nobody asked)."""

    quarter: int
    label: Text
    text: Text
    reason: Text | None
    lever: str = ""
    slot: str = ""
    option: str = ""


@dataclass(frozen=True, slots=True)
class SeatSheet:
    """A seat as others see it. `mind` says what would change its minister's mind, if that is known."""

    seat: str
    nation: str
    name: Text
    minister: Text
    temperament: str
    temperament_text: Text
    wish: Text
    red_line: Text
    you: bool
    governed: bool
    trust: float | None
    trust_change: float | None
    trust_lines: tuple[Line, ...]
    agreement: Literal["", "proposed", "held"]
    agreement_wait: int
    measures: tuple[Text, ...]
    acts: tuple[Act, ...]
    mind: tuple[Text, ...] = ()
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MandateRow:
    """An objective. `met` None = not decided yet; `progress` 0..1 towards it where it can be counted."""

    kind: str
    text: Text
    value: float | None
    target: float | None
    unit: Unit
    met: bool | None
    progress: float | None
    note: Text | None = None


# ----------------------------------------------------------------------------------------------- end


@dataclass(frozen=True, slots=True)
class AccountBar:
    """A line of the account, USD million discounted: yours, the do-nothing twin's, and the difference."""

    id: str
    label: Text
    value: float
    twin: float
    difference: float
    calm: float
    stressed: float


@dataclass(frozen=True, slots=True)
class End:
    """The result of a seat. `score` None: nobody beat leaving it alone, or no par is known.

    `spread_musd` is the standard deviation of the account's lead over the futures.
    """

    seat: str
    score: float | None
    score_note: Text | None
    seal: Seal
    seal_note: Text | None
    account_musd: float
    twin_musd: float
    lead_musd: float
    calm_musd: float
    stressed_musd: float
    spread_musd: float
    bars: tuple[AccountBar, ...]
    mandate: tuple[MandateRow, ...]
    passed: bool
    futures: int
    rank: float | None = None  # share of so many simulated governments that did worse
    governments: int = 0


# ----------------------------------------------------------------------------------- before the game


@dataclass(frozen=True, slots=True)
class SeatCard:
    """A seat on the briefing screen."""

    seat: str
    nation: str
    name: Text
    role: Text
    brief: Text
    minister: Text
    money_musd: float
    income_musd: float
    confidence: float
    influence: float
    mandate: tuple[Text, ...]
    passed: float | None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelCard:
    """A level on the title and briefing screens."""

    id: str
    title: Text
    question: Text
    teaser: Text
    briefing: Text
    start: str  # calendar quarter such as 2010Q1
    quarters: int
    caretaker: int
    seats: tuple[SeatCard, ...]
    seeds: Mapping[str, int]
    guided: bool = False  # one seat, shown round by a guide
    sources: tuple[Source, ...] = ()
