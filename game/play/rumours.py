"""What came of rumours: whether an event that was talked of came, and how many of them did so far."""

from __future__ import annotations

from game.i18n import Text
from game.play.course import Course, Played
from game.play.view_parts import Headline
from game.play.words import Words, pack_text

__all__ = ["rumour_news", "rumour_record"]


def rumour_news(match: Course, played: Played, words: Words) -> tuple[Headline, ...]:
    """Rumours about which a played quarter has decided: the event has come, or its time has passed."""
    decided = _decided(match, played)
    if not decided:
        return ()
    true, of = rumour_record(match, played.quarter)
    found = []
    for index, came in decided.items():
        event = match.rulebook.level.events[index]
        heard = words.date(int(played.before.event_rumour[index, 0]) + 1)
        said = {"event": pack_text(event.title), "date": heard}
        title = Text(f"play.news.rumour.{'true' if came else 'false'}", said)
        text = Text("play.rumour.record", {"true": true, "of": of})
        icon = "circle-check" if came else "circle-x"
        found.append(Headline(f"rumour:{event.id}", 1, icon, title, text, "plain"))
    return tuple(found)


def rumour_record(match: Course, quarter: int) -> tuple[int, int]:
    """How many rumours came true, of how many that were decided, up to a played quarter (from 1)."""
    came = [one for played in match.past[:quarter] for one in _decided(match, played).values()]
    return sum(came), len(came)


def _decided(match: Course, played: Played) -> dict[int, bool]:
    """Events by index of which a rumour was about, and whether they came, decided by this quarter."""
    before, now, found = played.before, played.after.quarter, {}
    for index, info in enumerate(match.rulebook.events):
        heard = int(before.event_rumour[index, 0])
        if match.rulebook.level.events[index].rumour is None or heard >= now:
            continue
        fired = int(played.after.event_fired[index, 0])
        if fired == now:
            found[index] = True
        elif fired > now and now == heard + info.rumour_lead:
            found[index] = False
    return found
