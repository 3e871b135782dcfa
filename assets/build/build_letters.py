"""Letters that Noto Sans SC lacks (Polish, Turkish, Vietnamese, Greek, Ukrainian, ...), out of Noto Sans.

    npm pack @expo-google-fonts/noto-sans; tar xzf expo-google-fonts-noto-sans-*.tgz
    python assets/build/build_letters.py package

Writes assets/fonts/NotoSans-<weight>.ttf, and coverage.json: the characters that each family can show, as ranges
of code points. To be run after build_fonts.py too.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parents[1] / "fonts"
WEIGHTS = {"Regular": "400Regular/NotoSans_400Regular.ttf", "Bold": "700Bold/NotoSans_700Bold.ttf"}
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),  # Latin: Western, Central Europe, Baltic, Turkish, African letters
    (0x259, 0x259),
    (0x2B9, 0x2DD),
    (0x300, 0x36F),  # accents on their own
    (0x370, 0x3FF),  # Greek
    (0x400, 0x52F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Vietnamese and others
    (0x2010, 0x203A),
    (0x20A0, 0x20BF),
    (0x2212, 0x2212),
)


def build(source: Path, weight: str) -> None:
    """Cut one weight down to the ranges; ligatures and other extras go, kerning and accents stay."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs, options.name_languages = ["*"], ["*"]
    options.notdef_outline, options.hinting = True, False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[point for first, last in RANGES for point in range(first, last + 1)])
    cutter.subset(font)
    target = OUT / f"NotoSans-{weight}.ttf"
    font.save(target)
    print(f"{target.name}: {target.stat().st_size / 1e3:.0f} kB")


def coverage(family: str) -> list[list[int]]:
    """Ranges of code points that a family can show in every weight."""
    weights = [set(TTFont(OUT / f"{family}-{weight}.ttf").getBestCmap()) for weight in WEIGHTS]
    ranges: list[list[int]] = []
    for point in sorted(set.intersection(*weights)):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    for weight, file in WEIGHTS.items():
        build(Path(sys.argv[1]) / file, weight)
    covered = {family: coverage(family) for family in ("NotoSansSC", "NotoSans")}
    (OUT / "coverage.json").write_text(json.dumps(covered, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
