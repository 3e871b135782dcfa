"""The list of saved games: open one, or see why it can't be opened; delete one after a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from game.play.record import Header, list_saves

from ..kit import Cell, Column, Row, Ui
from .base import Action, GameScene, Words, action_width, button_bar, page, words

if TYPE_CHECKING:
    from ..session import Session

__all__ = ["Saves"]


class Saves(GameScene):
    """Newest first; Enter or a double click opens."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.headers: list[Header] = []
        self.chosen: str | None = None
        self.asking = False

    def name(self, w: Words) -> str:
        return w("scenes.saves.title")

    def enter(self) -> None:
        super().enter()
        self._look()

    def _look(self) -> None:
        self.headers = list_saves(self.session.saves)
        names = [str(header.path) for header in self.headers]
        if self.chosen not in names:
            self.chosen = names[0] if names else None

    @property
    def header(self) -> Header | None:
        """The save that is marked."""
        return next((header for header in self.headers if str(header.path) == self.chosen), None)

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        with page(self, ui, w("scenes.saves.title"), icon="folder-open", width=1300) as body:
            if not self.headers:
                ui.label(body, w("scenes.saves.empty"), colour="muted", wrap=True)
                return
            rest, foot = body.split_bottom(ui.control_h + 4, gap=12)
            inside = ui.panel(rest, padding=10)
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
        question = w("scenes.saves.sure", name=header.path.name)
        width = min(ui.screen.w - 60, 520 * max(1.0, ui.text_scale))
        height = 150 + ui.text_h(question, width - 40) + ui.control_h
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

    def _delete(self, ui: Ui, w: Words, header: Header) -> None:
        try:
            header.path.unlink(missing_ok=True)
        except OSError as error:
            ui.toast(w("scenes.saves.undeletable", why=error.strerror or str(error)), "bad", 8)
        self._look()
