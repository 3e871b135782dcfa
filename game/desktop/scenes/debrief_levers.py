"""What each lever, and the market by itself, was worth: Shapley values, joint terms, and the prediction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from game.insight.attribution import FILINGS, MARKET, PLAYERS, Attribution, attribute
from game.play.debriefing import game_of

from ..kit import Axis, Bar, Flow, Rect, Tab, Tip, TipRow, Ui
from .base import Words, leaf, paragraph, waiting

if TYPE_CHECKING:
    from game.play.match import Match

    from ..app import App
    from ..jobs import Job

__all__ = ["GROUPS", "LeversPart", "group_chart", "group_worth"]

GROUPS = {
    "build": ("industry", "technology"),
    "trade": ("market",),
    "bargain": ("diplomacy", "controls"),
    "itself": (MARKET,),
}
FILING_ICONS = {"desk": "inbox", "place": "map-pin"}


def group_worth(result: Attribution) -> dict[str, float]:
    """What each answer of the prediction turned out to be worth, USD million, discounted."""
    mean = dict(zip(PLAYERS, result.mean, strict=True))
    return {group: float(sum(mean[player] for player in players)) for group, players in GROUPS.items()}


def group_chart(ui: Ui, w: Words, flow: Flow, worth: Mapping[str, float]) -> None:
    """The answers of the prediction as bars, the one that was worth most first."""
    ranked = sorted(worth.items(), key=lambda item: -item[1])
    looks = {"build": 1, "trade": 2, "bargain": 3, "itself": 5}
    bars = [Bar(w(f"scenes.prediction.{name}"), value, look=looks[name]) for name, value in ranked]
    axis = Axis(w("scenes.unit.musd"), zero=True, format=lambda value: w.number(value, signed=True))
    tall = len(bars) * (ui.line_h() + 14) + ui.line_h("caption") + 8
    ui.bar_chart("groups", flow.next(tall), bars, axis=axis, title=w("scenes.debrief.prediction"))


class LeversPart:
    """Computes one attribution for each filing in the background and draws the chosen one."""

    def __init__(self, match: Match, seat: str, prediction: str) -> None:
        self.match, self.seat, self.prediction = match, seat, prediction
        self.filing = "desk"
        self.done: dict[str, Attribution] = {}
        self.job: Job[Attribution] | None = None
        self.running = ""
        self.share = 0.0

    @property
    def result(self) -> Attribution | None:
        """The attribution as the desk files the orders, once it is there."""
        return self.done.get("desk")

    @property
    def busy(self) -> bool:
        """Whether the chosen filing is still being computed."""
        return self.filing not in self.done

    def start(self, app: App) -> None:
        """Begin with what is missing for the chosen filing, unless something runs."""
        if self.job is not None or self.filing in self.done:
            return
        self.running, self.share = self.filing, 0.0
        game, index = game_of(self.match), self.match.seat_index(self.seat)
        filing = FILINGS[self.running]

        def work() -> Attribution:
            return attribute(game, index, filing=filing, progress=self._heard)

        self.job = app.submit(work)

    def _heard(self, share: float) -> None:
        self.share = share

    def poll(self, app: App) -> bool | None:
        """Take a result that has arrived; True if there is something new to draw."""
        if self.job is None:
            self.start(app)
            return None
        if not self.job.done:
            return self.share > 0
        self.done[self.running] = self.job.result()
        self.job = None
        self.start(app)
        return True

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, ui: Ui, w: Words, rect: Rect) -> None:
        left, right = rect.columns((1.55, 1.0), gap=14)
        inside = ui.panel(left, w("insight.attribution.title"), icon="chart-bar")
        bar, rest = inside.split_top(ui.control_h, gap=10)
        tabs = [
            Tab(f, w(f"scenes.debrief.filing_{f}"), FILING_ICONS[f], tip=w(f"scenes.debrief.filing_{f}_tip"))
            for f in FILINGS
        ]
        self.filing = ui.tabs("filing", bar, tabs, self.filing, fill=True)
        result = self.done.get(self.filing)
        if result is None:
            waiting(
                ui, rest, w("scenes.debrief.computing"), self.share if self.running == self.filing else 0.0
            )
        else:
            note = w("scenes.debrief.bars_note", n=result.worth.shape[-1], replays=result.replays)
            note_h = ui.text_h(note, rest.w, "small")
            chart, foot = rest.split_bottom(note_h, gap=8)
            self._bars(ui, w, chart, result)
            ui.label(foot, note, "small", colour="muted", wrap=True)
        self._beside(ui, w, right, result)

    def _bars(self, ui: Ui, w: Words, rect: Rect, result: Attribution) -> None:
        low, high = np.quantile(result.by_future, (0.05, 0.95), axis=-1)
        lines = result.by_line
        bars = []
        for index, player in enumerate(PLAYERS):
            rows = tuple(
                TipRow(w(f"insight.account.{name}"), w.value(float(lines[index, i]), "musd", signed=True))
                for i, name in enumerate(("users", "producers", "treasury", "nature"))
            )
            text = w("insight.itself.note") if player == MARKET else w(f"scenes.briefing.lever_{player}")
            if not result.by_future[index].any():
                text = w("insight.attribution.zero")
            mean = float(result.mean[index])
            total = TipRow(w("scenes.sum"), w.value(mean, "musd", signed=True))
            tip = Tip(text, w(f"lever.{player}"), rows, total)
            bars.append(Bar(w(f"lever.{player}"), mean, float(low[index]), float(high[index]), index, tip))
        axis = Axis(w("scenes.unit.musd"), zero=True, format=lambda value: w.number(value, signed=True))
        ui.bar_chart("worth", rect, bars, axis=axis, title=w("insight.attribution.title"))

    def _beside(self, ui: Ui, w: Words, rect: Rect, result: Attribution | None) -> None:
        with leaf(ui, "beside", rect, w("scenes.debrief.prediction"), gap=8) as flow:
            ui.heading(flow.next(ui.line_h("heading")), w("scenes.debrief.prediction"))
            if self.prediction in GROUPS:
                said = w("scenes.debrief.you_said", answer=w(f"scenes.prediction.{self.prediction}"))
                paragraph(ui, flow, said)
            else:
                paragraph(ui, flow, w("scenes.debrief.no_prediction"), "body", "muted")
            if result is None:
                return
            self._outcome(ui, w, flow, result)
            flow.skip(6)
            self._joint(ui, w, flow, result)

    def _outcome(self, ui: Ui, w: Words, flow: Flow, result: Attribution) -> None:
        worth = group_worth(result)
        best = max(worth, key=lambda group: worth[group])
        group_chart(ui, w, flow, worth)
        if self.prediction in GROUPS:
            key = "right" if best == self.prediction else "wrong"
            said = w(f"scenes.debrief.prediction_{key}", best=w(f"scenes.prediction.{best}"))
            paragraph(ui, flow, said, "strong", "accent_text")

    def _joint(self, ui: Ui, w: Words, flow: Flow, result: Attribution) -> None:
        """What levers were worth together, the largest terms first."""
        ui.heading(flow.next(ui.line_h("heading")), w("scenes.debrief.joint"))
        terms = [(group, value) for group, value in result.joint.items() if len(group) > 1]
        terms = sorted((t for t in terms if abs(t[1]) >= 0.5), key=lambda term: -abs(term[1]))[:6]
        if not terms:
            paragraph(ui, flow, w("scenes.debrief.no_joint"), "body", "muted")
        for group, value in terms:
            names = " + ".join(w(f"lever.{player}") for player in group)
            amount = w.value(value, "musd", signed=True)
            wide = ui.text_w(amount, "strong") + 6
            text = f"[[link]] {names}"
            strip = flow.next(ui.text_h(text, flow.area.w - wide - 8, "body", True))
            left, right = strip.split_right(wide, gap=8)
            ui.rich(left, text)
            ui.label(right, amount, "strong", align="right", valign="top")
        paragraph(ui, flow, w("scenes.debrief.joint_note"), "small", "muted")
        if result.dropped:
            dropped = w("insight.attribution.dropped", n=len(result.dropped))
            paragraph(ui, flow, dropped, "small", "muted")
