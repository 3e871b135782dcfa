"""Make the two interface fonts from Noto Sans SC (OFL): Regular and Bold, all of GB 2312 and Latin.

    python assets/build/build_fonts.py NOTO_PACKAGE [TEXT_FOLDER...]

NOTO_PACKAGE is an unpacked npm package `@expo-google-fonts/noto-sans-sc` (static TTF weights).
Every character in the .po, .yaml, .yml and .csv files of the text folders is added. Needs fonttools.

Changes beside the subset, for tables of figures and for English text:

* `± × ÷ − + = < > ≤ ≥ ≈ ≠` are as wide as a digit (the source draws half of them a full em wide);
  the missing ones are composed of the font's own strokes.
* quotes, ellipsis and middle dot are proportional; in a run that is shaped as script `Hani`
  (pygame: `font.set_script("Hani")`) they are full-width, as Chinese wants them.
* thin, narrow no-break and figure spaces, and subscript digits (CO₂), exist.
* outlines are drawn as they are (no automatic hinting), so that all digits have one width at all sizes.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.misc.transform import Identity, Transform
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.ttProgram import Program

OUT = Path(__file__).resolve().parents[1] / "fonts"
WEIGHTS = {"Regular": "400Regular/NotoSansSC_400Regular.ttf", "Bold": "700Bold/NotoSansSC_700Bold.ttf"}
SYMBOLS = (
    "▲▼△▽◀▶●○■□◆◇★☆→←↑↓↔↕↗↘↖↙⇒⇔±×÷−–—―…‥≈≠≡≤≥≪≫∞√∑∏∫∂∆°′″‰%·•‧※†‡§¶©®™€£¥$¢µ½¼¾¹²³"
    "‘’“”‚„‹›«»、。〈〉《》「」『』【】〔〕〖〗，．：；！？（）［］｛｝～＋－＝＜＞％＄＃＆＊＠／＼｜￥"
    "✓⚠①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑴⑵⑶ⅠⅡⅢⅣⅤ─│┌┐└┘├┤┬┴┼━┃▁▂▃▄▅▆▇█▏▎▍▌▋▊▉"
    "钪钇镧铈镨钕钷钐铕钆铽镝钬铒铥镱镥"
)
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x410, 0x451), (0x2010, 0x2027), (0x2030, 0x203A))
TEXT_ENDINGS = {".po", ".yaml", ".yml", ".csv"}
LATIN_FORMS = {0x2018, 0x2019, 0x201C, 0x201D, 0x2026}


def gb2312() -> set[int]:
    """Code points of the whole standard: 6,763 characters and 682 signs."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def wanted(folders: list[Path]) -> set[int]:
    """Every code point that the game may show."""
    points = gb2312() | {ord(c) for c in SYMBOLS}
    for first, last in RANGES:
        points.update(range(first, last + 1))
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in TEXT_ENDINGS:
                points.update(ord(c) for c in path.read_text(encoding="utf-8"))
    return points


def proportional_forms(font: TTFont) -> dict[int, str]:
    """Glyph names of the source's own proportional quotes and ellipsis, by code point."""
    cmap = font.getBestCmap()
    table = font["GSUB"].table
    forms = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "pwid":
            continue
        for index in record.Feature.LookupListIndex:
            for sub in table.LookupList.Lookup[index].SubTable:
                mapping = getattr(getattr(sub, "ExtSubTable", sub), "mapping", {})
                forms.update({c: mapping[cmap[c]] for c in LATIN_FORMS if cmap[c] in mapping})
    return forms


class Workshop:
    """Adds glyphs drawn from pieces of glyphs that the font has."""

    def __init__(self, font: TTFont) -> None:
        self.font = font
        self.cmap = font.getBestCmap()
        self.glyphs = font.getGlyphSet()
        self.digit_width = self.width("zero")

    def width(self, name: str) -> int:
        return int(self.font["hmtx"][name][0])

    def box(self, name: str) -> tuple[int, int, int, int]:
        glyph = self.font["glyf"][name]
        return glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax

    def compose(self, name: str, width: int, pieces: list[tuple[str, Transform]]) -> str:
        """New glyph `name` of the given advance (font units) from (glyph, transformation) pieces."""
        pen = TTGlyphPen(None)
        for piece, transform in pieces:
            self.glyphs[piece].draw(TransformPen(pen, transform))
        glyph = pen.glyph()
        glyph.recalcBounds(self.font["glyf"])
        self.font.setGlyphOrder([*self.font.getGlyphOrder(), name])
        self.font["glyf"].glyphs[name] = glyph
        self.font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
        return name

    def map(self, code: int, name: str) -> None:
        for table in self.font["cmap"].tables:
            if table.isUnicode() and table.format in (4, 12):
                table.cmap[code] = name

    def minus_at(self, y: float) -> tuple[str, Transform]:
        """The minus bar with its middle at height y."""
        _, low, _, high = self.box(self.cmap[0x2212])
        return self.cmap[0x2212], Identity.translate(0, y - (low + high) / 2)

    def math_signs(self) -> None:
        """Signs as wide as a digit, from plus, minus, less, greater, tilde and the full stop."""
        wide, plus, minus = self.digit_width, self.cmap[ord("+")], self.cmap[0x2212]
        x0, y0, x1, y1 = self.box(plus)
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        turned = Identity.translate(cx, cy).rotate(math.pi / 4).scale(0.92).translate(-cx, -cy)
        self.map(0xD7, self.compose("multiply.tab", wide, [(plus, turned)]))
        raised = Identity.translate(0, 70)
        floor = y0 - 60
        self.map(0xB1, self.compose("plusminus.tab", wide, [(plus, raised), self.minus_at(floor)]))
        self.map(0x2264, self.compose("lessequal.tab", wide, [("less", raised), self.minus_at(floor)]))
        self.map(0x2265, self.compose("greaterequal.tab", wide, [("greater", raised), self.minus_at(floor)]))
        px0, py0, px1, py1 = self.box("period")
        dots = [Identity.translate(cx - (px0 + px1) / 2, cy + s * 185 - (py0 + py1) / 2) for s in (-1, 1)]
        pieces = [(minus, Identity), *(("period", dot) for dot in dots)]
        self.map(0xF7, self.compose("divide.tab", wide, pieces))
        waves = [("asciitilde", Identity.translate(0, shift)) for shift in (85, -85)]
        self.map(0x2248, self.compose("approxequal.tab", wide, waves))
        sx0, sy0, sx1, sy1 = self.box("slash")
        stroke = Identity.translate(cx, cy).scale(0.62).translate(-(sx0 + sx1) / 2, -(sy0 + sy1) / 2)
        self.map(0x2260, self.compose("notequal.tab", wide, [("equal", Identity), ("slash", stroke)]))

    def small_signs(self) -> dict[str, str]:
        """Spaces, subscript digits, the latin middle dot; returns full-width glyph -> latin glyph."""
        for code, name, width in (
            (0x2009, "thinspace", 160),
            (0x202F, "nnbspace", 160),
            (0x2007, "figurespace", self.digit_width),
        ):
            self.map(code, self.compose(name, width, []))
        digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        for value, digit in enumerate(digits):
            small = Identity.translate(20, -130).scale(0.62)
            width = round(self.width(digit) * 0.62) + 40
            self.map(0x2080 + value, self.compose(f"{digit}.subs", width, [(digit, small)]))
        _, y0, _, y1 = self.box("period")
        _, p0, _, p1 = self.box("plus")
        shift = Identity.translate(0, (p0 + p1) / 2 - (y0 + y1) / 2)
        dot = self.compose("middot.latn", self.width("period"), [("period", shift)])
        return {self.cmap[0xB7]: dot}


def latin_feature(pairs: dict[str, str]) -> str:
    """Feature text: proportional forms by default and in latn, full-width ones in script hani.

    The request feature `pwid` makes the script hani exist: without it a shaper falls back to latn.
    """
    rules = "\n".join(f"    sub {wide} by {narrow};" for wide, narrow in sorted(pairs.items()))
    scripts = "".join(f"languagesystem {script} dflt;\n" for script in ("DFLT", "latn", "hani"))
    request = f"feature pwid {{\n{rules}\n}} pwid;\n"
    narrow = f"lookup narrow {{\n{rules}\n}} narrow;\n"
    chosen = "".join(f"    script {script};\n    lookup narrow;\n" for script in ("DFLT", "latn"))
    return f"{scripts}{narrow}{request}feature locl {{\n{chosen}}} locl;\n"


def plain_outlines(font: TTFont) -> None:
    """Keep FreeType's automatic hinter away: it would give digits different widths at small sizes.

    It leaves fonts alone that have a control program longer than seven bytes, so this one does nothing.
    """
    program = Program()
    scan = ["PUSHW[]", "511", "SCANCTRL[]", "PUSHB[]", "4", "SCANTYPE[]"]
    program.fromAssembly(scan + ["PUSHB[] 0", "POP[]"] * 2)
    font["prep"].program = program


def build(source: Path, weight: str, points: set[int]) -> None:
    """Subset one weight, add the composed glyphs, write assets/fonts/NotoSansSC-<weight>.ttf."""
    font = TTFont(source, recalcTimestamp=False)
    forms = proportional_forms(font)
    options = subset.Options()
    options.layout_features = ["kern", "mark"]
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT"]
    options.name_IDs, options.name_languages = ["*"], ["*"]
    options.notdef_outline, options.glyph_names = True, True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points, glyphs=sorted(forms.values()))
    cutter.subset(font)
    shop = Workshop(font)
    pairs = {shop.cmap[code]: name for code, name in forms.items()}
    shop.math_signs()
    pairs.update(shop.small_signs())
    if "GSUB" in font:
        del font["GSUB"]
    addOpenTypeFeaturesFromString(font, latin_feature(pairs), tables=["GSUB"])
    font["post"].formatType = 3.0
    plain_outlines(font)
    OUT.mkdir(exist_ok=True)
    target = OUT / f"NotoSansSC-{weight}.ttf"
    font.save(target)
    shown = {c for c in points if c > 0x17F}
    missing = sorted(shown - set(TTFont(target).getBestCmap()))
    print(
        f"{target.name}: {target.stat().st_size / 1e6:.2f} MB; not in the source: "
        + " ".join(f"U+{code:04X}" for code in missing)
    )


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    points = wanted([Path(folder) for folder in sys.argv[2:]])
    for weight, file in WEIGHTS.items():
        build(Path(sys.argv[1]) / file, weight, points)


if __name__ == "__main__":
    main()
