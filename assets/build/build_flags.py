"""Rasterise the nations' flags, 160 x 120, one PNG per nation key of the core setting.

    python assets/build/build_flags.py FLAG_ICONS_FOLDER

FLAG_ICONS_FOLDER is an unpacked npm package `flag-icons` (MIT). The tenth picture, `row`, stands for
the rest of the world, has no flag, and is drawn here: a plain globe. Needs `resvg-py` and pillow.
"""

from __future__ import annotations

import sys
from pathlib import Path

from build_icons import rasterise

WIDTH_PX, HEIGHT_PX = 160, 120
OUT = Path(__file__).resolve().parents[1] / "flags"

FLAGS = {
    "china": "cn",
    "usa": "us",
    "japan": "jp",
    "australia": "au",
    "eu": "eu",
    "korea": "kr",
    "india": "in",
    "malaysia": "my",
    "myanmar": "mm",
}

GLOBE = """
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120">
  <rect width="160" height="120" fill="#46566b"/>
  <g fill="none" stroke="#e8eef5" stroke-width="4" stroke-linecap="round">
    <circle cx="80" cy="60" r="40"/>
    <ellipse cx="80" cy="60" rx="18" ry="40"/>
    <path d="M80 20v80M40 60h80M46.500 38h67M46.500 82h67"/>
  </g>
</svg>
"""


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    source = Path(sys.argv[1]) / "flags" / "4x3"
    OUT.mkdir(exist_ok=True)
    svgs = {key: (source / f"{code}.svg").read_text(encoding="utf-8") for key, code in FLAGS.items()}
    svgs["row"] = GLOBE
    for key, svg in svgs.items():
        rasterise(svg, WIDTH_PX, HEIGHT_PX).convert("RGB").save(OUT / f"{key}.png", optimize=True)
    print(f"{len(svgs)} flags")


if __name__ == "__main__":
    main()
