"""Challenge the model: one's own game under other assumptions, and who wins under which of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from game.insight.attribution import PLAYERS
from game.insight.challenge import Account, Challenge, account_of
from game.insight.win_map import WinMap
from game.play.assumptions import name_of, value_of
from game.play.mutated import game_under, map_of
from game.play.words import Words as PlayWords

from ..kit import Axis, Bar, Choice, Flow, Rect, Tab, Ui
from ..kit import Series as Line
from .assumptions import AssumptionSliders
from .base import Action, Words, button_bar, headline, paragraph, waiting
from .win_map import draw_map

if TYPE_CHECKING:
    from game.play.match import Match

    from ..app import App
    from ..jobs import Job

__all__ = ["ChallengePart"]

Key = tuple[tuple[str, float], ...]
DOUBTS = {"loyalty": 1.0, "construction": 4.0, "learning": 0.0, "substitution": 0.0}
"""Doubts to begin with: what is assumed instead, as the claim of the game might not like it."""
DOUBT_ICONS = {
    "loyalty": "handshake",
    "construction": "construction",
    "learning": "graduation-cap",
    "substitution": "recycle",
}


class _StoppedError(Exception):
    """The player does not wait for this replay any more."""


@dataclass
class _Run:
    """A replay in the background; `stop` makes it end at its next step."""

    key: Key
    share: float = 0.0
    stop: bool = False
    job: Job[Account | None] | None = field(default=None)

    def hear(self, share: float) -> None:
        """What the replay reports of itself."""
        if self.stop:
            raise _StoppedError
        self.share = share


class ChallengePart:
    """Sliders at the left; at the right the game under them, or the map of the level."""

    def __init__(self, match: Match, seat: str) -> None:
        self.match, self.seat = match, seat
        self.index = match.seat_index(seat)
        self.sliders = AssumptionSliders(match.loaded, match.rulebook.assumptions)
        self.own: Key = tuple(match.rulebook.assumptions.items())
        self.shown: Key = self.own
        self.side = "game"
        self.found: dict[Key, Account] = {}
        self.run: _Run | None = None
        self.queue: list[Key] = []
        self.map: WinMap | None = None
        self.map_job: Job[WinMap | None] | None = None

    # work --------------------------------------------------------------------------------------------------

    def start(self, app: App) -> None:
        """Look for the level's map, once."""
        if self.map_job is None:
            self.map_job = app.submit(lambda: map_of(self.match.loaded))

    @property
    def key(self) -> Key:
        """The assumptions that are set up."""
        return tuple(self.sliders.changed.items())

    @property
    def busy(self) -> bool:
        """Whether something is still being replayed."""
        return self.run is not None or bool(self.queue)

    def ask(self, app: App) -> None:
        """Replay under what is set up; the game as it was played is needed beside it."""
        self.shown = self.key
        self.queue = [key for key in (self.own, self.shown) if key not in self.found]
        self._next(app)

    def stop(self) -> None:
        """Wait no longer."""
        self.queue = []
        if self.run is not None:
            self.run.stop = True

    def _next(self, app: App) -> None:
        if self.run is not None or not self.queue:
            return
        run = self.run = _Run(self.queue.pop(0))

        def work() -> Account | None:
            try:
                run.hear(0.0)
                return account_of(game_under(self.match, dict(run.key)), self.index, progress=run.hear)
            except _StoppedError:
                return None

        run.job = app.submit(work)

    def poll(self, app: App) -> bool | None:
        """Take a result that has arrived; True if there is something new to draw."""
        arrived = None
        if self.map_job is not None and self.map_job.done and self.map is None:
            self.map = self.map_job.result()
            arrived = self.map is not None or None
        run = self.run
        if run is None or run.job is None:
            return arrived
        if not run.job.done:
            return True
        result = run.job.result()
        if result is not None:
            self.found[run.key] = result
        self.run = None
        self._next(app)
        return True

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, app: App, ui: Ui, w: Words, rect: Rect) -> None:
        left, right = rect.columns((1.0, 1.55), gap=14)
        inside = ui.panel(left, w("assumptions.title"), icon="sliders-horizontal", padding=12)
        rest, foot = inside.split_bottom(ui.control_h, gap=10)
        self.sliders.draw(ui, w, rest)
        self._buttons(app, ui, w, foot)
        inside = ui.panel(right, padding=12)
        if self.map is None:
            self.side = "game"
        else:
            bar, inside = inside.split_top(ui.control_h, gap=10)
            tabs = [
                Tab("game", w("assumptions.side_game"), "git-branch"),
                Tab("map", w("assumptions.side_map"), "table"),
            ]
            self.side = ui.tabs("side", bar, tabs, self.side, fill=True)
        if self.side == "map" and self.map is not None:
            draw_map(ui, w, inside, self.map, self.seat)
        else:
            self._game(app, ui, w, inside)

    def _buttons(self, app: App, ui: Ui, w: Words, rect: Rect) -> None:
        if self.busy:
            actions = [Action("stop", w("assumptions.stop"), "x")]
        else:
            same = w("assumptions.none_changed") if self.key == self.own else ""
            usual = "" if self.sliders.changed else w("assumptions.none_changed")
            actions = [
                Action("replay", w("assumptions.replay"), "play", "primary", disabled=same),
                Action("reset", w("assumptions.reset"), "rotate-ccw", disabled=usual),
            ]
        pressed = button_bar(ui, rect, actions)
        if pressed == "replay":
            self.side = "game"
            self.ask(app)
        elif pressed == "reset":
            self.sliders.reset()
        elif pressed == "stop":
            self.stop()

    def _doubts(self, app: App, ui: Ui, w: Words, rect: Rect) -> None:
        """Before the first replay: what it does, and doubts to begin with, each one press away."""
        open_ones = {name: x for name, x in DOUBTS.items() if self.sliders.known[name].value != x}
        choices = [
            Choice(name, w(f"rooms.doubt.{name}"), w(f"rooms.doubt.{name}_text"), icon=DOUBT_ICONS[name])
            for name in open_ones
        ]
        with ui.scroll("doubts", rect, label=w("assumptions.side_game"), padding=4) as area:
            flow = Flow(area, gap=10)
            paragraph(ui, flow, w("assumptions.intro"), colour="muted")
            flow.skip(4)
            headline(ui, flow, w("rooms.doubts"))
            columns = 2 if flow.area.w > 560 * max(1.0, ui.text_scale) else 1
            width = (flow.area.w - 8 * (columns - 1)) / columns
            tall = max(ui.card_height(choice, width) for choice in choices) + 8
            place = flow.next(tall * -(-len(choices) // columns) - 8)
            chosen = ui.choice_cards("doubts", place, choices, None, columns=columns)
        if chosen is not None:
            self.sliders.values[chosen] = open_ones[chosen]
            self.ask(app)

    def _game(self, app: App, ui: Ui, w: Words, rect: Rect) -> None:
        if self.busy:
            done = self.run.share if self.run is not None else 0.0
            share = done / 2 if self.queue else 0.5 + done / 2 if self.own in self.found else done
            waiting(ui, rect, w("assumptions.replaying"), share)
            return
        played, changed = self.found.get(self.own), self.found.get(self.shown)
        if played is None or changed is None or self.shown == self.own:
            self._doubts(app, ui, w, rect)
            return
        both = Challenge(played, changed)
        said = self._said(w, both)
        head, rest = rect.split_top(ui.text_h(said, rect.w, "body", True), gap=8)
        ui.rich(head, said, name="challenge")
        upper, lower = rest.rows((1.0, 1.05), gap=10)
        self._lines(ui, w, upper, both)
        self._bars(ui, w, lower, both)

    def _said(self, w: Words, both: Challenge) -> str:
        """Which assumptions, what the orders gained under each, and what could not be carried out."""
        changes = w("assumptions.comma").join(
            w("assumptions.named", name=name_of(name), value=value_of(name, value))
            for name, value in self.shown
        )
        said = w(
            "assumptions.result",
            changes=changes or w("assumptions.usual"),
            before=w.value(float(both.played.gain.mean()), "musd", signed=True),
            after=w.value(float(both.changed.gain.mean()), "musd", signed=True),
            spread=w.value(float(both.changed.gain.std()), "musd"),
        )
        if both.changed.dropped:
            said = w.sentences(said, w("insight.attribution.dropped", n=len(both.changed.dropped)))
        return said

    def _lines(self, ui: Ui, w: Words, rect: Rect, both: Challenge) -> None:
        names = PlayWords(self.match.loaded, self.match.rulebook)
        played, changed = both.played.lines["account"], both.changed.lines["account"]
        labels = [w.text(names.date(number)) for number in range(len(played))]
        axis = Axis(format=lambda value: w.value(value, "musd"))
        lines = [Line(w("scenes.debrief.played"), played, 0), Line(w("scenes.debrief.changed"), changed, 1)]
        title = w("insight.series.account")
        ui.line_chart("challenge-lines", rect, lines, labels, axis=axis, title=title)

    def _bars(self, ui: Ui, w: Words, rect: Rect, both: Challenge) -> None:
        """What each lever was worth in both, on one scale."""
        means = [*both.played.levers.mean.tolist(), *both.changed.levers.mean.tolist(), 0.0]
        axis = Axis(
            low=min(means), high=max(means), zero=True, format=lambda value: w.number(value, signed=True)
        )
        sides = ((both.played, "scenes.debrief.played"), (both.changed, "scenes.debrief.changed"))
        for (account, title), part in zip(sides, rect.columns(2, gap=12), strict=True):
            head, chart = part.split_top(ui.line_h("small"), gap=4)
            ui.label(head, w("assumptions.levers", which=w(title)), "small", colour="muted", ellipsis=True)
            bars = [
                Bar(w(f"lever.{player}"), float(value), look=look)
                for look, (player, value) in enumerate(zip(PLAYERS, account.levers.mean, strict=True))
            ]
            ui.bar_chart(title, chart, bars, axis=axis, title=w(title))
