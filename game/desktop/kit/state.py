"""Plain data of the kit: what a pass sees, what it leaves behind, what a tooltip holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .geometry import Rect
from .text import plain
from .theme import Tone

Translate = Callable[[str], str]


@dataclass(frozen=True)
class TipRow:
    """One line of an explanation: what, how much, and its tone; `bar` is its step of a waterfall, between 0
    and 1."""

    label: str
    value: str
    tone: Tone = "neutral"
    icon: str = ""
    bar: tuple[float, float] | None = None


@dataclass(frozen=True)
class Tip:
    """A tooltip: a title, marked-up text, facts, and the causes of a figure under a heading (`why`) with
    their total; `foot` says what more can be done."""

    text: str = ""
    title: str = ""
    rows: tuple[TipRow, ...] = ()
    total: TipRow | None = None
    why: str = ""
    causes: tuple[TipRow, ...] = ()
    foot: str = ""

    def spoken(self) -> str:
        """The whole tooltip as one string."""
        facts = [f"{row.label} {row.value}" for row in self.rows]
        causes = [f"{row.label} {row.value}" for row in self.causes]
        total = [f"{self.total.label} {self.total.value}"] if self.total else []
        parts = [self.title, plain(self.text), *facts, self.why, *causes, *total]
        return "; ".join(p for p in parts if p)


TipLike = str | Tip


def with_title(tip: TipLike | None, title: str) -> TipLike:
    """An explanation that also gives a name that had to be cut."""
    if tip is None:
        return title
    if isinstance(tip, str):
        return Tip(tip, title)
    return tip if tip.title else replace(tip, title=title)


@dataclass
class Input:
    """What happened in this pass, mouse in logical units."""

    mouse: tuple[float, float] = (-1.0, -1.0)
    down: bool = False
    pressed: bool = False
    released: bool = False
    right_pressed: bool = False
    wheel: tuple[float, float] = (0.0, 0.0)
    key: int | None = None
    repeated: bool = False
    mods: int = 0
    key_text: str = ""
    text: str = ""
    composition: str | None = None


@dataclass(frozen=True)
class Interaction:
    """What a widget learns: mouse over it, held down, activated now, focused (ring shown)."""

    hovered: bool
    held: bool
    clicked: bool
    focused: bool
    double: bool = False


@dataclass(frozen=True)
class Node:
    """One line of a screen's description."""

    role: str
    label: str
    value: str
    state: tuple[str, ...]
    hint: str
    id: str
    rect: Rect
    depth: int


@dataclass(frozen=True)
class Overflow:
    """A text that does not fit; `needed` and `available` in logical units along the axis that is too
    short."""

    id: str
    text: str
    needed: float
    available: float


@dataclass(frozen=True)
class Focusable:
    id: str
    rect: Rect
    layer: int


@dataclass
class Toast:
    text: str
    tone: Tone
    until: float
    born: float


@dataclass
class TipState:
    id: str = ""
    since: float = 0.0


@dataclass
class PassState:
    """Everything that begins anew with each pass."""

    nodes: list[Node] = field(default_factory=list)
    overflows: list[Overflow] = field(default_factory=list)
    focusables: list[Focusable] = field(default_factory=list)
    blockers: list[tuple[int, Rect | None]] = field(default_factory=list)
    deferred: list[tuple[int, Callable[[], None]]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    duplicate_ids: list[str] = field(default_factory=list)
    hot: str | None = None
    tip: tuple[str, TipLike, Rect, bool] | None = None
    taker: bool = False
    key_used: bool = False
    wheel_used: bool = False
    modal: int = 0
    relayout: bool = False
    dialogs: list[str] = field(default_factory=list)
    cursor: str = "arrow"
