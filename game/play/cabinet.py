"""A cabinet that totters, has fallen, or has just come back: what is said before, during and after."""

from __future__ import annotations

from game.i18n import Text
from game.play.course import Course, Played
from game.play.view_parts import Headline
from game.play.words import Words

__all__ = ["cabinet_news", "cabinet_stands", "cabinet_wants_a_look"]


def cabinet_stands(match: Course, seat: int, words: Words) -> Text | None:
    """What the desk says about it now; None while the cabinet sits firm."""
    rules, state = match.rulebook.level.orders.confidence, match.state
    fallen, low = int(state.fallen[seat, 0]), int(state.low_quarters[seat, 0])
    if match.finished:
        return None
    if fallen:
        back = words.date(match.quarter + fallen)
        return Text("play.cabinet.fallen", {"n": fallen, "back": float(rules.back_at), "date": back})
    if low:
        args = {"n": int(rules.fall_quarters) - low, "at": float(rules.fall_below)}
        return Text("play.cabinet.totters", {**args, "out": _quarters(int(rules.caretaker_quarters))})
    return None


def cabinet_news(match: Course, played: Played, seat: int, words: Words) -> list[tuple[float, Headline]]:
    """Headlines of a played quarter with their weights: the fall, the new cabinet."""
    rules, before, after = match.rulebook.level.orders.confidence, played.before, played.after
    fallen, was = int(after.fallen[seat, 0]), int(before.fallen[seat, 0])
    back = float(rules.back_at)
    if fallen > was:
        date = words.date(after.quarter + 1 + fallen)
        args = {"at": float(rules.fall_below), "low": _quarters(int(rules.fall_quarters)), "date": date}
        title, text = Text("play.news.fall", {"n": fallen}), Text("play.news.fall.text", args)
        return [(20.0, Headline("fall", 1, "landmark", title, text, "bad"))]
    if was > 0 and fallen == 0:
        title, text = Text("play.news.new_cabinet"), Text("play.news.new_cabinet.text", {"back": back})
        return [(20.0, Headline("new_cabinet", 1, "landmark", title, text, "good"))]
    return []


def cabinet_wants_a_look(match: Course, seat: int) -> bool:
    """Whether this seat's cabinet has begun to totter, or a new one has taken office."""
    if not match.past or match.state.fallen[seat, 0] > 0:
        return False
    before, now = match.past[-1].before, match.state
    began = now.low_quarters[seat, 0] > 0 and before.low_quarters[seat, 0] == 0
    return bool(began or before.fallen[seat, 0] > 0)


def _quarters(count: int) -> Text:
    return Text("format.quarters", {"n": count})
