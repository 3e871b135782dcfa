"""Builds the view of a quarter: everything that a screen shows, from the match and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from game.play.advice import advisers
from game.play.assumptions import changes_in_words
from game.play.cabinet import cabinet_stands
from game.play.course import Course
from game.play.desk import Desk
from game.play.ending import end_of, mandate
from game.play.gauges import charts, gauges
from game.play.people import seat_sheets
from game.play.reports import front_page
from game.play.tray import tray
from game.play.view import QuarterLabel, View
from game.play.view_parts import Factory, FrontPage, Gauge, MandateRow, SeatSheet, Series
from game.play.view_world import MapView
from game.play.words import Words, pack_text
from game.play.world import board, factories, map_view, timeline

__all__ = ["build_view", "pages", "quarter_label", "reckoning_pages"]


@dataclass(frozen=True)
class _Fixed:
    """What drafts do not change: computed once a quarter."""

    words: Words
    quarter: QuarterLabel
    gauges: tuple[Gauge, ...]
    map: MapView
    charts: tuple[Series, ...]
    factories: tuple[Factory, ...]
    front_page: FrontPage | None
    seats: tuple[SeatSheet, ...]
    mandate: tuple[MandateRow, ...]


def _fixed(match: Course, seat_name: str) -> _Fixed:
    kept = match.kept.get(seat_name)
    if isinstance(kept, _Fixed):
        return kept
    seat = match.rulebook.seat(seat_name)
    words = Words(match.loaded, match.rulebook)
    fixed = _Fixed(
        words=words,
        quarter=quarter_label(match, words),
        gauges=gauges(match, seat),
        map=map_view(match, seat, words),
        charts=charts(match, seat, words),
        factories=factories(match, seat, words),
        front_page=front_page(match, match.past[-1], seat, words) if match.past else None,
        seats=seat_sheets(match, seat, words),
        mandate=mandate(match, seat),
    )
    match.kept[seat_name] = fixed
    return fixed


def build_view(match: Course, seat_name: str) -> View:
    """The view of a seat. Once its reckoning has been computed it holds `end` and `reckoning`."""
    rulebook = match.rulebook
    seat = rulebook.seat(seat_name)
    fixed = _fixed(match, seat_name)
    words = fixed.words
    desk = Desk(match, seat_name, words)
    level, info = rulebook.level, rulebook.level.seats[seat_name]
    money, influence = desk.left_over()
    drafts = match.drafts[seat_name]
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
        levers=desk.levers(),
        agenda=desk.agenda(),
        drafts=desk.draft_rows(),
        money_after_musd=money,
        influence_after=influence,
        can_undo=drafts.can_undo,
        can_redo=drafts.can_redo,
        timeline=timeline(match, seat, words, desk, fixed.charts),
        map=fixed.map,
        board=board(match, seat, words, desk),
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
    seat = match.rulebook.seat(seat_name)
    return tuple(front_page(match, played, seat, words) for played in match.past)


def reckoning_pages(match: Course, seat: int, words: Words) -> tuple[FrontPage, ...]:
    """The front pages of the caretaker quarters."""
    return tuple(front_page(match, played, seat, words) for played in match.caretakers())
