"""A small immediate-mode widget kit on pygame-ce surfaces.

Every frame a scene's `draw(ui)` is called; a widget is drawn and answers in the same call. There are no
widget objects: a widget is known by its id, a short string that stays the same from frame to frame. All texts
come from the caller (already translated); the few words of the kit itself go through the injected `tr`.

    from game.desktop.app import Scene, run
    from game.desktop.kit import Axis, Flow, Series, Tab, Tip, TipRow, Ui

    class Desk(Scene):
        title = "Desk"

        def __init__(self) -> None:
            self.tab, self.tonnes = "industry", 30.0

        def draw(self, ui: Ui) -> None:
            left, right = ui.screen.inset(16).split_left(380, gap=12)
            inside = ui.panel(left, "Orders", icon="clipboard")
            flow = Flow(inside, gap=10)
            tabs = [Tab("industry", "Industry", "factory"), Tab("market", "Market", badge="2")]
            self.tab = ui.tabs("levers", flow.next(ui.control_h), tabs, self.tab, fill=True)
            self.tonnes = ui.slider("tonnes", flow.next(30), self.tonnes, 0, 100, label="Buy, t")
            ui.rich(flow.next(60), "Costs **14 m** a month [[coins]].")
            if ui.button("end", flow.next(44), "End quarter", kind="primary", hotkey="e"):
                self.app.pop()
            chart = ui.panel(right, "Price", note="USD/kg")
            prices = Series("NdPr oxide", (19, 27, 60))
            ui.line_chart("price", chart, [prices], ["Q1", "Q2", "Q3"], axis=Axis("USD/kg"))

    run(Desk(), size=(1280, 720), scale=1.0, text_scale=1.0, theme="dark", language="en")

Layout. `Rect` (x, y, w, h; float logical units) has `inset pad split_top split_left split_right split_bottom
columns rows centred`; `Flow(rect, gap).next(h)` stacks. `ui.screen` is the whole window, never less than 1024
x 640 units. Sizes that depend on text: `ui.control_h` (buttons, fields), `ui.row_h` (table rows),
`ui.line_h(style)`, `ui.text_w(text, style)`, `ui.text_h(text, width, style, markup=True)`. Use them instead
of numbers wherever a text stands, so that 200 % text works; put what may not fit into `with ui.scroll(id,
rect) as area:`.

Text styles: display title heading figure body strong small small_strong caption. Colours are theme tokens
("text", "muted", "accent_text", "panel", ...) or RGB tuples; a `Tone` is neutral, good, bad, warn, info or
accent.

Widgets (ids first, then the rectangle; `disabled="reason"` greys out and explains, `tip=` explains):
- `panel(rect, title, icon=, note=) -> inner Rect`, `label(rect, text, style, colour=, align=, wrap=,
  ellipsis=, tip=)`, `heading`, `rich(rect, text)` with `**bold**`, `[[icon]]`, `[[flag:japan]]`, `icon`,
  `flag`, `divider`; `figure(id, rect, label, value, unit=, change=, direction=, tone=, spark=, tip=) -> bool`
- `button(id, rect, text, kind=primary|secondary|quiet|danger, icon=, hotkey=) -> bool`, `link -> bool`
- `toggle`, `checkbox` -> bool; `choice_cards(id, rect, [Choice], key, columns=) -> key`, `card_height`;
  `tabs(id, rect, [Tab], key, fill=) -> key`; `drop_down(id, rect, [(key, text)], key, label=) -> key`
- `slider(id, rect, value, low, high, step=, label=, text=, marks=) -> float`; `stepper(...) -> float`;
  `text_field(id, rect, text, label=, placeholder=) -> FieldResult`
- `table(id, rect, [Column], [Row], selected=, sort=) -> TableResult`; `with ui.scroll(id, rect) as area:`;
  `with ui.dialog(id, title, (w, h)) as box:` (last in the scene; `box.body`, `box.footer`, then
  `box.dismissed`); `toast(text, tone)`
- `progress`, `gauge`, `lamp`, `badge`, `delta`; `painted(rect, key, paint)` keeps a drawing of your own (a
  map)
- `line_chart`, `fan_chart`, `area_chart`, `bar_chart`, `waterfall`, `sparkline`

A tooltip is a text or a `Tip(text, title, rows=(TipRow(label, value, tone), ...), total=TipRow(...))`: the
causes of a figure. It appears under the pointer after a moment and on keyboard focus. A disabled widget gives
its reason instead.

Ids: `with ui.scope("row3"):` prefixes the ids inside. Keys: `ui.shortcut("ctrl+z")`. Screen text:
`ui.describe()`; `with ui.group("In-tray"):` indents; `ui.picture_names["flag:japan"] = "Japan"` names inline
pictures. Layout tests: `ui.overflows` lists texts that did not fit, `ui.state.duplicate_ids` ids used twice.
Clean motion: `ui.animate(name, target)`; it jumps with reduced motion.
"""

from .charts.bars import Bar
from .charts.scales import Axis, Guide, Mark, Series
from .charts.waterfall import Step
from .dialog import Dialog
from .geometry import Flow, Rect
from .state import Tip, TipLike, TipRow, Translate
from .table import Cell, Column, Row, TableResult
from .textfield import FieldResult
from .theme import THEMES, Colour, Theme, Tone, mix
from .ui import Ui
from .widgets_choice import Choice
from .widgets_pick import Tab

__all__ = [
    "THEMES",
    "Axis",
    "Bar",
    "Cell",
    "Choice",
    "Colour",
    "Column",
    "Dialog",
    "FieldResult",
    "Flow",
    "Guide",
    "Mark",
    "Rect",
    "Row",
    "Series",
    "Step",
    "Tab",
    "TableResult",
    "Theme",
    "Tip",
    "TipLike",
    "TipRow",
    "Tone",
    "Translate",
    "Ui",
    "mix",
]
