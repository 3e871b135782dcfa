"""The reckoning: the caretaker quarters as front pages in half a minute, and the lines that they draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.economy.dims import HO, LO
from game.i18n import Text
from game.insight.replays import play
from game.play.games import game_of
from game.play.view import Series
from game.play.words import Words as PlayWords
from game.rules.features import cover_days
from game.rules.rollout import nothing

from ..kit import Axis, Guide, Mark, Rect, Ui
from ..kit import Series as Line
from .base import Action, GameScene, Words, action_width, button_bar, page, waiting, words
from .paper import draw_front_page
from .paper_print import Figure, Graph

if TYPE_CHECKING:
    from game.play.match import Match
    from game.play.view import FrontPage, Unit, View
    from game.rules.state import State

    from ..jobs import Job
    from ..session import Session

__all__ = ["Reckoning"]

SECONDS = 30.0
ALL_HELPERS = 99  # while the pages are being read, they get ready for the debrief
SHORT_DAYS = 45.0


@dataclass(frozen=True)
class Course:
    """What is shown beside the pages, from the start to the last caretaker quarter; figures by quarter.

    `without` is the same game, same luck, in which the seat never gave an order.
    """

    labels: tuple[Text, ...]
    calendar: tuple[tuple[int, int], ...]
    light: tuple[float, ...]
    heavy: tuple[float, ...]
    cover: tuple[float, ...]
    output: tuple[float, ...]  # share of the benchmark; empty where the seat made none
    without: Course | None = None


class Reckoning(GameScene):
    """Plays by itself, stops when a page is chosen; ends in the debrief. With reduced motion it waits."""

    def __init__(self, session: Session, match: Match, seat: str) -> None:
        super().__init__(session)
        self.match, self.seat = match, seat
        self.job: Job[tuple[View, Course]] | None = None
        self.view: View | None = None
        self.course: Course | None = None
        self.at = 0
        self.clock = 0.0
        self.playing = True
        self.told: dict[int, FrontPage] = {}

    def name(self, w: Words) -> str:
        return w("scenes.reckoning.title")

    def enter(self) -> None:
        super().enter()
        if self.job is None:
            self.playing = not self.app.ui.reduced_motion
            self.job = self.app.submit(self._work)
            self.app.submit(self.app.helpers.prepare, ALL_HELPERS)

    def _work(self) -> tuple[View, Course]:
        """Caretaker quarters, judgement and pages; off the screen's thread."""
        self.match.caretakers()
        self.match.reckoning(self.seat)
        self.session.journeys.found()  # the debrief leads back to a campaign, and must not wait for it
        return self.match.view(self.seat), course_of(self.match, self.seat)

    def _remember(self, view: View) -> None:
        """A judged game counts in the campaigns; say so if that can't be kept."""
        trouble = self.session.journeys.note(self.match, view)
        if trouble is not None:
            self.app.ui.toast(words(self.app.ui).text(trouble), "bad", 10)

    @property
    def pages(self) -> tuple[FrontPage, ...]:
        return self.view.reckoning if self.view is not None else ()

    @property
    def busy(self) -> bool:
        """Whether the pages are still being computed."""
        return self.view is None

    def update(self, dt: float) -> bool | None:
        if self.view is None:
            if self.job is not None and self.job.done:
                self.view, self.course = self.job.result()
                self._remember(self.view)
                return True
            return None
        if not self.playing or self.at >= len(self.pages) - 1:
            return None
        self.clock += dt
        if self.clock < SECONDS / max(1, len(self.pages)):
            return None
        self.clock = 0.0
        self._turn(1)
        return True

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        note = w("scenes.reckoning.note")
        with page(
            self, ui, w("scenes.reckoning.title"), icon="hourglass", note=note, back=False, width=1700
        ) as body:
            if self.view is None or self.course is None:
                waiting(ui, body, w("scenes.reckoning.busy"))
                return
            rest, foot = body.split_bottom(ui.control_h + 4, gap=10)
            tall = max(30.0, ui.line_h("small") + 14) + ui.line_h("caption")
            rest, strip = rest.split_bottom(tall, gap=8)
            growth = min(1.25, max(1.0, ui.text_scale))
            left, right = rest.split_right(max(320.0, min(520.0, rest.w * 0.34)) * growth, gap=18)
            shown = self._told(self.at)
            line = w("scenes.reckoning.line", n=self.at + 1, of=len(self.pages))
            draw_front_page(ui, left, w, shown, line=line, graphs=self._graphs(w), figures=self._figures(w))
            self._charts(ui, w, right)
            self._strip(ui, w, strip)
            self._footer(ui, w, foot)

    def _told(self, at: int) -> FrontPage:
        """A page; where a bare price leads, with what it would be without the player."""
        if at not in self.told:
            front = self.pages[at]
            lead, *others = front.headlines
            alone = self._course().without
            if alone is not None and lead.text is None and lead.id.startswith("price:"):
                prices = alone.heavy if lead.id.endswith("heavy_oxide") else alone.light
                said = Text("rooms.would_cost", {"price": prices[self.match.rulebook.quarters + at + 1]})
                front = replace(front, headlines=(replace(lead, text=said), *others))
            self.told[at] = front
        return self.told[at]

    def _figures(self, w: Words) -> list[Figure]:
        """The quarter in figures, each with its change."""
        course, now = self._course(), self.match.rulebook.quarters + self.at + 1
        rows: list[tuple[str, tuple[float, ...], Unit]] = [
            ("price", course.light, "usd_kg"),
            ("price_heavy", course.heavy, "usd_kg"),
            ("cover", course.cover, "days"),
        ]
        if course.output:
            rows.append(("output_share", course.output, "share"))
        return [
            Figure(
                w(f"scenes.reckoning.{key}"),
                w.value(values[now], unit),
                w.change(values[now] - values[now - 1], unit),
            )
            for key, values, unit in rows
        ]

    def _graphs(self, w: Words) -> list[Graph]:
        """What the panels beside the page do not show: the heavy oxide's price, and cover."""
        course = self._course()
        upto = self.match.rulebook.quarters + self.at + 2
        labels = [w.text(label) for label in course.labels[:upto]]
        heavy = Series("heavy", Text("scenes.reckoning.price_heavy"), "usd_kg", 0, course.heavy[:upto])
        cover = Series("cover", Text("scenes.reckoning.cover"), "days", 0, course.cover[:upto])
        return [Graph(heavy, labels), Graph(cover, labels)]

    def _charts(self, ui: Ui, w: Words, rect: Rect) -> None:
        """Prices and, for a seat that makes magnets, their output; else cover. Drawn up to the page shown."""
        course, office = self._course(), self.match.rulebook.quarters
        reached = office + self.at + 2
        labels = [w.text(label) for label in course.labels]
        mark = [Mark(office, w("scenes.reckoning.left_office"), "accent")]

        def both(name: str, factor: float = 1.0) -> list[Line]:
            """The line as it went, and the same without the player; as far as the page shown."""
            found = []
            for look, one in enumerate((course, course.without)):
                if one is not None:
                    values = getattr(one, name)
                    drawn = [factor * v if i < reached else math.nan for i, v in enumerate(values)]
                    label = w("rooms.with_you" if look == 0 else "rooms.without_you")
                    found.append(Line(label, drawn, look))
            return found

        def most(name: str) -> float:
            return max(max(getattr(one, name)) for one in (course, course.without) if one is not None)

        top, bottom = rect.rows(2, gap=12)
        inside = ui.panel(top, w("scenes.reckoning.price"), icon="trending-up", padding=12)
        ui.line_chart(
            "price",
            inside,
            both("light"),
            labels,
            axis=Axis(w("scenes.unit.usd_kg"), zero=True, high=most("light")),
            marks=mark,
            title=w("scenes.reckoning.price"),
        )
        if course.output:
            title, lines, guide = "output", both("output", 100.0), Guide(100, "2009", "neutral")
            axis = Axis("%", zero=True, high=max(100 * most("output"), 105.0))
        else:
            title, lines = "cover", both("cover")
            guide = Guide(SHORT_DAYS, w("scenes.reckoning.short"), "warn")
            axis = Axis(w("scenes.unit.days"), zero=True, high=most("cover"))
        inside = ui.panel(bottom, w(f"scenes.reckoning.{title}"), icon="factory", padding=12)
        ui.line_chart(
            "second",
            inside,
            lines,
            labels,
            axis=axis,
            guides=[guide],
            marks=mark,
            title=w(f"scenes.reckoning.{title}"),
        )

    def _course(self) -> Course:
        assert self.course is not None
        return self.course

    def _strip(self, ui: Ui, w: Words, rect: Rect) -> None:
        """One cell a quarter, years below; a click opens its page and stops the clock."""
        rect, years = rect.split_bottom(ui.line_h("caption"))
        cells = rect.columns(len(self.pages), gap=4)
        self._years(ui, years, cells)
        with ui.group(w("scenes.reckoning.timeline"), rect):
            for index, (cell, front) in enumerate(zip(cells, self.pages, strict=True)):
                lead = front.headlines[0]
                label = f"{w.text(front.label)}: {w.text(lead.title)}"
                pressed = ui.button(
                    f"quarter-{index}",
                    cell,
                    "",
                    icon=lead.icon,
                    kind="secondary" if index <= self.at else "quiet",
                    selected=index == self.at,
                    label=label,
                )
                if pressed:
                    self.playing = False
                    self._go(index)

    def _years(self, ui: Ui, rect: Rect, cells: Sequence[Rect]) -> None:
        """Each year below its first quarter, as far as there is room."""
        calendar = self._course().calendar[-len(cells) :]
        free = rect.x
        for cell, (year, quarter) in zip(cells, calendar, strict=True):
            wide = ui.text_w(str(year), "caption") + 2
            if (quarter == 1 or cell is cells[0]) and cell.x >= free and cell.x + wide <= rect.right:
                ui.put_text(Rect(cell.x, rect.y, wide, rect.h), str(year), "caption", "muted", wid="years")
                free = cell.x + wide + 6

    def _footer(self, ui: Ui, w: Words, foot: Rect) -> None:
        last = self.at >= len(self.pages) - 1
        playing = self.playing and not last
        toggle = "pause" if playing else "play"
        actions = [
            Action(
                "earlier",
                w("scenes.report.earlier"),
                "arrow-left",
                disabled="" if self.at else w("scenes.report.first"),
            ),
            Action(
                "toggle",
                w(f"scenes.reckoning.{toggle}"),
                toggle,
                hotkey="space",
                disabled=w("scenes.report.last") if last else "",
            ),
            Action(
                "later",
                w("scenes.report.later"),
                "arrow-right",
                disabled=w("scenes.report.last") if last else "",
            ),
        ]
        name = "scenes.reckoning.on" if last else "scenes.reckoning.skip"
        main = Action("on", w(name), "scale" if last else "skip-forward", "primary", hotkey="enter")
        left, right = foot.split_right(min(foot.w * 0.5, action_width(ui, main) + 16), gap=16)
        pressed = button_bar(ui, left, actions) or button_bar(ui, right, [main], align="right")
        if pressed in ("earlier", "later"):
            self.playing = False
            self._turn(-1 if pressed == "earlier" else 1)
        elif pressed == "toggle":
            self.playing = not self.playing
        elif pressed == "on":
            self._finish()

    def _turn(self, step: int) -> None:
        self._go(min(len(self.pages) - 1, max(0, self.at + step)))

    def _go(self, index: int) -> None:
        self.at, self.clock = index, 0.0
        self.app.ui.scroll_to("paper")

    def _finish(self) -> None:
        from .debrief import Debrief

        assert self.view is not None
        self.app.replace(Debrief(self.session, self.match, self.view))


def course_of(match: Match, seat: str) -> Course:
    """Lines of the whole game and its reckoning for one seat, as it was and without the seat's orders."""
    states: list[State] = [match.first]
    states += [played.after for played in (*match.past, *match.caretakers())]
    return replace(_course(match, seat, states), without=_course(match, seat, without(match, seat)))


def without(match: Match, seat: str) -> list[State]:
    """The quarters of the same game, same luck, without this seat's orders; the others react."""
    game, index = game_of(match), match.rulebook.seat(seat)
    first = game.begin(1)
    states = [first]
    quarters = len(match.past) + len(match.caretakers())
    play(game, first, {index: nothing}, quarters, watch=lambda turn: states.append(turn.state))
    return states


def _course(match: Match, seat: str, states: Sequence[State]) -> Course:
    rulebook = match.rulebook
    index = rulebook.seat(seat)
    nation = int(rulebook.nation_of[index])
    names = PlayWords(match.loaded, rulebook)
    base_t = float(rulebook.magnet_base_t[index])
    output = tuple(float(s.magnet_output_t[index, 0]) / base_t for s in states) if base_t > 1.0 else ()
    start = rulebook.level.start.index - 1
    return Course(
        labels=tuple(names.date(number) for number in range(len(states))),
        calendar=tuple(((start + n) // 4, (start + n) % 4 + 1) for n in range(len(states))),
        light=tuple(float(s.economy.price[LO, nation, 0]) for s in states),
        heavy=tuple(float(s.economy.price[HO, nation, 0]) for s in states),
        cover=tuple(float(cover_days(rulebook, s, index)[0]) for s in states),
        output=(1.0, *output[1:]) if output else (),
    )
