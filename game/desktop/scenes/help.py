"""Help and almanac: how to play, the keys, the words, and claims against evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kit import Flow, Rect, Tab, Ui
from .almanac import CLAIMS, VERDICTS, claim_card
from .base import GameScene, Words, page, paragraph, words

if TYPE_CHECKING:
    from ..session import Session

__all__ = ["Help"]

TABS = (("play", "play"), ("keys", "keyboard"), ("terms", "book-open"), ("claims", "scale"))
STEPS = (
    ("quarter", "inbox"),
    ("speed", "hourglass"),
    ("plants", "construction"),
    ("forecast", "chart-area"),
    ("rivals", "users"),
    ("judged", "scale"),
)
KEYS = (
    ("tab", ("Tab", "Shift+Tab")),
    ("arrows", ("← ↑ → ↓",)),
    ("enter", ("Enter", "Space")),
    ("esc", ("Esc",)),
    ("page", ("Page Up", "Page Down")),
    ("help", ("F1",)),
    ("language", ("F9",)),
    ("settings", ("F10",)),
    ("screen", ("F11",)),
)
DESK_KEYS = (  # their words are the desk's own
    ("end", ("E",)),
    ("run", ("R",)),
    ("undo", ("Ctrl+Z",)),
    ("redo", ("Ctrl+Y",)),
    ("tray", ("T",)),
    ("levers", ("D",)),
    ("lever", ("1 – 5",)),
    ("map", ("M",)),
    ("timeline", ("L",)),
    ("gauges", ("G",)),
)
TERMS = (
    "rare_earths",
    "concentrate",
    "oxide",
    "magnet",
    "separation",
    "cover",
    "quota",
    "licence",
    "duty",
    "offtake",
    "thrift",
    "twin",
)


class Help(GameScene):
    """Four tabs of reading."""

    def __init__(self, session: Session, tab: str = "play") -> None:
        super().__init__(session)
        self.tab = tab

    def name(self, w: Words) -> str:
        return w("scenes.help.title")

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        with page(
            self, ui, w("scenes.help.title"), icon="book-open", width=1180 * max(1.0, ui.text_scale)
        ) as body:
            bar, rest = body.split_top(ui.control_h, gap=12)
            tabs = [Tab(key, w(f"scenes.help.tab_{key}"), icon) for key, icon in TABS]
            self.tab = ui.tabs("parts", bar, tabs, self.tab, fill=True)
            inside = ui.panel(rest)
            with ui.scroll(
                f"help-{self.tab}", inside.inset(-6), label=w("scenes.help.title"), padding=6
            ) as area:
                parts = {"play": self._play, "keys": self._keys, "terms": self._terms, "claims": self._claims}
                parts[self.tab](ui, w, area)

    def _play(self, ui: Ui, w: Words, area: Rect) -> None:
        flow = Flow(area, gap=10)
        paragraph(ui, flow, w("scenes.help.intro"), "heading", "accent_text")
        for key, icon in STEPS:
            title, text = w(f"scenes.help.{key}"), w(f"scenes.help.{key}_text")
            paragraph(ui, flow, f"[[{icon}]] **{title}**\n{text}")

    def _keys(self, ui: Ui, w: Words, area: Rect) -> None:
        """Key caps at the left, what they do at the right."""
        flow = Flow(area, gap=8)
        wide = max(sum(ui.text_w(cap, "small") + 26 for cap in caps) for _, caps in KEYS) + 10
        rows = [(key, caps, w(f"scenes.help.key_{key}")) for key, caps in KEYS]
        rows += [(f"desk-{key}", caps, w(f"desk.keys.{key}")) for key, caps in DESK_KEYS]
        for key, caps, text in rows:
            if key == f"desk-{DESK_KEYS[0][0]}":
                ui.heading(flow.next(ui.line_h("heading")), w("scenes.help.at_the_desk"))
            height = max(ui.text_h(text, flow.area.w - wide), ui.line_h("small") + 8)
            left, right = flow.next(height).split_left(wide, gap=8)
            x = left.x
            for cap in caps:
                width = ui.text_w(cap, "small") + 18
                spot = Rect(x, left.y, width, ui.line_h("small") + 6)
                ui.painter.box(ui.box(spot), ui.px(4), ui.theme.raised, ui.theme.border_strong)
                ui.put_text(spot, cap, "small", "text", "center", wid=key)
                x += width + 8
            ui.label(right, text, wrap=True)
        paragraph(ui, flow, w("scenes.help.mouse"), "body", "muted")

    def _terms(self, ui: Ui, w: Words, area: Rect) -> None:
        flow = Flow(area, gap=10)
        for term in TERMS:
            paragraph(ui, flow, f"**{w(f'scenes.term.{term}')}**\n{w(f'scenes.term.{term}_text')}")

    def _claims(self, ui: Ui, w: Words, area: Rect) -> None:
        flow = Flow(area, gap=10)
        paragraph(ui, flow, w("scenes.help.claims_intro"), "body", "muted")
        legend = "   ".join(
            f"[[{icon}]] {w(f'almanac.verdict.{name}')}" for name, (_, icon) in VERDICTS.items()
        )
        paragraph(ui, flow, legend, "small")
        for claim in CLAIMS:
            claim_card(ui, flow, w, claim)
