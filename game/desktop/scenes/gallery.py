"""Every widget of the kit in every state, on four pages: to look at, and for tests to play with.

The figures are samples that mean nothing. Run it with `python -m game.desktop.scenes.gallery`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from game.catalogues import languages, own_name

from ..app import Scene, run
from ..kit import (
    Cell,
    Choice,
    Column,
    Flow,
    Rect,
    Row,
    Tab,
    Tip,
    TipRow,
    Tone,
    Ui,
)
from .gallery_pages import LEVERS, QUARTERS, charts_page, explained, figures_page

PAGES = (
    ("controls", "sliders-horizontal"),
    ("choices", "inbox"),
    ("figures", "gauge"),
    ("charts", "chart-line"),
)
SEATS = ("china", "usa", "japan", "australia", "eu", "korea", "india", "malaysia", "myanmar")
LEVER_ICONS = ("factory", "flask-conical", "package", "handshake", "file-lock")

LICENCES: tuple[tuple[Tone, str, str], ...] = (
    ("good", "check", "open"),
    ("warn", "clock", "slow"),
    ("bad", "ban", "refused"),
    ("info", "info", "news"),
)


class Gallery(Scene):
    """The gallery; its state is what a person has chosen in it."""

    def __init__(self, page: str = "controls") -> None:
        self.page = page
        self.part = "buttons"
        self.lever = "industry"
        self.quarter = QUARTERS[6]
        self.card: str | None = "study"
        self.row: str | None = "japan"
        self.sort: tuple[str, bool] | None = ("tonnes", True)
        self.flags = {"sound": True, "hints": False, "motion": True}
        self.numbers = {"buy": 30.0, "duty": 10.0, "months": 2.0}
        self.name = ""
        self.dialog = False
        self.clicks = 0

    def enter(self) -> None:
        self.title = self.app.ui.tr("gallery.title")

    def draw(self, ui: Ui) -> None:
        area = self._header(ui, ui.screen.inset(16))
        pages: dict[str, Callable[[Ui, Rect], None]] = {
            "controls": self._controls,
            "choices": self._choices,
            "figures": figures_page,
            "charts": charts_page,
        }
        pages[self.page](ui, area)
        if self.dialog:
            self._dialog(ui)

    # header ------------------------------------------------------------------------------------------------

    def _header(self, ui: Ui, area: Rect) -> Rect:
        """Pages at the left, settings at the right, on two rows if need be; returns the rest."""
        tr, grow = ui.tr, ui.text_scale
        tabs = [Tab(key, tr(f"gallery.page.{key}"), icon) for key, icon in PAGES]
        widths = (160 * grow, 150 * grow, 2 * ui.control_h + 62 * grow)
        row, area = area.split_top(ui.control_h, gap=12)
        left, right = row.split_right(sum(widths) + 24, gap=16)
        if ui.tabs_w(tabs) > left.w:
            left = row
            right, area = area.split_top(ui.control_h, gap=12)
        self.page = ui.tabs("pages", left, tabs, self.page)
        theme, language, size = right.columns(widths, gap=12)
        names = [(key, tr(f"gallery.theme.{key}")) for key in ("dark", "light", "contrast")]
        chosen = ui.drop_down("theme", theme, names, ui.theme.name, label=tr("gallery.theme"))
        if chosen != ui.theme.name:
            ui.set_theme(chosen)
        spoken = [(code, own_name(code)) for code in languages()]
        tongue = ui.drop_down("language", language, spoken, ui.language, label=tr("gallery.language"))
        if tongue != ui.language:
            ui.set_language(tongue)
        scale = ui.stepper(
            "text-scale",
            size,
            ui.text_scale,
            0.8,
            2.0,
            step=0.1,
            label=tr("gallery.text_scale"),
            text=f"{ui.text_scale:.0%}",
        )
        if scale != ui.text_scale:
            ui.set_scales(ui.wanted_scale, scale)
        return area

    # controls ----------------------------------------------------------------------------------------------

    def _controls(self, ui: Ui, area: Rect) -> None:
        tr = ui.tr
        parts: list[tuple[str, str, Callable[[Ui, Rect], None]]] = [
            ("buttons", "square", self._buttons),
            ("values", "sliders-horizontal", self._values),
            ("text", "type", self._texts),
        ]
        columns = area.columns(3, gap=12)
        if columns[0].w < 330 * ui.text_scale:
            tabs = [Tab(key, tr(f"gallery.{key}"), icon) for key, icon, _ in parts]
            row, rest = area.split_top(ui.control_h, gap=12)
            self.part = ui.tabs("parts", row, tabs, self.part, fill=True)
            parts = [part for part in parts if part[0] == self.part]
            columns = [rest]
        for (key, icon, paint), column in zip(parts, columns, strict=True):
            note = tr("gallery.sample") if key == "buttons" else ""
            inside = ui.panel(column, tr(f"gallery.{key}"), icon=icon, note=note)
            with ui.scroll(key, inside.inset(-4)) as body:
                paint(ui, body)

    def _buttons(self, ui: Ui, body: Rect) -> None:
        tr, flow, height = ui.tr, Flow(body, gap=10), ui.control_h
        cause = Tip(
            tr("gallery.tip.text"),
            title=tr("gallery.tip.title"),
            rows=(
                TipRow(tr("lever.market"), "+4", "good"),
                TipRow(tr("lever.controls"), "−9", "bad"),
                TipRow(tr("gallery.carried"), "+2"),
            ),
            total=TipRow(tr("gallery.total"), "−3"),
        )
        if ui.button(
            "end", flow.next(height + 8), tr("gallery.end"), kind="primary", icon="arrow-right", hotkey="e"
        ):
            self.clicks += 1
            ui.toast(tr("gallery.saved"), "good")
        a, b = flow.next(height).columns(2, gap=10)
        ui.button("compare", a, tr("gallery.compare"), icon="scale", tip=cause)
        ui.button("sell", b, tr("gallery.sell"), kind="danger", icon="hand-coins")
        a, b = flow.next(height).columns(2, gap=10)
        ui.button("quiet", a, tr("gallery.quiet"), kind="quiet", icon="undo-2")
        ui.button("chosen", b, tr("gallery.chosen"), selected=True)
        a, b = flow.next(height).columns(2, gap=10)
        ui.button("off", a, tr("gallery.refused"), icon="ban", disabled=tr("gallery.reason"))
        if ui.button("open", b, tr("gallery.open"), icon="message-square", hotkey="d"):
            self.dialog = True
        icons = flow.next(height).columns(8, gap=6)
        names = ("undo-2", "redo-2", "save", "settings", "search", "book-open", "volume-2", "log-out")
        for name, spot in zip(names, icons, strict=True):
            ui.button(name, spot, "", icon=name, kind="quiet", label=tr("gallery.icon"))
        ui.divider(flow.next(2))
        self.flags["sound"] = ui.toggle("sound", flow.next(height), tr("gallery.sound"), self.flags["sound"])
        self.flags["hints"] = ui.toggle("hints", flow.next(height), tr("gallery.hints"), self.flags["hints"])
        ui.toggle("t-off", flow.next(height), tr("gallery.locked"), True, disabled=tr("gallery.reason"))
        self.flags["motion"] = ui.checkbox(
            "motion", flow.next(height), tr("gallery.motion"), self.flags["motion"]
        )
        ui.checkbox("c-off", flow.next(height), tr("gallery.locked"), False, disabled=tr("gallery.reason"))
        ui.link("link", flow.next(ui.line_h()), tr("gallery.link"), tip=tr("gallery.link.tip"))

    def _values(self, ui: Ui, body: Rect) -> None:
        tr, flow = ui.tr, Flow(body, gap=10)
        for key, high, unit in (("buy", 100.0, "%"), ("duty", 25.0, "%")):
            rest = self._named(ui, flow, tr(f"gallery.value.{key}"))
            track, figure = rest.split_right(ui.text_w("100%", "strong") + 8, gap=8)
            value = self.numbers[key]
            self.numbers[key] = ui.slider(
                key,
                track,
                value,
                0,
                high,
                step=1,
                label=tr(f"gallery.value.{key}"),
                text=f"{value:g}{unit}",
                marks=(high / 2,),
                tip=tr("gallery.value.tip"),
            )
            ui.label(figure, f"{value:g}{unit}", "strong", align="right")
        rest = self._named(ui, flow, tr("gallery.locked"), "disabled")
        ui.slider("s-off", rest, 40, 0, 100, label=tr("gallery.locked"), disabled=tr("gallery.reason"))
        rest = self._named(ui, flow, tr("gallery.value.months"))
        self.numbers["months"] = ui.stepper(
            "months", rest, self.numbers["months"], 0, 6, label=tr("gallery.value.months")
        )
        years = [(quarter, quarter) for quarter in QUARTERS]
        spot = flow.next(ui.control_h)
        barred = {QUARTERS[0]: tr("gallery.reason")}
        label = tr("gallery.quarter")
        self.quarter = ui.drop_down("quarter", spot, years, self.quarter, label=label, refusals=barred)
        line = flow.next(ui.control_h)
        options = [(lever, tr(f"lever.{lever}")) for lever in LEVERS]
        self.lever = ui.drop_down("lever", line, options, self.lever, label=tr("gallery.lever"))
        ui.drop_down("lever-off", flow.next(ui.control_h), options, "market", disabled=tr("gallery.reason"))
        found = ui.text_field(
            "name",
            flow.next(ui.control_h),
            self.name,
            placeholder=tr("gallery.name"),
            icon="search",
            max_length=40,
        )
        self.name = found.text
        if found.submitted:
            ui.toast(self.name or tr("gallery.saved"), "info")
        ui.text_field(
            "name-off", flow.next(ui.control_h), tr("gallery.locked"), disabled=tr("gallery.reason")
        )
        short = [
            Tab(lever, tr(f"lever.{lever}"), icon)
            for lever, icon in zip(LEVERS[:3], LEVER_ICONS, strict=False)
        ]
        chosen = self.lever if self.lever in LEVERS[:3] else "industry"
        picked = ui.tabs("small-tabs", flow.next(ui.control_h), short, chosen, fill=True)
        if picked != chosen:
            self.lever = picked
        narrow = flow.next(ui.control_h).split_left(150 * ui.text_scale)[0]
        self.lever = ui.tabs(
            "narrow-tabs", narrow, [Tab(lever, tr(f"lever.{lever}")) for lever in LEVERS], self.lever
        )
        text = tr("gallery.wrapped")
        half = flow.area.w * 0.6
        ui.button("wrapped", flow.next(ui.button_h(text, half)).split_left(half)[0], text)
        works: tuple[tuple[float, Tone], ...] = ((0.35, "accent"), (0.8, "good"), (0.15, "bad"))
        for share, tone in works:
            line = flow.next(ui.line_h("small") + 2)
            ui.progress(
                line,
                share,
                label=tr("gallery.build"),
                text=f"{share:.0%}",
                tone=tone,
                marks=(0.25, 0.5, 0.75),
                name=f"p{tone}",
                tip=tr("gallery.build.tip"),
            )
        line = flow.next(ui.line_h("caption") + 6)
        x = line.x
        for tone, icon, key in LICENCES:
            width = ui.badge(
                Rect(x, line.y, line.right - x, line.h), tr(f"gallery.badge.{key}"), tone=tone, icon=icon
            )
            x += width + 8

    def _named(self, ui: Ui, flow: Flow, name: str, colour: str = "text") -> Rect:
        """A name and the place of its control: beside it, or below where the name is long."""
        share = 0.4
        if ui.text_w(name) > flow.area.w * share - 8:
            ui.label(flow.next(ui.line_h()), name, colour=colour)
            return flow.next(ui.control_h)
        left, right = flow.next(ui.control_h).split_left(flow.area.w * share)
        ui.label(left, name, colour=colour)
        return right

    def _texts(self, ui: Ui, body: Rect) -> None:
        tr, flow = ui.tr, Flow(body, gap=8)
        for style in ("title", "heading", "figure", "body", "small", "caption"):
            text = tr(f"gallery.style.{style}")
            height = ui.text_h(text, body.w, style)
            ui.label(flow.next(height), text, style, wrap=True)
        ui.divider(flow.next(4))
        for key in ("gallery.rich", "gallery.rich.other"):
            text = tr(key)
            ui.rich(flow.next(ui.text_h(text, body.w, "body", True)), text, strong_colour="accent_text")
        text = tr("gallery.rich.links")
        spot = flow.next(ui.text_h(text, body.w, "body", True))
        ui.rich(spot, text, name="linked", follow=lambda link: ui.toast(f"{tr('gallery.followed')}: {link}"))
        ui.label(flow.next(ui.line_h()), tr("gallery.long"), ellipsis=True, colour="muted")
        flags = flow.next(30).columns(9, gap=6)
        for nation, spot in zip(SEATS, flags, strict=True):
            ui.flag(spot, nation, label=tr(f"gallery.nation.{nation}"), tip=tr(f"gallery.nation.{nation}"))
        icons = flow.next(26).columns(10, gap=4)
        for icon, spot in zip(
            (
                "pickaxe",
                "factory",
                "magnet",
                "flask-conical",
                "ship",
                "handshake",
                "scale",
                "coins",
                "leaf",
                "users",
            ),
            icons,
            strict=True,
        ):
            ui.icon(spot.inset(2), icon, colour="muted")

    # choices -----------------------------------------------------------------------------------------------

    def _choices(self, ui: Ui, area: Rect) -> None:
        tr = ui.tr
        left, right = area.columns([5, 7], gap=12)
        if right.w < 640 * ui.text_scale:
            left, right = area.rows([5, 4], gap=12)
        inside = ui.panel(left, tr("gallery.dossier"), icon="inbox", note="2/5")
        with ui.scroll("cards", inside.inset(-4)) as body:
            text = tr("gallery.dossier.text")
            height = ui.rich(Rect(body.x, body.y, body.w, ui.text_h(text, body.w, "body", True)), text)
            cards = [
                Choice(
                    "study",
                    tr("gallery.card.study"),
                    tr("gallery.card.study.text"),
                    tr("gallery.card.study.cost"),
                    "search",
                ),
                Choice(
                    "join",
                    tr("gallery.card.join"),
                    tr("gallery.card.join.text"),
                    tr("gallery.card.join.cost"),
                    "handshake",
                    disabled=tr("gallery.reason"),
                ),
                Choice(
                    "wait",
                    tr("gallery.card.wait"),
                    tr("gallery.card.wait.text"),
                    tr("gallery.card.wait.cost"),
                    "hourglass",
                ),
            ]
            top = body.y + height + 12
            self.card = ui.choice_cards("cards", Rect(body.x, top, body.w, 10), cards, self.card)
        inside = ui.panel(right, tr("gallery.table"), icon="table", note=tr("gallery.sample"))
        self._table(ui, inside)

    def _table(self, ui: Ui, rect: Rect) -> None:
        tr = ui.tr
        columns = [
            Column("nation", tr("gallery.column.nation"), grow=1, sortable=True),
            Column("tonnes", tr("gallery.column.tonnes"), "right", sortable=True),
            Column("price", tr("gallery.column.price"), "right", tip=tr("gallery.value.tip")),
            Column("change", tr("gallery.column.change"), "right"),
            Column("trend", tr("gallery.column.trend")),
            Column("state", tr("gallery.column.state")),
        ]
        data = []
        for i, nation in enumerate(SEATS):
            tonnes = 4200 / (i + 1) ** 1.3
            change = round(9 * math.sin(i * 2.1), 1)
            data.append(
                (
                    nation,
                    tonnes,
                    27.6 + i,
                    change,
                    tuple(math.sin(i + t / 3) * (1 + i % 3) for t in range(12)),
                )
            )
        key, down = self.sort or ("tonnes", True)
        data.sort(key=lambda d: d[0] if key == "nation" else d[1], reverse=down)
        rows = []
        for nation, tonnes, price, change, trend in data:
            tone, icon, word = LICENCES[len(nation) % 3]
            rows.append(
                Row(
                    nation,
                    (
                        Cell(tr(f"gallery.nation.{nation}"), flag=nation),
                        Cell(f"{tonnes:,.0f}".replace(",", "\u2009"), strong=True, tip=explained(ui, tonnes)),
                        Cell(f"{price:.1f}"),
                        Cell(
                            f"{abs(change):.1f}",
                            "good" if change > 0 else "bad",
                            direction=1 if change > 0 else -1,
                        ),
                        Cell(spark=trend),
                        Cell(tr(f"gallery.badge.{word}"), tone, icon),
                    ),
                )
            )
        result = ui.table(
            "trade", rect, columns, rows, selected=self.row, sort=self.sort, label=tr("gallery.table")
        )
        self.row, self.sort = result.selected, result.sort
        if result.activated:
            ui.toast(tr(f"gallery.nation.{result.activated}"), "info")

    # dialog ------------------------------------------------------------------------------------------------

    def _dialog(self, ui: Ui) -> None:
        tr = ui.tr
        text = tr("gallery.dialog.text")
        width = 460 * max(1.0, ui.text_scale * 0.9)
        height = ui.text_h(text, width - 40, "body", True) + ui.control_h + ui.line_h("title") + 80
        with ui.dialog("ask", tr("gallery.dialog.title"), (width, height), icon="triangle-alert") as box:
            ui.rich(box.body, text)
            no, yes = box.footer.columns(2, gap=10)
            if ui.button("cancel", no, tr("gallery.cancel")) or box.dismissed:
                self.dialog = False
            if ui.button("confirm", yes, tr("gallery.confirm"), kind="primary", hotkey="enter"):
                self.dialog = False
                self.clicks += 1
        if box.dismissed:
            self.dialog = False


if __name__ == "__main__":
    run(Gallery())
