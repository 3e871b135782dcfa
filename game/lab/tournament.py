"""Every archetype in every chair: what it gains, on which line, whether its mandate is met; and who wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from game.content.rival import Rival
from game.economy.parameters import Parameters
from game.i18n import Text, Translator
from game.lab.arena import Games, by_seat, play_games, with_policies
from game.lab.claims import TRIALS, Finding, Played, best_of, camp, claimed
from game.lab.governments import Progress, luck_seeds
from game.lab.paired import Paired, compare
from game.lab.workers import ALONE, Workers
from game.rules.rulebook import Rulebook
from game.rules.state import ACCOUNT_LINES

__all__ = ["Contest", "Result", "Row", "contest", "lesson", "play_level", "table", "tournament"]

COUNT = 16
TABLE_WIDTH = 110  # below it columns are cut


@dataclass(frozen=True)
class Row:
    """One archetype in one chair, averaged over games and futures; USD million, against doing nothing.

    `spread` is the standard deviation of the gain over games and futures, `error` the standard error of the
    mean over games; `met` the share of games in which the mandate was kept; `verdicts` the same for each of
    its lines. `points` is None where the level has no par.
    """

    seat: str
    archetype: str
    account: float
    gain: float
    lines: tuple[float, float, float, float]
    spread: float
    error: float
    calm: float
    stressed: float
    points: float | None
    met: float
    verdicts: tuple[tuple[str, float, float], ...]  # kind, share met, median value

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "seat": self.seat,
            "archetype": self.archetype,
            "account": self.account,
            "gain": self.gain,
            "lines": dict(zip(ACCOUNT_LINES, self.lines, strict=True)),
            "spread": self.spread,
            "standard_error": self.error if np.isfinite(self.error) else None,
            "calm": self.calm,
            "stressed": self.stressed,
            "points": self.points,
            "met": self.met,
            "verdicts": [{"kind": k, "met": share, "median": value} for k, share, value in self.verdicts],
        }


@dataclass(frozen=True)
class Contest:
    """Build-up against politics in one seat: the best of each camp, game by game."""

    seat: str
    build_up_musd: float
    politics_musd: float
    paired: Paired

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        means = {"build_up_musd": self.build_up_musd, "politics_musd": self.politics_musd}
        return {"seat": self.seat, **means, **self.paired.to_plain()}


@dataclass(frozen=True)
class Result:
    """A level's tournament: `rows` of all archetypes, `contests` of the camps, and its lesson `findings`.

    `members` is the number of parameter sets that the games were played in, 1 for the fitted one alone.
    """

    games: int
    futures: int
    seed: int
    members: int
    rows: tuple[Row, ...]
    contests: tuple[Contest, ...]
    findings: tuple[Finding, ...]

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "games": self.games,
            "futures": self.futures,
            "seed": self.seed,
            "parameter_sets": self.members,
            "archetypes": [row.to_plain() for row in self.rows],
            "build_up_against_politics": [one.to_plain() for one in self.contests],
            "lesson": [one.to_plain() for one in self.findings],
        }


def tournament(
    rulebook: Rulebook,
    seeds: int = 20,
    *,
    seed: int = 1,
    seats: Sequence[str] | None = None,
    archetypes: Sequence[str] | None = None,
    count: int = COUNT,
    members: Parameters | None = None,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> list[Row]:
    """Play `seeds` games of every archetype in every seat, with the same luck for all of them.

    `members` as for `play_games`. KeyError for an unknown seat, RivalError for an unknown archetype.
    """
    names = list(archetypes or sorted(rulebook.rivals))
    played = play_games(
        rulebook,
        {seat: names for seat in (seats or rulebook.seats)},
        luck_seeds(seed, seeds),
        count=count,
        members=members,
        workers=workers,
        progress=progress,
    )
    return [_row(rulebook, one) for one in played]


def play_level(
    rulebook: Rulebook,
    games: int,
    *,
    everybody: bool = True,
    seed: int = 1,
    count: int = COUNT,
    members: Parameters | None = None,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> Result:
    """The tournament of a level with its contests and its lesson.

    `everybody` False: only whom the lesson needs, and no contests.
    LessonError where the lesson speaks of a camp that nobody plays.
    """
    needed = claimed(rulebook)
    made_up: dict[str, Rival] = {}
    for policies in needed.values():
        made_up |= {name: rival for name, rival in policies.items() if rival is not None}
    own = sorted(rulebook.rivals) if everybody else []
    played = play_games(
        with_policies(rulebook, made_up),
        {seat: (*own, *needed.get(seat, ())) for seat in rulebook.seats},
        luck_seeds(seed, games),
        count=count,
        members=members,
        workers=workers,
        progress=progress,
    )
    seats = by_seat(played)
    return Result(
        games=games,
        futures=count,
        seed=seed,
        members=1 if members is None else min(games, members.size),
        rows=tuple(_row(rulebook, one) for one in played if one.policy in own),
        contests=tuple(
            contest(rulebook, name, seats[name]) for name in seats if everybody and _both(rulebook)
        ),
        findings=lesson(rulebook, seats),
    )


def lesson(rulebook: Rulebook, played: dict[str, dict[str, Games]]) -> tuple[Finding, ...]:
    """What the games, by seat and policy, say to each claim of the level's lesson, in its order."""
    return tuple(
        TRIALS[claim.kind].judge(claim, rulebook, played[claim.seat]) for claim in rulebook.level.lesson
    )


def contest(rulebook: Rulebook, seat: str, played: Played) -> Contest:
    """The best of `build_up` against the best of `politics` (`best_of`), among the policies played."""
    build, politics = (
        best_of(played, tuple(name for name in camp(rulebook, side) if name in played), lambda g: g.gain)
        for side in ("build_up", "politics")
    )
    return Contest(seat, float(build.mean()), float(politics.mean()), compare(build, politics))


def _both(rulebook: Rulebook) -> bool:
    return bool(camp(rulebook, "build_up")) and bool(camp(rulebook, "politics"))


def _row(rulebook: Rulebook, played: Games) -> Row:
    gains, gain = played.gains, compare(played.gain)
    lines = (played.lines - played.twin_lines).mean(axis=(1, 2))
    par = rulebook.level.par.get(played.seat)
    p90 = float(par.p90_musd) if par is not None else 0.0
    calm, stressed = gains[~played.stressed], gains[played.stressed]
    return Row(
        seat=played.seat,
        archetype=played.policy,
        account=float(played.lines.sum(axis=0).mean()),
        gain=float(gains.mean()),
        lines=(float(lines[0]), float(lines[1]), float(lines[2]), float(lines[3])),
        spread=float(gains.std()),
        error=gain.error,
        calm=float(calm.mean()) if calm.size else 0.0,
        stressed=float(stressed.mean()) if stressed.size else 0.0,
        points=100.0 * gain.mean / p90 if p90 > 0.0 else None,
        met=float(played.mandate_met.mean()),
        verdicts=tuple(
            (kind, float(met.mean()), float(np.median(value)))
            for kind, met, value in zip(played.kinds, played.met, played.value, strict=True)
        ),
    )


# --------------------------------------------------------------------------------------------- words


def table(rulebook: Rulebook, rows: Sequence[Row], translator: Translator) -> Table:
    """The rows as a table for the terminal, best first within each seat."""
    tr = translator.tr
    result = Table(title=tr("tournament.title"), caption=tr("tournament.note"))
    result.add_column(tr("tournament.seat"))
    result.add_column(tr("tournament.archetype"))
    for name in ("gain", *ACCOUNT_LINES, "spread", "points", "met"):
        result.add_column(tr(f"tournament.{name}"), justify="right")
    order = list(rulebook.seats)
    for row in sorted(rows, key=lambda r: (order.index(r.seat), -r.gain)):
        rival = rulebook.rivals[row.archetype]
        result.add_row(
            translator.render(_named(rulebook.level.seats[row.seat].name)),
            translator.render(_named(rival.name)),
            *(translator.number(value, signed=True) for value in (row.gain, *row.lines)),
            translator.number(row.spread),
            translator.number(row.points) if row.points is not None else "–",
            translator.percent(row.met),
        )
    return result


def contest_table(rulebook: Rulebook, contests: Sequence[Contest], translator: Translator) -> Table:
    """The camps against each other as a table for the terminal."""
    tr = translator.tr
    result = Table(title=tr("tournament.camps"), caption=tr("tournament.camps_note"))
    result.add_column(tr("tournament.seat"))
    for name in ("build_up", "politics", "difference", "error", "spread", "ahead", "effect"):
        result.add_column(tr(f"tournament.{name}"), justify="right")
    for one in contests:
        paired = one.paired
        result.add_row(
            translator.render(_named(rulebook.level.seats[one.seat].name)),
            translator.number(one.build_up_musd, signed=True),
            translator.number(one.politics_musd, signed=True),
            translator.number(paired.mean, signed=True),
            translator.number(paired.error) if np.isfinite(paired.error) else "–",
            translator.number(paired.spread),
            translator.percent(paired.share),
            translator.number(paired.effect, 2) if paired.effect is not None else "–",
        )
    return result


def show(rulebook: Rulebook, result: Result, translator: Translator) -> None:
    """The tournament on the terminal: archetypes, camps, and a sentence for each claim."""
    console = Console()
    console.width = max(console.width, TABLE_WIDTH)
    console.print(table(rulebook, result.rows, translator))
    if result.contests:
        console.print(contest_table(rulebook, result.contests, translator))
    for found in result.findings:
        console.print(translator.render(finding_text(found)), markup=False, highlight=False, soft_wrap=True)


def finding_text(found: Finding) -> Text:
    """One sentence about a claim: what came out, in how many games, by how much, and what the level says."""
    paired = found.paired
    told = "expected" if found.as_declared else "undecided" if found.standing == "undecided" else "against"
    standing = Text(f"lesson.standing.{found.standing}")
    declared = Text(f"lesson.told.{told}")
    return Text(
        "lesson.finding",
        {
            "claim": found.statement,
            "standing": standing,
            "share": paired.share,
            "n": paired.games,
            "mean": paired.mean,
            "error": paired.error if np.isfinite(paired.error) else 0.0,
            "detail": found.detail,
            "told": declared,
        },
    )


def _named(text: Any) -> Text:
    return Text({language: text.in_language(language) for language in ("en", "zh-Hans")})
