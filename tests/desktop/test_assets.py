"""Fonts, icons, flags and map: complete, readable, and where the game looks for them."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pygame
import pytest
from fontTools.ttLib import TTFont

from game import paths
from game.desktop import map_data
from game.letters import FAMILIES, can_show

ASSETS = paths.assets_dir()
NATIONS = ("china", "usa", "japan", "australia", "eu", "korea", "india", "malaysia", "myanmar", "row")
FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
SYMBOLS = "▲▼●■◆→←↑↓±×÷−–—…≈≤≥≠°·%‰′″‘’“”、。《》【】「」（），：；！？✓⚠★€£¥₂²\u2009\u202f\u2007\u00a0"
TABULAR = "0123456789"
ICONS = """
factory pickaxe mountain flask-conical magnet ship coins landmark heart smile handshake scale shield
lock lock-open ban gauge hourglass calendar mail newspaper megaphone lightbulb microscope recycle leaf
users hammer package warehouse truck car cpu cog trending-up trending-down chart-line play pause
fast-forward skip-forward undo redo save folder-open settings x check info circle-question-mark
triangle-alert search chevron-left chevron-right globe map-pin file-text gavel dices eye eye-off star
medal flag list plus minus rotate-ccw languages keyboard arrow-right arrow-left house log-out git-branch
target percent wind wallet piggy-bank briefcase link unlink
"""


def gb2312() -> set[str]:
    found = set()
    for row, cell in itertools.product(range(0xA1, 0xF8), range(0xA1, 0xFF)):
        try:
            found.add(bytes((row, cell)).decode("gb2312"))
        except UnicodeDecodeError:
            continue
    return found


def own_characters() -> set[str]:
    """Every character in the game's catalogues and packs."""
    found: set[str] = set()
    for folder in (ASSETS / "text", ASSETS.parent / "levels"):
        for path in folder.rglob("*"):
            if path.suffix in {".po", ".yaml", ".yml"}:
                found.update(path.read_text(encoding="utf-8"))
    return {c for c in found if c.isprintable()}


@pytest.fixture(scope="module")
def world() -> map_data.WorldMap:
    return map_data.load_world()


@pytest.fixture(autouse=True, scope="module")
def _pygame_font() -> None:
    pygame.font.init()


@pytest.mark.parametrize("name", FONTS)
def test_font_has_every_character_the_game_may_show(name: str) -> None:
    with TTFont(ASSETS / "fonts" / name) as font:
        covered = {chr(code) for code in font.getBestCmap()}
    standard = gb2312()
    assert len(standard) > 7_400
    assert not standard - covered
    assert not set(SYMBOLS) - covered
    assert not own_characters() - covered


@pytest.mark.parametrize("name", FONTS)
def test_font_is_small_enough_to_ship(name: str) -> None:
    assert (ASSETS / "fonts" / name).stat().st_size < 4_000_000


@pytest.mark.parametrize("name", FONTS)
def test_figures_line_up_in_columns(name: str) -> None:
    with TTFont(ASSETS / "fonts" / name) as font:
        cmap, widths = font.getBestCmap(), font["hmtx"]
        assert len({widths[cmap[ord(c)]][0] for c in TABULAR + "+−±×÷=<>≤≥≈≠\u2007"}) == 1
    for size in (12, 13, 14, 15, 16, 18, 22, 28):
        drawn = pygame.font.Font(ASSETS / "fonts" / name, size)
        advances = {metrics[4] for metrics in drawn.metrics(TABULAR)}
        assert len(advances) == 1, f"digits of {name} at {size} px are {advances} wide"


def test_quotes_are_narrow_in_english_and_full_width_in_chinese() -> None:
    font = pygame.font.Font(ASSETS / "fonts" / FONTS[0], 40)
    narrow = font.size("’“”")[0]
    font.set_script("Hani")
    assert font.size("’“”")[0] == pytest.approx(3 * 40, abs=16)
    assert narrow < 60


def test_asked_for_icons_exist() -> None:
    assert not [name for name in ICONS.split() if not (ASSETS / "icons" / f"{name}.png").is_file()]


def test_icons_are_white_shapes_on_nothing() -> None:
    icons = sorted((ASSETS / "icons").glob("*.png"))
    assert len(icons) >= 70
    for path in icons:
        picture = pygame.image.load(path)
        assert picture.get_size() == (96, 96), path.name
        alpha = pygame.surfarray.array_alpha(picture)
        assert 0.015 < (alpha > 0).mean() < 0.6, path.name
        assert (pygame.surfarray.array3d(picture)[alpha > 0] == 255).all(), path.name
        border = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
        assert border.max() == 0, f"{path.name} is cut off"


@pytest.mark.parametrize("nation", NATIONS)
def test_each_nation_has_a_flag_with_colours(nation: str) -> None:
    picture = pygame.image.load(ASSETS / "flags" / f"{nation}.png")
    assert picture.get_size() == (160, 120)
    colours = np.unique(pygame.surfarray.array3d(picture).reshape(-1, 3), axis=0)
    assert len(colours) > 4


def test_flags_differ() -> None:
    assert len({(ASSETS / "flags" / f"{nation}.png").read_bytes() for nation in NATIONS}) == len(NATIONS)


def test_map_is_about_twelve_thousand_points(world: map_data.WorldMap) -> None:
    assert 10_000 < sum(len(shape.ring) for shape in world.shapes) < 14_000
    assert 40 < len(world.dots) < 90


def test_map_holds_every_nation_and_only_known_ones(world: map_data.WorldMap) -> None:
    keys = {shape.nation for shape in world.shapes if not shape.disputed}
    assert keys == set(NATIONS)
    assert {outline.nation for outline in world.outlines} == set(NATIONS) - {"row"}
    assert len({shape.iso3 for shape in world.shapes} | {dot.iso3 for dot in world.dots}) > 230


def test_disputed_areas_belong_to_nobody(world: map_data.WorldMap) -> None:
    for shape in (*world.shapes, *world.dots):
        assert shape.disputed == (shape.nation == ""), shape.iso3
    for lon, lat in ((75.5, 34.5), (79.5, 35.2), (94.0, 28.3), (34.2, 45.2), (147.9, 45.07), (-13.0, 24.5)):
        x, y = map(float, map_data.project(lon, lat))
        shape = world.shape_at(x, y)
        assert shape is not None and shape.disputed, (lon, lat)
        assert world.nation_at(x, y) is None


@pytest.mark.parametrize(
    ("lon", "lat", "nation"),
    [
        (116.4, 39.9, "china"),
        (114.9, 25.8, "china"),
        (-100.0, 40.0, "usa"),
        (-150.0, 65.0, "usa"),
        (139.0, 36.0, "japan"),
        (133.0, -25.0, "australia"),
        (-1.5, 52.5, "eu"),  # the United Kingdom was a member in 2010
        (25.5, 58.8, "eu"),
        (16.0, 45.6, "row"),  # Croatia was not
        (8.2, 46.8, "row"),  # Switzerland lies inside the Union's outline
        (-42.0, 70.0, "row"),
        (127.8, 36.3, "korea"),
        (126.5, 40.0, "row"),
        (78.0, 20.0, "india"),
        (102.3, 4.0, "malaysia"),
        (115.0, 3.5, "malaysia"),
        (96.0, 21.0, "myanmar"),
        (-175.0, 67.0, "row"),  # Chukotka, beyond the cut at 180 degrees
        (28.3, -29.6, "row"),  # Lesotho lies inside South Africa
        (-30.0, 30.0, None),
        (160.0, 72.5, None),
    ],
)
def test_places_belong_to_the_right_nation(
    world: map_data.WorldMap, lon: float, lat: float, nation: str | None
) -> None:
    x, y = map(float, map_data.project(lon, lat))
    assert world.nation_at(x, y) == nation


def test_every_ring_lies_on_the_globe_and_none_jumps_across_it(world: map_data.WorldMap) -> None:
    west, south, east, north = map_data.BOUNDS
    for piece in (*world.shapes, *world.outlines):
        ring = piece.ring
        assert len(ring) >= 3
        assert west <= ring[:, 0].min() and ring[:, 0].max() <= east
        assert south <= ring[:, 1].min() and ring[:, 1].max() <= north
        steps = np.abs(np.diff(ring, axis=0, append=ring[:1]))
        assert steps.max() < 0.75, "an edge runs across the map"


def test_land_areas_are_those_of_an_equal_area_map(world: map_data.WorldMap) -> None:
    radius_km = 6371.0
    known_km2 = {"AUS": 7.69e6, "IND": 3.0e6, "JPN": 0.372e6, "BRA": 8.5e6, "RUS": 17.0e6}
    for iso3, wanted in known_km2.items():
        rings = [shape.ring for shape in world.shapes if shape.iso3 == iso3]
        twice = (np.sum(r[:, 0] * np.roll(r[:, 1], -1) - np.roll(r[:, 0], -1) * r[:, 1]) for r in rings)
        area_km2 = sum(abs(a) for a in twice) / 2 * radius_km**2
        assert area_km2 == pytest.approx(wanted, rel=0.06), iso3


def test_union_outline_has_no_inner_borders(world: map_data.WorldMap) -> None:
    """The German-French border is gone: no outline point lies near Strasbourg."""
    x, y = map_data.project(7.8, 48.6)
    points = np.concatenate([outline.ring for outline in world.outlines if outline.nation == "eu"])
    assert np.hypot(points[:, 0] - x, points[:, 1] - y).min() > 0.01


def test_anchors_and_sites_stand_where_they_should(world: map_data.WorldMap) -> None:
    assert tuple(world.anchors) == NATIONS
    for nation, anchor in world.anchors.items():
        assert world.nation_at(*anchor.hub) == (None if nation == "row" else nation)
    wanted = {
        "bayan_obo", "ganzhou", "mount_weld", "kuantan", "mountain_pass", "odisha", "silmet", "osaka",
        "saitama", "kachin",
    }  # fmt: skip
    assert wanted <= set(world.sites)
    assert {site.nation for site in world.sites.values()} == set(NATIONS)
    for site in world.sites.values():
        assert world.nation_at(site.x, site.y) == site.nation, site.id
        assert set(site.name) == {"en", "zh-Hans"} and all(site.name.values())


def test_projection_matches_published_values() -> None:
    x, y = map_data.project([0.0, 180.0, 0.0], [0.0, 0.0, 90.0])
    assert x == pytest.approx([0, 2.70663, 0], abs=1e-4)
    assert y == pytest.approx([0, 0, 1.31736], abs=1e-4)


def test_installed_data_win_over_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "game"
    (tmp_path / "assets").mkdir()
    package.mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.assets_dir() == tmp_path / "assets"
    (package / "_data" / "assets").mkdir(parents=True)
    assert paths.assets_dir() == package / "_data" / "assets"
    with pytest.raises(FileNotFoundError, match="'levels' is missing"):
        paths.levels_dir()


def test_every_asset_folder_is_credited() -> None:
    credits = (ASSETS / "CREDITS.md").read_text(encoding="utf-8")
    for licence in sorted((ASSETS / "licences").glob("*.txt")):
        assert licence.name in credits


def test_coverage_says_what_the_fonts_have() -> None:
    for family in FAMILIES:
        with TTFont(ASSETS / "fonts" / f"{family}-Bold.ttf") as font:
            known = set(font.getBestCmap())
        said = {point for point in range(0x20, 0x30000) if can_show(chr(point), family)}
        assert said == {point for point in known if point >= 0x20}
