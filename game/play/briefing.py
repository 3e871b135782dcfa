"""Builds the view of a quarter: everything that a screen shows, from the match and nothing else.

It is built in three layers, each kept as long as nothing that it depends on changes: what belongs to the
quarter, what the drafts change, and what the advisers say. So a view after a word of the advisers costs a
tenth of the first one of a quarter, and the report of a quarter (`brief`) does not wait for the desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from game.i18n import Text
from game.play.advice import advisers
from game.play.assumptions import changes_in_words
from game.play.cabinet import cabinet_stands
from game.play.course import Course, Played
from game.play.desk import Desk
from game.play.ending import end_of, mandate
from game.play.gauges import charts, gauges
from game.play.people import seat_sheets
from game.play.reports import front_page
from game.play.tray import rumours, tray
from game.play.view import QuarterLabel, View
from game.play.view_guide import GuideView
from game.play.view_parts import (
    Agenda,
    Dossier,
    Draft,
    Factory,
    FrontPage,
    Gauge,
    Lever,
    MandateRow,
    SeatSheet,
    Series,
)
from game.play.view_world import BoardRow, MapView, Timeline
from game.play.words import Words, pack_text
from game.play.world import board, factories, map_view, timeline
from game.rules.state import State

__all__ = ["Brief", "brief", "build_view", "pages", "quarter_label", "reckoning_pages"]


@dataclass(frozen=True)
class _Fixed:
    """What drafts do not change: computed once a quarter."""

    state: State
    words: Words
    quarter: QuarterLabel
    gauges: tuple[Gauge, ...]
    map: MapView
    charts: tuple[Series, ...]
    factories: tuple[Factory, ...]
    front_page: FrontPage | None
    seats: tuple[SeatSheet, ...]
    mandate: tuple[MandateRow, ...]


@dataclass(frozen=True)
class _Drafted:
    """What drafts change, and the advisers do not: computed once for each set of drafts."""

    state: State
    orders: Mapping[str, str]
    desk: Desk
    levers: tuple[Lever, ...]
    agenda: Agenda
    drafts: tuple[Draft, ...]
    money_after_musd: float
    influence_after: float
    timeline: Timeline
    board: tuple[BoardRow, ...]


@dataclass(frozen=True)
class Brief:
    """What the report of a quarter shows beside its pages; parts of the view, without those that take long.
    `rumours` are papers without their options."""

    quarter: QuarterLabel
    gauges: tuple[Gauge, ...]
    charts: tuple[Series, ...]
    seats: tuple[SeatSheet, ...]
    mandate: tuple[MandateRow, ...]
    rumours: tuple[Dossier, ...]
    no_cabinet: int
    cabinet: Text | None
    guide: GuideView | None


def _fixed(match: Course, seat_name: str) -> _Fixed:
    kept, state = match.kept.get(seat_name), match.state
    if isinstance(kept, _Fixed) and kept.state is state:
        return kept
    seat = match.rulebook.seat(seat_name)
    words = Words(match.loaded, match.rulebook)
    fixed = _Fixed(
        state=state,
        words=words,
        quarter=quarter_label(match, words),
        gauges=gauges(match, seat),
        map=map_view(match, seat, words),
        charts=charts(match, seat, words),
        factories=factories(match, seat, words),
        front_page=_page(match, match.past[-1], seat_name, words) if match.past else None,
        seats=seat_sheets(match, seat, words),
        mandate=mandate(match, seat),
    )
    _keep(match, seat_name, fixed)
    return fixed


def _drafted(match: Course, seat_name: str, fixed: _Fixed) -> _Drafted:
    name = f"{seat_name}/drafted"
    kept, state, orders = match.kept.get(name), match.state, dict(match.drafts[seat_name].orders)
    if (
        isinstance(kept, _Drafted)
        and kept.state is state
        and list(kept.orders.items()) == list(orders.items())
    ):
        return kept
    seat, words = match.rulebook.seat(seat_name), fixed.words
    desk = Desk(match, seat_name, words)
    money, influence = desk.left_over()
    drafted = _Drafted(
        state=state,
        orders=orders,
        desk=desk,
        levers=desk.levers(),
        agenda=desk.agenda(),
        drafts=desk.draft_rows(),
        money_after_musd=money,
        influence_after=influence,
        timeline=timeline(match, seat, words, desk, fixed.charts),
        board=board(match, seat, words, desk),
    )
    _keep(match, name, drafted)
    return drafted


def _keep(match: Course, name: str, part: _Fixed | _Drafted) -> None:
    """A view may be built beside the game; what came too late is not kept."""
    if part.state is match.state:
        match.kept[name] = part


def build_view(match: Course, seat_name: str) -> View:
    """The view of a seat. Once its reckoning has been computed it holds `end` and `reckoning`."""
    rulebook = match.rulebook
    seat = rulebook.seat(seat_name)
    fixed = _fixed(match, seat_name)
    words = fixed.words
    drafted = _drafted(match, seat_name, fixed)
    desk, drafts = drafted.desk, match.drafts[seat_name]
    level, info = rulebook.level, rulebook.level.seats[seat_name]
    council = advisers(match, seat, words, desk)
    judged = match.judged(seat_name)
    papers, guide = tray(match, seat, words, desk, council), match.guide
    return View(
        level=level.id,
        level_title=pack_text(level.title),
        question=pack_text(level.question),
        seat=seat_name,
        nation=info.nation,
        seat_name=words.seat(seat_name),
        seed=match.seed,
        quarter=fixed.quarter,
        finished=match.finished,
        gauges=fixed.gauges,
        tray=papers if guide is None else guide.papers(match, papers),
        advisers=council,
        levers=drafted.levers,
        agenda=drafted.agenda,
        drafts=drafted.drafts,
        money_after_musd=drafted.money_after_musd,
        influence_after=drafted.influence_after,
        can_undo=drafts.can_undo,
        can_redo=drafts.can_redo,
        timeline=drafted.timeline,
        map=fixed.map,
        board=drafted.board,
        charts=fixed.charts,
        factories=fixed.factories,
        front_page=fixed.front_page,
        seats=fixed.seats,
        mandate=fixed.mandate,
        goods_shown=tuple(level.goods_shown),
        no_cabinet=int(match.state.fallen[seat, 0]),
        cabinet=cabinet_stands(match, seat, words),
        practice=match.practice,
        looks_back=match.looks_back,
        assumptions=changes_in_words(match.loaded, rulebook.assumptions),
        reckoning=reckoning_pages(match, seat, words) if judged else (),
        end=end_of(match, seat) if judged else None,
        difficulty=match.difficulty,
        guide=None if guide is None else guide.view(match, words),
    )


def brief(match: Course, seat_name: str) -> Brief:
    """What is told of a quarter that has just been played; the desk comes later."""
    fixed, guide = _fixed(match, seat_name), match.guide
    seat = match.rulebook.seat(seat_name)
    heard = rumours(match, seat, fixed.words)
    return Brief(
        quarter=fixed.quarter,
        gauges=fixed.gauges,
        charts=fixed.charts,
        seats=fixed.seats,
        mandate=fixed.mandate,
        rumours=heard if guide is None else guide.papers(match, heard),
        no_cabinet=int(match.state.fallen[seat, 0]),
        cabinet=cabinet_stands(match, seat, fixed.words),
        guide=None if guide is None else guide.view(match, fixed.words),
    )


def quarter_label(match: Course, words: Words) -> QuarterLabel:
    """Which quarter it is, in numbers and words, and the act that it belongs to."""
    level = match.rulebook.level
    number = match.quarter
    index = level.start.index + number - 1
    acts = [act for act in level.acts if int(act.from_quarter) <= number]
    act = acts[-1] if acts else None
    return QuarterLabel(
        number=number,
        of=match.rulebook.quarters,
        caretaker=match.rulebook.caretaker,
        year=index // 4,
        quarter=index % 4 + 1,
        label=words.date(number),
        act=act.id if act else "",
        act_title=pack_text(act.title) if act else None,
        act_text=pack_text(act.text) if act else None,
        act_begins=act is not None and int(act.from_quarter) == number,
        in_caretaker=match.finished,
    )


def pages(match: Course, seat_name: str) -> tuple[FrontPage, ...]:
    """The front pages of all quarters played so far."""
    words = Words(match.loaded, match.rulebook)
    return tuple(_page(match, played, seat_name, words) for played in match.past)


def _page(match: Course, played: Played, seat_name: str, words: Words) -> FrontPage:
    """The page about a played quarter, made up once."""
    key = f"{seat_name}/{played.quarter}"
    kept = match.printed.get(key)
    if kept is None or kept[0] is not played:
        page = front_page(match, played, match.rulebook.seat(seat_name), words)
        match.printed[key] = kept = played, page
    return kept[1]


def reckoning_pages(match: Course, seat: int, words: Words) -> tuple[FrontPage, ...]:
    """The front pages of the caretaker quarters."""
    return tuple(front_page(match, played, seat, words) for played in match.caretakers())
