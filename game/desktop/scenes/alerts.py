"""Alerts: which figures are watched, and from where on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.play.alerts import ALERTS, AlertKind, figures_now

from ..kit import Flow, Rect, Ui
from .base import GameScene, Words, leaf, page, paragraph, words

if TYPE_CHECKING:
    from game.play.match import Match

    from ..session import Session

__all__ = ["Alerts"]


class Alerts(GameScene):
    """One line for each figure: a switch, and the threshold."""

    def __init__(self, session: Session, match: Match) -> None:
        super().__init__(session)
        self.match = match
        self.figures = figures_now(match, match.governed[0])

    def name(self, w: Words) -> str:
        return w("scenes.alerts.title")

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        title = w("scenes.alerts.title")
        with (
            page(self, ui, title, icon="bell", width=900 * max(1.0, ui.text_scale)) as body,
            leaf(ui, "alerts", body, title, grows=False) as flow,
        ):
            paragraph(ui, flow, w("scenes.alerts.intro"), "body", "muted")
            for kind in ALERTS:
                self._line(ui, w, flow, kind)

    def _line(self, ui: Ui, w: Words, flow: Flow, kind: AlertKind) -> None:
        chosen = self.session.preferences.alerts
        at = chosen.get(kind.id)
        text = w(f"play.alert.{kind.id}")
        side = min(flow.area.w * 0.4, 250 * max(1.0, ui.text_scale))
        strip = flow.next(ui.two_state_h(text, flow.area.w - side - 14))
        left, right = strip.split_right(side, gap=14)
        on = ui.toggle(f"on-{kind.id}", left, text, at is not None)
        self._now(ui, w, left, kind, text)
        spot = right.centred(right.w, ui.control_h)
        off = "" if on else w("scenes.alerts.off")
        value = kind.default if at is None else at
        step = ui.stepper(
            f"at-{kind.id}",
            spot,
            value,
            kind.low,
            kind.high,
            step=kind.step,
            label=text,
            text=w(f"play.alert.{kind.id}.at", at=value),
            disabled=off,
        )
        now = step if on else None
        if now != at:
            kept = {name: limit for name, limit in chosen.items() if name != kind.id}
            if now is not None:
                kept[kind.id] = now
            self.session.prefer(alerts=kept)
            self.match.alerts = dict(self.session.preferences.alerts)

    def _now(self, ui: Ui, w: Words, line: Rect, kind: AlertKind, text: str) -> None:
        """How the figure stands, between its name and its switch; it gives way to a long name."""
        if kind.id not in self.figures:
            return
        said = w("scenes.alerts.now", value=w(f"play.alert.{kind.id}.at", at=self.figures[kind.id]))
        width = ui.text_w(said, "small") + 4
        spot = line.pad(right=ui.two_state_w("") + 12).split_right(width)[1]
        if line.x + ui.text_w(text) + 12 <= spot.x:
            ui.label(spot, said, "small", colour="muted", align="right", name=f"now-{kind.id}")
