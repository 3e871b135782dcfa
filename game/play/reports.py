"""Front pages: what a quarter did to the player, from the ledger and the outcome, the largest first."""

from __future__ import annotations

import math
from dataclasses import dataclass

from game.economy.dims import HO, LO
from game.i18n import Text
from game.play.cabinet import cabinet_news
from game.play.conditions import refusal
from game.play.course import Course, Played
from game.play.rumours import rumour_news
from game.play.view_parts import FrontPage, Headline, Mood, Unit
from game.play.why import ledger_lines
from game.play.words import ICONS, Words, pack_text
from game.rules.features import cover_days
from game.rules.rulebook import GATES, Status

__all__ = ["front_page"]

MOST = 9
MOOD_MOST = 19.0  # the weight of a change of confidence: below that of the cabinet which brings it
SETTLED = (*GATES, Status.RAMP, Status.STRANDED, Status.GONE)


@dataclass(frozen=True)
class _Story:
    """A headline with the weight that decides its place."""

    weight: float
    headline: Headline


def front_page(match: Course, played: Played, seat: int, words: Words) -> FrontPage:
    """The page about a played quarter: the heaviest story leads, two fill columns, the rest is in brief."""
    stories = [
        *_events(match, played, seat, words),
        *_prices(match, played, seat, words),
        *_plants(match, played, seat),
        *_projects(match, played, seat, words),
        *_talks(match, played, seat, words),
        *_controls(match, played, seat, words),
        *_cabinet(match, played, seat, words),
        *_treasury(match, played, seat, words),
    ]
    stories.sort(key=lambda story: (-story.weight, story.headline.id))
    headlines = []
    for place, story in enumerate(stories[:MOST]):
        size = 3 if place == 0 else 2 if place < 3 else 1
        told = story.headline
        headlines.append(
            Headline(
                told.id,
                size,
                told.icon,
                told.title,
                told.text,
                told.mood,
                told.amount,
                told.unit,
                told.seat,
                told.origin,
            )
        )
    if not headlines:
        headlines = [Headline("quiet", 3, "newspaper", Text("play.news.quiet"), None, "plain")]
    lines = tuple(ledger_lines(played.turn.ledger, "money", seat, words))
    rumours = rumour_news(match, played, words)
    return FrontPage(played.quarter, words.date(played.quarter), tuple(headlines), lines, rumours)


def _story(
    weight: float,
    name: str,
    icon: str,
    title: Text,
    mood: Mood = "plain",
    text: Text | None = None,
    amount: float = 0.0,
    unit: Unit = "musd",
    seat: str = "",
) -> _Story:
    return _Story(weight, Headline(name, 1, icon, title, text, mood, amount, unit, seat))


def _events(match: Course, played: Played, seat: int, words: Words) -> list[_Story]:
    """Events that come into force with the next quarter."""
    after, found = played.after, []
    for index, info in enumerate(match.rulebook.events):
        if after.event_fired[index, 0] != after.quarter:
            continue
        declared = match.rulebook.level.events[index]
        args = words.event_args(index, after, seat)
        weight = 10.0 if declared.great else 5.0
        text = pack_text(declared.text, **args)
        found.append(
            _story(weight, f"event:{info.id}", "megaphone", pack_text(declared.title), "plain", text)
        )
    return found


def _prices(match: Course, played: Played, seat: int, words: Words) -> list[_Story]:
    nation = int(match.rulebook.nation_of[seat])
    found = []
    for good, name in ((LO, "light_oxide"), (HO, "heavy_oxide")):
        now = float(played.after.economy.price[good, nation, 0])
        then = float(played.before.economy.price[good, nation, 0])
        move = now / max(then, 1e-9) - 1.0
        if abs(move) < 0.05:
            continue
        way = "up" if move > 0 else "down"
        args = {"good": words.good(name), "price": now, "change": move}
        weight = 12.0 * abs(math.log(now / max(then, 1e-9)))
        found.append(
            _story(
                weight,
                f"price:{name}",
                f"trending-{way}",
                Text(f"play.news.price.{way}", args),
                "bad" if move > 0.15 else "plain",
                None,
                move,
                "share",
            )
        )
    return found


def _plants(match: Course, played: Played, seat: int) -> list[_Story]:
    base = float(match.rulebook.magnet_base_t[seat])
    found = []
    if base > 1.0:
        share = float(played.after.magnet_output_t[seat, 0]) / base
        before = float(played.before.magnet_output_t[seat, 0]) / base
        if share < 0.95:
            title = Text("play.news.output", {"share": share})
            found.append(
                _story(25.0 * (1.0 - share), "output", "factory", title, "bad", None, share, "share")
            )
        elif before < 0.95:
            title = Text("play.news.output.back", {"share": share})
            found.append(_story(4.0, "output", "factory", title, "good", None, share, "share"))
    short = float(match.rulebook.level.orders.ration.cover_below_days)
    days = float(cover_days(match.rulebook, played.after, seat)[0])
    had = float(cover_days(match.rulebook, played.before, seat)[0])
    if days < short <= had:
        title = Text("play.news.cover", {"n": round(days)})
        found.append(_story(6.0, "cover", "hourglass", title, "bad", None, days, "days"))
    return found


def _projects(match: Course, played: Played, seat: int, words: Words) -> list[_Story]:
    before, after = played.before, played.after
    found = []
    for index, project in enumerate(match.rulebook.projects):
        old, new = int(before.project_status[index, 0]), int(after.project_status[index, 0])
        owner = int(after.project_owner[index, 0])
        mine = owner == seat
        args = {"project": words.project(index), "seat": words.seat(owner)}
        if project.seat >= 0 and owner < 0:
            continue
        joined = owner >= 0 and int(before.project_owner[index, 0]) != owner
        if joined:
            kind = "started" if project.seat >= 0 else "joined"
            weight = 7.0 if mine else 3.0
            found.append(_story(weight, f"joined:{project.id}", "handshake", Text(f"play.news.{kind}", args)))
        if new == old or (new not in SETTLED and new != Status.OFFERED):
            continue
        if old == Status.HIDDEN:
            title = Text("play.news.offered", args)
            found.append(_story(2.0, f"offered:{project.id}", "package-search", title))
        elif new == Status.RAMP:
            title = Text("play.news.opens", args)
            weight = 9.0 if mine else 4.0
            found.append(_story(weight, f"opens:{project.id}", "factory", title, "good" if mine else "plain"))
        elif new == Status.STRANDED:
            found.append(
                _story(
                    5.0, f"stranded:{project.id}", "triangle-alert", Text("play.news.stranded", args), "warn"
                )
            )
        elif mine and new in GATES:
            found.append(_story(4.0, f"gate:{project.id}", ICONS["gate"], Text("play.news.gate", args)))
    return found


def _talks(match: Course, played: Played, seat: int, words: Words) -> list[_Story]:
    rulebook, before, after = match.rulebook, played.before, played.after
    found = []
    for one in range(rulebook.seat_count):
        for other in range(rulebook.seat_count):
            if one == other:
                continue
            args = {"seat": words.seat(one), "other": words.seat(other)}
            mine = seat in (one, other)
            change = after.agreement[..., 0] - before.agreement[..., 0]
            begun, ended = change[one, other] > 0, change[one, other] < 0
            told = one > other and change[one, other] == change[other, one]
            if (begun or ended) and not told:
                title = Text("play.news.agreement" if begun else "play.news.agreement.end", args)
                weight = 6.0 if mine else 3.0
                found.append(_story(weight, f"agreement:{one}:{other}", "handshake", title))
            if after.opened_until[one, other, 0] > before.opened_until[one, other, 0]:
                title = Text("play.news.summit", args)
                found.append(_story(5.0 if mine else 2.0, f"summit:{one}:{other}", "users", title, "good"))
        if after.wto_clock[one, 0] > 0 and before.wto_clock[one, 0] == 0:
            found.append(_story(5.0, f"wto:{one}", "gavel", Text("play.news.wto", {"seat": words.seat(one)})))
        if before.wto_clock[one, 0] > 0 and after.wto_clock[one, 0] == 0:
            won = after.wto_ends[one, 0] < 9999
            title = Text("play.news.wto.won" if won else "play.news.wto.lost", {"seat": words.seat(one)})
            found.append(_story(9.0, f"wto:{one}", "gavel", title))
    return found


def _controls(match: Course, played: Played, seat: int, words: Words) -> list[_Story]:
    """Licences, quotas and duties that were moved."""
    rulebook, found = match.rulebook, []
    for slot, spec in enumerate(rulebook.slots):
        if spec.kind not in ("licence", "quota", "duty"):
            continue
        for row in range(rulebook.seat_count):
            option = int(played.turn.accepted[row, slot, 0])
            if not option:
                continue
            hit = spec.kind != "licence" or spec.target == rulebook.seats[seat] or row == seat
            args = {"seat": words.seat(row), "order": words.said(slot, option, row)}
            title = Text("play.news.control", args)
            name = rulebook.seats[row]
            found.append(
                _story(8.0 if hit else 3.0, f"{spec.id}:{name}", ICONS[spec.kind], title, "plain", seat=name)
            )
    return found


def _cabinet(match: Course, played: Played, seat: int, words: Words) -> list[_Story]:
    rulebook, before = match.rulebook, played.before
    found = [_Story(weight, headline) for weight, headline in cabinet_news(match, played, seat, words)]
    for slot in range(len(rulebook.slots)):
        option = int(played.given[seat, slot, 0])
        kind = rulebook.slots[slot].kind
        if not option or kind in ("join", "licence", "quota", "duty"):
            continue
        args = {"order": words.said(slot, option, seat)}
        code = int(played.turn.reasons[seat, slot, 0])
        if code:
            why = refusal(rulebook, before, seat, slot, option, code, words)
            refused = Text("play.news.refused", args | {"reason": why})
            found.append(_story(3.0, f"refused:{slot}", "ban", refused, "warn"))
        elif kind != "build":
            found.append(_story(1.0, f"order:{slot}", ICONS[kind], Text("play.news.order", args)))
    return found


def _treasury(match: Course, played: Played, seat: int, words: Words) -> list[_Story]:
    """The largest payment or receipt besides the budget."""
    lines = [
        line for line in ledger_lines(played.turn.ledger, "money", seat, words) if line.cause != "income"
    ]
    found = []
    if lines and abs(lines[0].amount) >= 10.0:
        line = lines[0]
        title = Text(
            "play.news.paid" if line.amount < 0 else "play.news.received",
            {"what": line.text, "musd": abs(line.amount)},
        )
        weight = min(abs(line.amount) / 25.0, 6.0)
        found.append(
            _Story(
                weight,
                Headline("money", 1, "wallet", title, None, "plain", line.amount, "musd", origin=line.origin),
            )
        )
    mood = float(played.after.confidence[seat, 0] - played.before.confidence[seat, 0])
    if abs(mood) >= 3.0:
        title = Text(
            "play.news.mood.up" if mood > 0 else "play.news.mood.down",
            {"points": mood, "level": float(played.after.confidence[seat, 0])},
        )
        found.append(
            _story(
                min(abs(mood) / 1.5, MOOD_MOST),
                "mood",
                "vote",
                title,
                "good" if mood > 0 else "bad",
                None,
                mood,
                "points",
            )
        )
    return found
