"""Assertions that inspired the game, with what independent sources say, and a verdict.

Claims and evidence are worded in assets/text/*/almanac.po (`almanac.<id>.claim`, `almanac.<id>.evidence`);
sources stand here as they are printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["CLAIMS", "Claim", "Verdict", "claims_about", "own_verdict"]

Verdict = Literal["supported", "partly", "disputed", "unsupported"]
SMALL_MUSD = 1.0


@dataclass(frozen=True)
class Claim:
    """An assertion by id; `about` names levels that it belongs to."""

    id: str
    verdict: Verdict
    source: str
    about: tuple[str, ...] = ()


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "ban_2010",
        "disputed",
        "Evenett and Fritz, CEPR/VoxEU 2023 (cepr.org/voxeu/columns/"
        "revisiting-china-japan-rare-earths-dispute-2010); opening read, conclusion recalled",
        ("quota",),
    ),
    Claim(
        "japan_wasted",
        "disputed",
        "WSJ/Mint 2025-07-27; Quest Metals; Lynas reports; Magnetics Magazine; Rare Earth Exchanges 2026-01",
        ("quota",),
    ),
    Claim(
        "alliances_fail",
        "disputed",
        "High Country News 2015; MetalMiner 2013; Project Blue 2025",
        ("quota",),
    ),
    Claim("decades", "supported", "IEA 2025; Pothen and Fink, ZEW Discussion Paper 15-025", ("quota",)),
    Claim(
        "technology_cost",
        "supported",
        "IEA 2025; SCMP/Adamas 2019; Benchmark 2024; China Dialogue 2012",
        ("quota",),
    ),
    Claim("practice", "disputed", "WTO DS431; ChemRadar 2025-10; Baystreet 2026-01", ("quota",)),
    Claim("india", "partly", "DQ India 2025-06-24; lubuzz/Reuters 2025-06"),
    Claim("share_85", "partly", "IEA 2025; US DOE 2022 (recalled); Fastmarkets"),
    Claim("alliance", "partly", "Benchmark 2025-10; others recalled"),
    Claim(
        "f35",
        "unsupported",
        "Breaking Defense 2026-01; Rare Earth Exchanges 2025-09-11",
    ),
    Claim("weapons", "supported", "Metal Tech News 2025-07-16; ChemRadar 2025-10"),
    Claim("delays", "supported", "Yomiuri 2025-12-07; CNN 2026-01-06"),
    Claim("one_month", "disputed", "Rare Earth Exchanges 2026-01-12; SCMP 2020"),
    Claim("from_2024", "partly", "PM Review 2024; osencmagnet; ChemRadar"),
    Claim("process_in_china", "unsupported", "policycn 2024; ChemRadar 2025"),
    Claim("us_manoeuvre", "unsupported", "Project Blue 2025; MP Materials 10-K"),
)


def claims_about(level: str) -> tuple[Claim, ...]:
    """The claims that belong to a level."""
    return tuple(claim for claim in CLAIMS if level in claim.about)


def own_verdict(build_musd: float, bargain_musd: float) -> str:
    """What one game says to the claim: for, against, mixed (both paid alike) or silent (neither paid)."""
    best = max(build_musd, bargain_musd)
    if best < SMALL_MUSD:
        return "silent"
    if min(build_musd, bargain_musd) > 0.8 * best:
        return "mixed"
    return "for" if build_musd > bargain_musd else "against"
