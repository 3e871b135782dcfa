"""Help and almanac: how to play, the keys, the words, and claims against evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.content.glossary import TERMS
from game.play.claims import CLAIMS

from ..desk.help import OPENS
from ..keymap import ACTIONS
from ..kit import Flow, Rect, Tab, Ui
from ..kit.keys import label as key_label
from .almanac import VERDICTS, claim_cards
from .base import GameScene, Words, headline, leaf, page, paragraph, rows_of, words
from .help_art import draw_landing, landing_height

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
KEYS = (  # those that nobody can change
    ("tab", ("Tab", "Shift+Tab")),
    ("arrows", ("← ↑ → ↓",)),
    ("enter", ("Enter", "Space")),
    ("esc", ("Esc",)),
    ("page", ("Page Up", "Page Down")),
)


def _cap(ui: Ui, name: str) -> str:
    """What is printed on a key, as buttons show it too."""
    return key_label(name.lower().replace(" ", ""), ui.tr) if name in ("Enter", "Space") else name


Keys = tuple[str, tuple[str, ...], str]  # a name, the caps, what they do


class Help(GameScene):
    """Four tabs of reading."""

    def __init__(self, session: Session, tab: str = "play") -> None:
        super().__init__(session)
        self.tab = tab

    def name(self, w: Words) -> str:
        return w("scenes.help.title")

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        wide = 1400 * max(1.0, ui.text_scale)
        with page(self, ui, w("scenes.help.title"), icon="book-open", width=wide) as body:
            bar, rest = body.split_top(ui.control_h, gap=12)
            tabs = [Tab(key, w(f"scenes.help.tab_{key}"), icon) for key, icon in TABS]
            self.tab = ui.tabs("parts", bar, tabs, self.tab, fill=True)
            label = w(f"scenes.help.tab_{self.tab}")
            parts = {"play": self._play, "keys": self._keys, "terms": self._terms, "claims": self._claims}
            with leaf(ui, f"help-{self.tab}", rest, label, grows=self.tab != "claims") as flow:
                parts[self.tab](ui, w, flow)

    def _play(self, ui: Ui, w: Words, flow: Flow) -> None:
        paragraph(ui, flow, w("scenes.help.intro"), "title", "accent_text")
        flow.skip(4)
        steps = {k: (icon, w(f"scenes.help.{k}"), w(f"scenes.help.{k}_text")) for k, icon in STEPS}
        self._cards(ui, flow, steps, 330)
        flow.skip(2)
        headline(ui, flow, w("scenes.help.landing"))
        draw_landing(ui, flow.next(landing_height(ui, flow.area.w, w)), w)

    def _card_height(self, ui: Ui, title: str, text: str, width: float) -> float:
        side = ui.line_h("title") + 14
        return 28 + ui.text_h(title, width - 28 - side, "heading") + 4 + ui.text_h(text, width - 28 - side)

    def _card(self, ui: Ui, rect: Rect, icon: str, title: str, text: str) -> None:
        """A large sign, what it is about, and what one should know."""
        inside = ui.panel(rect, fill="raised")
        size = ui.line_h("title")
        ui.icon(Rect(inside.x, inside.y, size, size), icon, colour="accent_text")
        column = Flow(inside.pad(left=size + 14), gap=4)
        paragraph(ui, column, f"**{title}**", "heading")
        paragraph(ui, column, text)

    def _cards(self, ui: Ui, flow: Flow, cards: dict[str, tuple[str, str, str]], least: float) -> None:
        """Cards in rows of equal height."""
        for row in rows_of(ui, flow, list(cards), least, gap=14):
            tall = max(self._card_height(ui, *cards[key][1:], row.spots[0].w) for key in row.items)
            for key, spot in zip(row.items, row.spots, strict=False):
                self._card(ui, Rect(spot.x, spot.y, spot.w, tall), *cards[key])
            flow.skip(tall + 14)

    def _keys(self, ui: Ui, w: Words, flow: Flow) -> None:
        """Key caps and what they do: everywhere at the left, at the desk at the right (or below)."""
        everywhere: list[Keys] = [
            (key, tuple(_cap(ui, cap) for cap in caps), w(f"scenes.help.key_{key}")) for key, caps in KEYS
        ]
        at_desk: list[Keys] = []
        for action in ACTIONS:
            caps = (key_label(ui.key(action.id), ui.tr),)
            said = w(action.text)
            (at_desk if action.desk else everywhere).append((action.id, caps, said[:1].upper() + said[1:]))
        at_desk.append(("lever", ("1 – 5",), w("desk.keys.lever")))
        at_desk.append(("keys", (OPENS,), w("desk.keys.title")))
        half = -(-len(at_desk) // 2)
        parts = {"everywhere": everywhere, "at_the_desk": at_desk[:half], "desk_too": at_desk[half:]}
        names = {key: w(f"scenes.help.{key}") for key in ("everywhere", "at_the_desk")}
        for row in rows_of(ui, flow, list(parts), 370):
            columns = [Flow(spot, 6) for spot in row.spots]
            for key, column in zip(row.items, columns, strict=False):
                if key in names:
                    headline(ui, column, names[key])
                elif len(row.items) > 1:  # it goes on beside
                    column.skip(ui.text_h(names["at_the_desk"], column.area.w, "heading") + column.gap)
                self._caps(ui, column, parts[key])
            flow.y = max(column.y for column in columns) + 4
        paragraph(ui, flow, w("scenes.help.mouse"), "body", "muted")

    def _caps(self, ui: Ui, flow: Flow, rows: list[Keys]) -> None:
        wide = max(sum(ui.text_w(cap, "small") + 26 for cap in caps) for _, caps, _ in rows) + 10
        for key, caps, text in rows:
            height = max(ui.text_h(text, flow.area.w - wide - 8), ui.line_h("small") + 8)
            left, right = flow.next(height).split_left(wide, gap=8)
            x = left.x
            for cap in caps:
                width = ui.text_w(cap, "small") + 18
                spot = Rect(x, left.y, width, ui.line_h("small") + 6)
                ui.painter.box(ui.box(spot), ui.px(4), ui.theme.raised, ui.theme.border_strong)
                ui.put_text(spot, cap, "small", "text", "center", wid=key)
                x += width + 8
            ui.label(right.pad(top=2), text, wrap=True)

    def _terms(self, ui: Ui, w: Words, flow: Flow) -> None:
        terms = {k: (icon, w(f"glossary.{k}"), w(f"glossary.{k}_text")) for k, icon in TERMS.items()}
        self._cards(ui, flow, terms, 330)

    def _claims(self, ui: Ui, w: Words, flow: Flow) -> None:
        paragraph(ui, flow, w("scenes.help.claims_intro"), "body", "muted")
        legend = "   ".join(
            f"[[{icon}]] {w(f'almanac.verdict.{name}')}" for name, (_, icon) in VERDICTS.items()
        )
        paragraph(ui, flow, legend, "small")
        claim_cards(ui, flow, w, CLAIMS)
