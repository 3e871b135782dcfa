"""The map of a challenge as a picture in text."""

from __future__ import annotations

from game.content.packs import LoadedLevel
from game.i18n import Text, Translator
from game.insight.win_map import Cell, Grid, Row, WinMap
from game.play.assumptions import name_of, value_of
from game.play.words import pack_text

__all__ = ["picture"]

MARKS = {"build": "B", "politics": "P", "open": "·"}
LEAD = 9


def picture(found: WinMap, loaded: LoadedLevel, translator: Translator) -> str:
    """For each seat the lead of build-up over each assumption's range, and the grid of its two strongest."""
    tr = translator.tr
    lines = [tr("assumptions.map.title", n=found.seeds, level=pack_text(loaded.level.title))]
    lines += [tr("assumptions.map.legend"), tr("assumptions.map.brackets")]
    for seat in dict.fromkeys(row.seat for row in found.rows):
        lines += ["", translator.render(pack_text(loaded.level.seats[seat].name))]
        for row in found.rows_of(seat):
            lines += _row(row, translator)
        grid = found.grid_of(seat)
        if grid is not None:
            lines += _grid(grid, translator)
    return "\n".join(lines)


def _row(row: Row, translator: Translator) -> list[str]:
    """The values, under them mark and lead, then where the winner changes."""
    name = translator.render(name_of(row.assumption))
    values = [f"{value:.4g}" for value in row.values]
    known = zip(values, row.evidenced, strict=True)
    head = "".join(f"{value if sure else f'({value})':>{LEAD}}" for value, sure in known)
    marks = "".join(f"{_said(cell):>{LEAD}}" for cell in row.cells)
    found = [f"  {name}", f"    {head}", f"    {marks}"]
    if row.crossings:
        where = [value_of(row.assumption, value) for value in row.crossings]
        said = "; ".join(translator.render(value) for value in where)
        found.append("    " + translator.tr("assumptions.map.changes", where=said))
    return found


def _said(cell: Cell) -> str:
    return f"{MARKS[cell.winner]}{cell.mean:+.0f}"


def _grid(grid: Grid, translator: Translator) -> list[str]:
    down, across = (Text(f"assumptions.name.{name}") for name in (grid.down, grid.across))
    lines = ["  " + translator.tr("assumptions.map.grid", down=down, across=across)]
    lines.append("    " + " " * LEAD + "".join(f"{value:>{LEAD}.4g}" for value in grid.across_values))
    for value, cells in zip(grid.down_values, grid.cells, strict=True):
        lines.append(f"    {value:>{LEAD}.4g}" + "".join(f"{_said(cell):>{LEAD}}" for cell in cells))
    return lines
