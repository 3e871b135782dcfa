"""Rasterise the interface's icons: white on transparent, 96 x 96, one PNG each.

    python assets/build/build_icons.py LUCIDE_STATIC_FOLDER

LUCIDE_STATIC_FOLDER is an unpacked npm package `lucide-static` (ISC). The file names are lucide's
own; icons.txt lists those wanted. White, so that the desktop can tint an icon with one multiplication.
Needs `resvg-py` and pillow.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import resvg_py
from PIL import Image

SIZE_PX = 96
OUT = Path(__file__).resolve().parents[1] / "icons"

LIST = Path(__file__).with_name("icons.txt")


def rasterise(svg: str, width_px: int, height_px: int) -> Image.Image:
    """One SVG text as an RGBA picture of exactly width_px x height_px."""
    data = resvg_py.svg_to_bytes(svg_string=svg, width=width_px, height=height_px)
    picture = Image.open(io.BytesIO(bytes(data))).convert("RGBA")
    if picture.size != (width_px, height_px):
        raise SystemExit(f"resvg gave {picture.size}, wanted {width_px} x {height_px}")
    return picture


def white(picture: Image.Image) -> Image.Image:
    """The same shape in pure white, so that transparent edges carry no dark fringe."""
    out = Image.new("RGBA", picture.size, (255, 255, 255, 0))
    out.putalpha(picture.getchannel("A"))
    return out


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    source = Path(sys.argv[1]) / "icons"
    OUT.mkdir(exist_ok=True)
    names = LIST.read_text(encoding="utf-8").split()
    for name in names:
        svg = (source / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", "#ffffff")
        white(rasterise(svg, SIZE_PX, SIZE_PX)).save(OUT / f"{name}.png", optimize=True)
    print(f"{len(names)} icons")


if __name__ == "__main__":
    main()
