"""The list of saved games: open one, or see why it can't be opened; delete one after a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.content.problem import harmless
from game.i18n import Text
from game.play.match import Match
from game.play.pack_notes import missing_packs
from game.play.record import Header, SaveError, list_saves

from ..kit import Axis, Cell, Column, Flow, Rect, Row, Ui
from ..kit import Series as Line
from ..pictures import read_picture, remove_picture
from .base import (
    Action,
    GameScene,
    Words,
    action_width,
    button_bar,
    headline,
    leaf,
    page,
    paragraph,
    quarter_names,
    waiting,
    words,
)
from .seat_facts import gauges

if TYPE_CHECKING:
    from game.play.view import View

    from ..jobs import Job
    from ..session import Session

__all__ = ["Saves"]


def view_of(path: Path) -> View | Text:
    """What a save's first seat sees, or why it can't be opened: its heading may be whole and the rest not."""
    try:
        match = Match.load(path)
    except SaveError as error:
        return error.text
    return match.view(match.governed[0])


class Saves(GameScene):
    """Newest first; Enter or a double click opens."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.headers: list[Header] = []
        self.chosen: str | None = None
        self.asking = False
        self.views: dict[str, View | Text] = {}
        self.pictures: dict[str, pygame.Surface | None] = {}
        self.reading = ""
        self.job: Job[View | Text] | None = None

    def name(self, w: Words) -> str:
        return w("scenes.saves.title")

    def enter(self) -> None:
        super().enter()
        self._look()

    def _look(self) -> None:
        self.headers = list_saves(self.session.saves)
        names = [str(header.path) for header in self.headers]
        if self.chosen not in names:
            whole = [str(header.path) for header in self.headers if header.problem is None]
            self.chosen = next(iter([*whole, *names]), None)

    @property
    def header(self) -> Header | None:
        """The save that is marked."""
        return next((header for header in self.headers if str(header.path) == self.chosen), None)

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        with page(self, ui, w("scenes.saves.title"), icon="folder-open", width=1500) as body:
            if not self.headers:
                ui.label(body, w("scenes.saves.empty"), colour="muted", wrap=True)
                return
            rest, foot = body.split_bottom(ui.control_h + 4, gap=12)
            if rest.w > 1000 * max(1.0, ui.text_scale):
                rest, side = rest.split_right(min(520.0, rest.w * 0.37), gap=14)
                self._preview(ui, w, side)
            natural = ui.line_h("small") + 34 + ui.row_h * len(self.headers)
            inside = ui.panel(rest.split_top(min(rest.h, natural))[0], padding=10)
            columns = [
                Column("level", w("scenes.saves.level"), grow=2.0),
                Column("seat", w("scenes.saves.seat"), grow=0.5),
                Column("quarter", w("scenes.saves.quarter"), align="right"),
                Column("seed", w("scenes.saves.luck"), align="right"),
                Column("date", w("scenes.saves.date"), align="right"),
            ]
            rows = [self._row(w, header) for header in self.headers]
            result = ui.table(
                "saves", inside, columns, rows, selected=self.chosen, label=w("scenes.saves.title")
            )
            self.chosen = result.selected or self.chosen
            header = self.header
            reason = w.text(header.problem) if header is not None else ""
            actions = [
                Action("open", w("scenes.saves.open"), "play", "primary", disabled=reason),
                Action("delete", w("scenes.saves.delete"), "trash-2"),
            ]
            buttons, beside = foot.split_left(
                min(foot.w, sum(action_width(ui, a) + 10 for a in actions)), gap=12
            )
            pressed = button_bar(ui, buttons, actions)
            if reason:
                ui.label(beside, f"{reason}", "small", colour="warn", ellipsis=True, name="problem")
            if header is not None and (pressed == "open" or result.activated) and not reason:
                self._open(ui, w, header.path)
            self.asking = self.asking or pressed == "delete"
        if self.asking and self.header is not None:
            self._ask(ui, w, self.header)

    # the chosen save ---------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether the chosen save is still being read for its preview."""
        return self.job is not None and not self.job.done

    def update(self, dt: float) -> bool | None:
        """Read the chosen save in the background, once."""
        header = self.header
        if self.job is not None and self.job.done:
            self.views[self.reading], self.job = self.job.result(), None
            return True
        if self.job is None and header is not None and header.problem is None:
            key = f"{header.path} {header.modified}"
            if key not in self.views:
                self.reading, self.job = key, self.app.submit(view_of, header.path)
        return None

    def _preview(self, ui: Ui, w: Words, rect: Rect) -> None:
        """What the game in the chosen save looks like: its price, its figures, its last front page's lead."""
        header = self.header
        if header is None or header.problem is not None:
            return
        view = self.views.get(f"{header.path} {header.modified}")
        if view is None:
            waiting(ui, rect, w("scenes.saves.reading"))
            return
        if isinstance(view, Text):
            with leaf(ui, "preview", rect, header.path.name, title=header.path.name, gap=8) as flow:
                why = w.text(view)
                place = flow.next(ui.text_h(why, flow.area.w))
                ui.label(place, why, colour="warn", wrap=True, name="why")
            return
        title = w.text(view.level_title)
        with leaf(ui, "preview", rect, title, title=title, icon="scroll-text", gap=8) as flow:
            said = f"[[flag:{view.nation}]] **{w.text(view.seat_name)}**  {w.text(view.quarter.label)}"
            paragraph(ui, flow, said)
            self._packs(ui, w, flow, header)
            if view.front_page is not None:
                lead = view.front_page.headlines[0]
                paragraph(ui, flow, f"[[newspaper]] {w.text(lead.title)}", "body", "muted")
            picture = self._picture(header)
            if picture is not None:
                flow.skip(4)
                wide, high = picture.get_size()
                self._show(ui, w, flow.next(flow.area.w * high / wide), picture, header)
                gauges(ui, w, flow, [gauge for gauge in view.gauges if gauge.id != "debt" or gauge.value])
                return
            price = next((line for line in view.charts if line.id == "price.light_oxide"), None)
            if price is not None and len(price.values) > 1:
                flow.skip(4)
                headline(ui, flow, w.text(price.label), "strong")
                labels = quarter_names(w, view, price.first, len(price.values))
                ui.line_chart(
                    "price",
                    flow.next(170),
                    [Line("", price.values, 0)],
                    labels,
                    axis=Axis(w("scenes.unit.usd_kg"), zero=True),
                    title=w.text(price.label),
                )
            gauges(ui, w, flow, [gauge for gauge in view.gauges if gauge.id != "debt" or gauge.value])

    def _packs(self, ui: Ui, w: Words, flow: Flow, header: Header) -> None:
        """Which packs it was made with that are not at hand."""
        told = missing_packs(header.packs, self.session.library())
        if told is not None:
            said = harmless(w.text(told))
            ui.label(
                flow.next(ui.text_h(said, flow.area.w, "small")), said, "small", colour="info", wrap=True
            )

    def _picture(self, header: Header) -> pygame.Surface | None:
        """The desk as it was when the game was left, read once."""
        key = f"{header.path} {header.modified}"
        if key not in self.pictures:
            self.pictures[key] = read_picture(header.path)
        return self.pictures[key]

    def _show(self, ui: Ui, w: Words, rect: Rect, picture: pygame.Surface, header: Header) -> None:
        def paint(surface: pygame.Surface, scale: float) -> None:
            surface.blit(pygame.transform.smoothscale(picture, surface.get_size()), (0, 0))

        ui.painted(rect, ("save", str(header.path), str(header.modified)), paint)
        ui.note("image", w("scenes.saves.picture"), rect=rect)

    def _row(self, w: Words, header: Header) -> Row:
        date = w("scenes.saves.when", day=header.modified.date(), time=header.modified.strftime("%H:%M"))
        if header.problem is not None:
            why = w.text(header.problem)
            cells = (
                Cell(header.path.name, icon="triangle-alert", tone="warn", tip=why),
                Cell(),
                Cell(),
                Cell(),
            )
            return Row(str(header.path), (*cells, Cell(date)), tip=why, muted=True)
        title = w.text(header.title)
        if header.practice:
            title = w("scenes.saves.practice", level=header.title)
        if header.assumptions:
            title = w("assumptions.save", level=title)
        seat = header.seats[0]
        done = header.quarter >= header.quarters
        where = (
            w("scenes.saves.done") if done else w("scenes.saves.at", n=header.quarter + 1, of=header.quarters)
        )
        return Row(
            str(header.path),
            (
                Cell(title, strong=True, icon="check" if done else "play"),
                Cell(self._seat_name(w, header.level, seat), flag=seat),
                Cell(where),
                Cell(str(header.seed)),
                Cell(date),
            ),
        )

    def _seat_name(self, w: Words, level: str, seat: str) -> str:
        """The seat's name as the level gives it, its id where the level is not at hand."""
        for entry in self.session.levels():
            if entry.id == level and entry.card is not None:
                card = next((card for card in entry.card.seats if card.seat == seat), None)
                if card is not None:
                    return w.text(card.name)
        return seat

    def _open(self, ui: Ui, w: Words, path: Path) -> None:
        trouble = self.session.open_save(self.app, path)
        if trouble is not None:
            ui.toast(w.text(trouble), "bad", 8)

    def _ask(self, ui: Ui, w: Words, header: Header) -> None:
        question = self._question(w, header)
        width = min(ui.screen.w - 60, 520 * max(1.0, ui.text_scale))
        height = 112 + ui.text_h(question, width - 40) + ui.control_h
        with ui.dialog("delete", w("scenes.saves.delete"), (width, height), icon="trash-2") as box:
            ui.label(box.body, question, wrap=True)
            actions = [
                Action("keep", w("scenes.saves.keep"), "undo-2"),
                Action("gone", w("scenes.saves.delete"), "trash-2", "danger"),
            ]
            pressed = button_bar(ui, box.footer, actions, align="right")
        if pressed == "gone":
            self._delete(ui, w, header)
        if pressed or box.dismissed:
            self.asking = False

    def _question(self, w: Words, header: Header) -> str:
        """Which game, as the list calls it; a file that can't be read has only its name."""
        if header.problem is not None:
            return w("scenes.saves.sure", name=header.path.name)
        date = w("scenes.saves.when", day=header.modified.date(), time=header.modified.strftime("%H:%M"))
        seat = self._seat_name(w, header.level, header.seats[0])
        return w("rooms.delete", level=header.title, seat=seat, date=date, file=header.path.name)

    def _delete(self, ui: Ui, w: Words, header: Header) -> None:
        try:
            header.path.unlink(missing_ok=True)
            remove_picture(header.path)
        except OSError as error:
            ui.toast(w("scenes.saves.undeletable", why=error.strerror or str(error)), "bad", 8)
        self._look()
