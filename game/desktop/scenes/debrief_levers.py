"""What each lever, and the market by itself, was worth: bars with their spread, decisions, joint terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from game.insight.attribution import FILINGS, MARKET, PLAYERS, Attribution, attribute
from game.insight.decisions import DecisionValues, decision_values
from game.insight.spread import Spread, other_seeds, spread_over
from game.play.debriefing import GROUPS, decision_rows, group_worth, joint_rows, lever_bars
from game.play.findings import game_of, members_of
from game.play.words import Words as PlayWords

from ..kit import Axis, Bar, Flow, Rect, Tab, Tip, TipRow, Ui
from .base import Words, headline, leaf, paragraph, waiting

if TYPE_CHECKING:
    from game.play.debrief_parts import DecisionRow, LeverBar
    from game.play.match import Match

    from ..app import App
    from ..jobs import Job

__all__ = ["GROUPS", "LeversPart", "group_chart"]

FILING_ICONS = {"desk": "inbox", "place": "map-pin"}
SPREAD_ICONS = {"futures": "git-branch", "seeds": "dices", "members": "sliders-horizontal"}
BESIDE = (("decisions", "list"), ("joint", "link"), ("prediction", "quote"))
LINES = ("users", "producers", "treasury", "nature")
LEAST_MUSD = 0.5
Key = tuple[str, str]
"""What is computed (bars, decisions, seeds, members) and under which filing."""


def group_chart(ui: Ui, w: Words, flow: Flow, worth: Mapping[str, float]) -> None:
    """The answers of the prediction as bars, the one that was worth most first."""
    ranked = sorted(worth.items(), key=lambda item: -item[1])
    looks = {"build": 1, "trade": 2, "bargain": 3, "itself": 5}
    bars = [Bar(w(f"scenes.prediction.{name}"), value, look=looks[name]) for name, value in ranked]
    axis = Axis(w("scenes.unit.musd"), zero=True, format=lambda value: w.number(value, signed=True))
    tall = len(bars) * (ui.line_h() + 14) + ui.line_h("caption") + 8
    ui.bar_chart("groups", flow.next(tall), bars, axis=axis, title=w("scenes.debrief.prediction"))


def remark(w: Words, row: DecisionRow) -> str:
    """What a decision's figure hung together with, beside its name and its share; often nothing."""
    kind = str(row.sentence.id).rpartition(".")[2]
    if kind == "plain":
        return ""
    if kind == "share":
        way = "lower" if row.without > 0 else "higher"
        return w(f"rooms.remark.{way}", amount=abs(row.without))
    return w(f"rooms.remark.{kind}", **row.sentence.args)


class LeversPart:
    """Computes in the background what the open parts show, one thing after another, and draws it."""

    def __init__(self, match: Match, seat: str, prediction: str) -> None:
        self.match, self.seat, self.prediction = match, seat, prediction
        self.words = PlayWords(match.loaded, match.rulebook)
        self.filing, self.spread = "desk", "futures"
        self.beside = "decisions"
        self.done: dict[Key, Any] = {}
        self.wanted: list[Key] = [("bars", "desk")]
        self.job: Job[Any] | None = None
        self.running: Key = ("", "")
        self.share = self.seen = 0.0
        self.app: App | None = None

    @property
    def result(self) -> Attribution | None:
        """The attribution as the desk files the orders, once it is there."""
        return cast("Attribution | None", self.done.get(("bars", "desk")))

    @property
    def busy(self) -> bool:
        """Whether something that is shown is still being computed."""
        return any(key not in self.done for key in self.wanted)

    # computing ---------------------------------------------------------------------------------------------

    def start(self, app: App) -> None:
        """Begin with the first thing that is wanted and missing, unless something runs."""
        self.app = app
        key = next((key for key in self.wanted if key not in self.done), None)
        if self.job is None and key is not None:
            self.running, self.share = key, 0.0
            self.job = app.submit(self._work(app, *key))

    def _work(self, app: App, what: str, filed: str) -> Callable[[], Any]:
        some, heard = app.helpers.executor, self._heard
        game, seat, filing = game_of(self.match), self.match.seat_index(self.seat), FILINGS[filed]
        if what == "bars":
            return lambda: attribute(game, seat, filing=filing, executor=some, progress=heard)
        if what == "decisions":
            if some is not None:  # thousands of worlds: their memory is not the window's
                return lambda: app.helpers.run(decision_values, game, seat, filing=filing)
            return lambda: decision_values(game, seat, filing=filing, progress=heard)
        games = list(other_seeds(game)) if what == "seeds" else members_of(game)
        return lambda: spread_over(games, seat, filing=filing, executor=some, progress=heard)

    def _heard(self, share: float) -> None:
        self.share = share

    def poll(self, app: App) -> bool | None:
        """Take a result that has arrived; True if there is something new to draw."""
        if self.job is None:
            self.start(app)
            return None
        if not self.job.done:
            moved, self.seen = self.share != self.seen, self.share
            return moved
        self.done[self.running] = self.job.result()
        self.job = None
        self.start(app)
        return True

    def _want(self) -> None:
        """What the parts that are open show: the bars first."""
        wanted = [("bars", self.filing)]
        if self.spread != "futures":
            wanted.append((self.spread, self.filing))
        if self.beside == "decisions":
            wanted.append(("decisions", self.filing))
        self.wanted = wanted
        if self.app is not None:
            self.start(self.app)

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, ui: Ui, w: Words, rect: Rect) -> None:
        left, right = rect.columns((1.25, 1.0), gap=14)
        inside = ui.panel(left, w("insight.attribution.title"), icon="chart-bar")
        result: Attribution | None = self.done.get(("bars", self.filing))
        ranges: Spread | None = self.done.get((self.spread, self.filing))
        if result is not None:
            inside = self._verdict(ui, w, inside, result, ranges)
        rest = self._choices(ui, w, inside)
        self._want()
        if result is None or (self.spread != "futures" and ranges is None):
            key = ("bars", self.filing) if result is None else (self.spread, self.filing)
            waiting(ui, rest, w("scenes.debrief.computing"), self.share if self.running == key else 0.0)
        else:
            note = self._note(w, result, ranges)
            least = len(PLAYERS) * (ui.line_h() + 6) + ui.line_h("caption") + 6
            with ui.scroll("bars-part", rest, label=w("insight.attribution.title"), padding=2) as area:
                flow = Flow(area, gap=8)
                note_h = ui.text_h(note, area.w, "small")
                self._bars(ui, w, flow.next(max(least, rest.h - note_h - 12)), result, ranges)
                ui.label(flow.next(note_h), note, "small", colour="muted", wrap=True)
        self._beside(ui, w, right, result)

    def _verdict(self, ui: Ui, w: Words, rect: Rect, result: Attribution, ranges: Spread | None) -> Rect:
        """What to take away in ten seconds: the market's part, one's own, and how sure that is."""
        levers = len(PLAYERS) - 1
        means, worlds = result.mean, result.by_future if ranges is None else ranges.worth
        best = int(np.argmax(means[:levers]))
        args: dict[str, Any] = {"itself": float(means[levers]), "levers": float(means[:levers].sum())}
        name = w(f"lever.{PLAYERS[best]}")
        if means[best] < LEAST_MUSD:
            said, sure = w("rooms.verdict.none", **args), ""
        else:
            args |= {"under": w(f"rooms.under.{PLAYERS[best]}"), "worth": float(means[best])}
            said = w("rooms.verdict.best", **args, best=name)
            first = int((np.argmax(worlds[:levers], axis=0) == best).sum())
            kind = "futures" if ranges is None else self.spread
            sure = w(f"rooms.sure.{kind}", best=name, first=first, of=worlds.shape[1])
        flow = Flow(rect, gap=4)
        paragraph(ui, flow, said)
        if sure:
            paragraph(ui, flow, f"[[gauge]] {sure}", "small", "muted")
        return rect.pad(top=flow.y - rect.y + 6)

    def _choices(self, ui: Ui, w: Words, rect: Rect) -> Rect:
        """How orders are filed, and what the thin lines show; each with its name where there is room."""
        filings = [
            Tab(f, w(f"scenes.debrief.filing_{f}"), FILING_ICONS[f], tip=w(f"scenes.debrief.filing_{f}_tip"))
            for f in FILINGS
        ]
        rows = (("filing", filings, self.filing), ("spread", self._spreads(w), self.spread))
        wide = max(ui.text_w(w(f"rooms.choice.{name}"), "small") for name, _, _ in rows) + 14
        if wide > rect.w * 0.25:
            wide = 0.0
        chosen = {}
        for name, tabs, now in rows:
            bar, rect = rect.split_top(ui.control_h, gap=8)
            label = w(f"rooms.choice.{name}")
            if wide:
                ui.label(bar.split_left(wide)[0], label, "small", colour="muted")
            chosen[name] = ui.tabs(name, bar.pad(left=wide), tabs, now, fill=True)
        self.filing, self.spread = chosen["filing"], chosen["spread"]
        return rect

    def _spreads(self, w: Words) -> list[Tab]:
        kinds = ["futures", "seeds"]
        if self.match.rulebook.ensemble is not None:
            kinds.append("members")
        return [
            Tab(k, w(f"scenes.debrief.over_{k}"), SPREAD_ICONS[k], tip=w(f"scenes.debrief.over_{k}_tip"))
            for k in kinds
        ]

    def _note(self, w: Words, result: Attribution, ranges: Spread | None) -> str:
        if ranges is not None:
            return w(f"scenes.debrief.{self.spread}_note", n=ranges.count)
        return w("scenes.debrief.bars_note", n=result.worth.shape[-1], replays=result.replays)

    def _bars(self, ui: Ui, w: Words, rect: Rect, result: Attribution, ranges: Spread | None) -> None:
        told = lever_bars(result, ranges)
        bars = [self._bar(w, index, bar) for index, bar in enumerate(told)]
        axis = Axis(w("scenes.unit.musd"), zero=True, format=lambda value: w.number(value, signed=True))
        ui.bar_chart("worth", rect, bars, axis=axis, title=w("insight.attribution.title"))

    def _bar(self, w: Words, index: int, bar: LeverBar) -> Bar:
        """A bar with its whisker: over the futures, or over what else is drawn anew."""
        rows = tuple(
            TipRow(w(f"insight.account.{name}"), w.value(amount, "musd", signed=True))
            for name, amount in zip(LINES, bar.lines, strict=True)
        )
        text = w("insight.itself.note") if bar.id == MARKET else w(f"scenes.briefing.lever_{bar.id}")
        if not bar.used:
            text = w("insight.attribution.zero")
        total = TipRow(w("scenes.sum"), w.value(bar.mean, "musd", signed=True))
        low, high = (bar.low, bar.high) if bar.seeds is None else (bar.seeds.low, bar.seeds.high)
        label, under = w.text(bar.label), w(f"rooms.under.{bar.id}")
        range_ = w("rooms.range", low=low, high=high) if bar.used else ""
        tip = Tip(text, label, rows, total)
        return Bar(label, bar.mean, low, high, index, tip, under, range_, bar.id == MARKET)

    # beside the bars ---------------------------------------------------------------------------------------

    def _beside(self, ui: Ui, w: Words, rect: Rect, result: Attribution | None) -> None:
        bar, rest = rect.split_top(ui.control_h, gap=8)
        names = {
            "decisions": w("scenes.debrief.decisions"),
            "joint": w("scenes.debrief.joint"),
            "prediction": w("scenes.debrief.prediction"),
        }
        tabs = [Tab(k, w(f"scenes.debrief.beside_{k}"), icon, tip=names[k]) for k, icon in BESIDE]
        self.beside = ui.tabs("beside-tabs", bar, tabs, self.beside, fill=True)
        with leaf(ui, f"beside-{self.beside}", rest, names[self.beside], gap=8) as flow:
            if self.beside == "decisions":
                self._decisions(ui, w, flow)
            elif self.beside == "joint":
                self._joint(ui, w, flow, result)
            else:
                self._predicted(ui, w, flow, result)

    def _decisions(self, ui: Ui, w: Words, flow: Flow) -> None:
        """Every decision in a sentence with its reason, lever by lever, the weightiest first."""
        values: DecisionValues | None = self.done.get(("decisions", self.filing))
        if values is None:
            key = ("decisions", self.filing)
            share = self.share if self.running == key else 0.0
            waiting(ui, flow.next(150), w("scenes.debrief.deciding"), share)
            return
        rows = decision_rows(self.words, values, self.match.seat_index(self.seat))
        if not rows:
            paragraph(ui, flow, w("scenes.debrief.no_orders"), "body", "muted")
            return
        for lever in dict.fromkeys(row.lever for row in rows):
            headline(ui, flow, w(f"lever.{lever}"))
            mine = [row for row in rows if row.lever == lever]
            for row in sorted(mine, key=lambda row: -abs(row.share)):
                self._decision(ui, w, flow, row)
        paragraph(ui, flow, w("scenes.debrief.decisions_note", n=values.share.shape[-1]), "small", "muted")

    def _decision(self, ui: Ui, w: Words, flow: Flow, row: DecisionRow) -> None:
        """Name and share; below it what it hung together with, and who gained or paid."""
        amount = w.value(row.share, "musd", signed=True)
        wide = max(ui.text_w(amount, "strong") + 6, 70.0)
        text_w = flow.area.w - wide - 10
        name = w.text(row.name)
        why = w.text(row.why) if row.why is not None else ""
        below = w.sentences(remark(w, row), why)
        top_h = ui.text_h(name, text_w, "body")
        tall = top_h + (ui.text_h(below, text_w, "small") + 2 if below else 0.0)
        strip = flow.next(tall)
        left, right = strip.split_right(wide, gap=10)
        top, under = left.split_top(top_h, gap=2)
        quiet = abs(row.share) < LEAST_MUSD
        ui.label(top, name, "body", wrap=True, valign="top")
        ui.label(right, amount, "strong", align="right", valign="top", colour="muted" if quiet else "text")
        if below:
            ui.label(under, below, "small", colour="muted", wrap=True, valign="top")

    def _predicted(self, ui: Ui, w: Words, flow: Flow, result: Attribution | None) -> None:
        if self.prediction in GROUPS:
            said = w("scenes.debrief.you_said", answer=w(f"scenes.prediction.{self.prediction}"))
            paragraph(ui, flow, said)
        else:
            paragraph(ui, flow, w("scenes.debrief.no_prediction"), "body", "muted")
        if result is None:
            return
        worth = group_worth(result)
        best = max(worth, key=lambda group: worth[group])
        group_chart(ui, w, flow, worth)
        if self.prediction in GROUPS:
            key = "right" if best == self.prediction else "wrong"
            said = w(f"scenes.debrief.prediction_{key}", best=w(f"scenes.prediction.{best}"))
            paragraph(ui, flow, said, "strong", "accent_text")

    def _joint(self, ui: Ui, w: Words, flow: Flow, result: Attribution | None) -> None:
        """What levers were worth together, the largest terms first."""
        if result is None:
            waiting(ui, flow.next(150), w("scenes.debrief.computing"), self.share)
            return
        terms = joint_rows(result)
        if not terms:
            paragraph(ui, flow, w("scenes.debrief.no_joint"), "body", "muted")
        for term in terms:
            amount = w.value(term.worth, "musd", signed=True)
            wide = ui.text_w(amount, "strong") + 6
            text = f"[[link]] {w.text(term.label)}"
            strip = flow.next(ui.text_h(text, flow.area.w - wide - 8, "body", True))
            left, right = strip.split_right(wide, gap=8)
            ui.rich(left, text)
            ui.label(right, amount, "strong", align="right", valign="top")
        paragraph(ui, flow, w("scenes.debrief.joint_note"), "small", "muted")
        if result.dropped:
            dropped = w("insight.attribution.dropped", n=len(result.dropped))
            paragraph(ui, flow, dropped, "small", "muted")
