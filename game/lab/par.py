"""Par: what a thousand simulated governments reach, so that points mean something.

All archetypes that declare how they vary, with timing, size and omissions drawn for each government. Each
luck comes with a member of the ensemble, so that par does not hang on one set of numbers. A government's gain
is its account minus that of the do-nothing twin with the same luck and member, averaged over the same
futures; par is the 90th percentile of the gains (gameplay.md, "Score").
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.lab.governments import Progress, Twins, govern, luck_seeds, play_twins
from game.lab.rewrite import set_keys
from game.lab.workers import ALONE, Workers
from game.rivals.archetype import archetype
from game.rivals.variation import draw_variation
from game.rules.rulebook import Rulebook
from game.rules.score import Reckoning

GOVERNMENTS = 1000
LUCKS = 50  # different lucks among the governments: twenty of them meet the same
COUNT = 16  # futures of each government


@dataclass(frozen=True)
class ParResult:
    """What the governments of one seat reached; USD million.

    `gain` [governments]; `met` whether the mandate was kept; `kind` the archetype's place in `archetypes`.
    `failed` counts for each line of the mandate how many governments missed it.
    """

    seat: str
    seed: int
    archetypes: tuple[str, ...]
    gain: NDArray[np.float64]
    met: NDArray[np.bool_]
    kind: NDArray[np.intp]
    failed: tuple[tuple[str, int], ...]

    @property
    def p90_musd(self) -> float:
        """The 90th percentile of the gains: 100 points."""
        return float(np.quantile(self.gain, 0.9))

    @property
    def passed(self) -> float:
        """Share of governments that kept the mandate."""
        return float(self.met.mean())

    @property
    def quantiles(self) -> NDArray[np.float64]:
        """Percentiles 0 to 100 of the gains, [101]."""
        return np.quantile(self.gain, np.linspace(0.0, 1.0, 101))

    def to_level(self) -> dict[str, Any]:
        """The entry `par.<seat>` of a level file."""
        return {
            "p90_musd": round(self.p90_musd, 1),
            "governments": int(self.gain.size),
            "seed": self.seed,
            "passed": round(self.passed, 3),
            "quantiles": [round(float(value), 1) for value in self.quantiles],
        }

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON, with each archetype's figures."""
        by_archetype = {}
        for row, name in enumerate(self.archetypes):
            mine = self.kind == row
            by_archetype[name] = {
                "governments": int(mine.sum()),
                "median_musd": float(np.median(self.gain[mine])),
                "p90_musd": float(np.quantile(self.gain[mine], 0.9)),
                "passed": float(self.met[mine].mean()),
            }
        return {
            "seat": self.seat,
            **self.to_level(),
            "failed": [{"objective": kind, "governments": number} for kind, number in self.failed],
            "archetypes": by_archetype,
        }


def par_archetypes(rulebook: Rulebook) -> tuple[str, ...]:
    """The archetypes that simulated governments follow: all whose rules say how they vary."""
    return tuple(
        name
        for name, rival in sorted(rulebook.rivals.items())
        if any(rule.vary.delay is not None or rule.vary.skip is not None for rule in rival.rules)
    )


def par(
    rulebook: Rulebook,
    seat: int,
    governments: int = GOVERNMENTS,
    seed: int = 1,
    *,
    lucks: int = LUCKS,
    count: int = COUNT,
    fitted: bool = False,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> ParResult:
    """Simulate governments of a seat; `fitted`: all of them on the level's own parameters.

    Raises ValueError when no archetype declares a variation.
    """
    names = par_archetypes(rulebook)
    if not names:
        raise ValueError("No archetype says how governments vary; give the rules of one a `vary`.")
    number = np.arange(governments)
    kind = number % len(names)
    luck = (number // len(names)) % lucks
    members = None if fitted else rulebook.beliefs(lucks)
    twins = play_twins(rulebook, seat, luck_seeds(seed, lucks), count, workers, members)
    seeds = luck_seeds(seed + 1, governments)
    results: list[Reckoning | None] = [None] * governments
    done = 0
    for row, name in enumerate(names):
        mine = np.flatnonzero(kind == row)
        for government, reckoning in zip(
            mine, _group(rulebook, twins, name, seeds[mine], luck[mine], workers), strict=True
        ):
            results[int(government)] = reckoning
            done += 1
            if progress is not None:
                progress(done / governments)
    judged = [result for result in results if result is not None]
    lines = [verdict.kind for verdict in judged[0].verdicts]
    missed = [sum(not r.verdicts[i].met for r in judged) for i in range(len(lines))]
    return ParResult(
        seat=rulebook.seats[seat],
        seed=seed,
        archetypes=names,
        gain=np.array([float(r.gain.mean()) for r in judged]),
        met=np.array([r.mandate_met for r in judged]),
        kind=kind,
        failed=tuple(zip(lines, missed, strict=True)),
    )


def _group(
    rulebook: Rulebook,
    twins: Twins,
    name: str,
    seeds: NDArray[np.uint64],
    luck: NDArray[np.intp],
    workers: Workers,
) -> Any:
    """The governments of one archetype."""
    variation = draw_variation(rulebook.rivals[name].rules, seeds)
    return govern(rulebook, twins, archetype(rulebook, name, variation), luck, workers)


def write_par(path: Path, results: list[ParResult]) -> None:
    """Write the results into a level file; everything else in it, comments included, stays as it is.

    Seats that are not among the results keep their entry.
    """
    set_keys(path, "par", {result.seat: result.to_level() for result in results})
