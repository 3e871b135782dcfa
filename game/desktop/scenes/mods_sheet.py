"""What the page of packs shows of one: who made it, what it holds, whom it stands in for, what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.content.problem import excerpt, harmless

from ..kit import Flow, Rect, Tone, Ui, mix
from .base import Words, headline, paragraph

if TYPE_CHECKING:
    from game.content.problem import Problem
    from game.content.shelf import Sheet

__all__ = ["about", "facts", "marks", "name_of", "plain_lines", "sheet"]

MOST_SHOWN = 25  # problems of one pack
TREE = (  # what a pack consists of: depth, icon, name, words
    (0, "folder-open", "my_pack/", ""),
    (1, "file-text", "pack.yaml", "manifest"),
    (1, "folder-open", "levels/", ""),
    (2, "file-text", "my_pack_1.yaml", "level"),
    (1, "folder-open", "campaigns/  rivals/", "others"),
    (1, "folder-open", "history/  settings/", "others"),
)
Tidy = Callable[[str], str]
"""Shortens the paths in a sentence."""


def name_of(w: Words, found: Sheet) -> str:
    """What a pack is called; its folder's name where its manifest can't be read."""
    manifest = found.pack.manifest
    said = manifest.name.in_language(w.language) if manifest else found.name
    return harmless(" ".join(said.split())[:120])


def plain_lines(
    ui: Ui, flow: Flow, text: str, style: str = "body", colour: str = "text", name: str = ""
) -> Rect:
    """A stranger's words as the next part of a column: wrapped, and never read as markup."""
    rect = flow.next(ui.text_h(text, flow.area.w, style))
    ui.label(rect, text, style, colour=colour, wrap=True, name=name)
    return rect


def marks(w: Words, found: Sheet) -> list[tuple[str, Tone, str]]:
    """The badges of a pack: text, tone, icon."""
    shown: list[tuple[str, Tone, str]] = []
    if found.errors:
        shown.append((w.translator.trn("mods.errors", found.errors), "bad", "circle-x"))
    if found.warnings:
        shown.append((w.translator.trn("mods.warnings", found.warnings), "warn", "triangle-alert"))
    if not found.problems:
        shown.append((w("mods.good"), "good", "check"))
    if not found.on:
        shown.append((w("mods.off"), "neutral", "ban"))
    if not found.own:
        shown.append((w(f"mods.{found.pack.place}"), "info", "lock"))
    return shown


def badge_rows(ui: Ui, flow: Flow, shown: list[tuple[str, Tone, str]]) -> None:
    """Badges beside each other, in as many rows as they need."""
    tall = ui.line_h("caption") + 6
    strip = flow.next(tall)
    for text, tone, icon in shown:
        wide = ui.text_w(text, "caption") + tall * 0.6 + 24
        if strip.x > flow.area.x and strip.x + wide > flow.area.right:
            strip = flow.next(tall)
        strip = strip.pad(left=ui.badge(strip, text, tone=tone, icon=icon) + 8)


def sheet(ui: Ui, flow: Flow, w: Words, found: Sheet, tidy: Tidy, acts: Callable[[Flow], None]) -> None:
    """Everything about a pack, one part below the other; `acts` draws what can be done with it."""
    manifest = found.pack.manifest
    badge_rows(ui, flow, marks(w, found))
    if manifest is not None:
        plain_lines(ui, flow, harmless(manifest.description.in_language(w.language)))
    if not found.own:
        plain_lines(ui, flow, w(f"mods.fixed.{found.pack.place}"), "small", "muted")
    acts(flow)
    if found.problems:
        check(ui, flow, w, found, tidy)
    flow.skip(4)
    facts(ui, flow, w, found, tidy)
    holds(ui, flow, w, found)
    if found.steads:
        steads(ui, flow, w, found)
    if not found.problems:
        check(ui, flow, w, found, tidy)


def facts(ui: Ui, flow: Flow, w: Words, found: Sheet, tidy: Tidy) -> None:
    """Version, authors, licence, game, folder: names at the left, their words beside."""
    manifest = found.pack.manifest
    rows = [("folder", tidy(str(found.pack.folder)))]
    if manifest is not None:
        rows = [
            ("version.label", manifest.version),
            ("authors", ", ".join(manifest.authors)),
            ("licence", manifest.licence),
            ("game", manifest.game),
            *rows,
        ]
    lead = max(ui.text_w(w(f"mods.{key}")) for key, _ in rows) + 16
    apart, flow.gap = flow.gap, 4
    for key, said in rows:
        said, label = harmless(said), w(f"mods.{key}")
        wide = flow.area.w - lead
        if wide < 160 * ui.text_scale:  # one below the other
            plain_lines(ui, flow, label, "body", "muted")
            plain_lines(ui, flow, said)
            continue
        strip = flow.next(ui.text_h(said, wide))
        left, right = strip.split_left(lead)
        ui.put_text(Rect(left.x, left.y, left.w, ui.line_h()), label, colour="muted", wid=label)
        ui.put_lines(right, said, wid=label)
        ui.note("figure", label, value=said, rect=strip)
    flow.gap = apart


def holds(ui: Ui, flow: Flow, w: Words, found: Sheet) -> None:
    """What lies in its folders, by kind."""
    flow.skip(6)
    headline(ui, flow, w("mods.holds"))
    kinds = [kind for kind in ("level", "campaign", "setting", "history", "rival") if found.files(kind)]
    if not kinds:
        plain_lines(ui, flow, w("mods.holds_nothing"), "body", "muted")
    for kind in kinds:
        files = found.files(kind)
        names = []
        for file in files:
            title = found.titles.get((kind, file.id))
            names.append(title.in_language(w.language) if title is not None else file.id)
        said = w("mods.holds_row", kinds=w.translator.trn(f"mods.kind.{kind}", len(files)), names=names)
        plain_lines(ui, flow, harmless(said))


def steads(ui: Ui, flow: Flow, w: Words, found: Sheet) -> None:
    """Which of its files are used instead of others', and which are not used."""
    flow.skip(6)
    headline(ui, flow, w("mods.steads"))
    for one in found.steads:
        other = one.other.manifest.name.in_language(w.language) if one.other.manifest else one.other.id
        key = "used" if one.used else "unused"
        said = w(f"mods.stead.{key}", kind=w(f"mods.one.{one.kind}"), id=one.id, other=other)
        tall = ui.line_h()
        strip = flow.next(ui.text_h(harmless(said), flow.area.w - tall - 6))
        ui.icon(
            Rect(strip.x, strip.y, tall * 0.85, tall),
            "layers" if one.used else "ban",
            colour="accent_text" if one.used else "muted",
        )
        ui.label(strip.pad(left=tall + 6), harmless(said), wrap=True)
    plain_lines(ui, flow, w("mods.stead.own"), "small", "muted")


# ------------------------------------------------------------------------------------------ problems


def check(ui: Ui, flow: Flow, w: Words, found: Sheet, tidy: Tidy) -> None:
    """What `lanthanide check` says."""
    flow.skip(6)
    headline(ui, flow, w("mods.check"))
    state = "broken" if found.errors else "warned" if found.problems else "good"
    plain_lines(ui, flow, w(f"mods.check.{state}"), "body", "muted")
    for problem in found.problems[:MOST_SHOWN]:
        _problem(ui, flow, w, problem, tidy)
    more = len(found.problems) - MOST_SHOWN
    if more > 0:
        plain_lines(ui, flow, w.translator.trn("mods.check.more", more), "small", "muted")


def _problem(ui: Ui, flow: Flow, w: Words, problem: Problem, tidy: Tidy) -> None:
    """Place, sentence, the line itself with what is meant underlined, and what to do."""
    bad = problem.is_error
    tone: Tone = "bad" if bad else "warn"
    icon = "circle-x" if bad else "triangle-alert"
    inner = flow.area.w - 30
    place = problem.file
    if problem.line:
        place = w("mods.check.place", file=problem.file, line=problem.line)
    place = harmless(f"{place}  [{problem.code}]")
    message = harmless(tidy(w.text(problem.message)))
    hint = harmless(tidy(w.text(problem.hint)))
    lead = ui.line_h() + 4
    shows = bool(problem.line and problem.source_line.strip())
    parts = [ui.text_h(place, inner, "small"), ui.text_h(message, inner - lead, "strong")]
    parts += [ui.line_h("small") + 16] if shows else []
    parts += [ui.text_h(hint, inner - lead)] if hint else []
    box = flow.next(sum(parts) + 6 * (len(parts) - 1) + 22)
    ink = ui.theme.tone(tone)
    ui.painter.box(ui.box(box), ui.px(8), mix(ui.theme.panel, ink, 0.05), mix(ui.theme.border, ink, 0.35))
    ui.painter.box(ui.box(Rect(box.x, box.y + 8, 4, box.h - 16)), ui.px(2), ink)
    inside = Flow(box.pad(left=18, right=12, top=11, bottom=11), gap=6)
    strip = inside.next(parts[1])
    side = lead - 8
    ui.icon(Rect(strip.x, strip.y + 2, side, side), icon, colour=ink, label=w(f"content.{problem.severity}"))
    ui.label(strip.pad(left=lead), message, "strong", wrap=True)
    ui.label(inside.next(parts[0]), place, "small", colour="muted", wrap=True)
    if shows:
        _source(ui, w, inside.next(parts[2]), problem, tone)
    if hint:
        strip = inside.next(parts[-1])
        ui.icon(Rect(strip.x, strip.y + 2, side, side), "lightbulb", colour="accent_text")
        ui.label(strip.pad(left=lead), hint, wrap=True)


def _source(ui: Ui, w: Words, rect: Rect, problem: Problem, tone: Tone) -> None:
    """The line as the author wrote it, without its indentation; what is meant is underlined."""
    line, column = excerpt(problem)
    line = harmless(line).replace("\t", " ")
    at = max(0, column - 1)
    start = min(len(line) - len(line.lstrip()), at)
    number = str(problem.line)
    ui.painter.box(ui.box(rect), ui.px(6), ui.theme.field, ui.theme.border)
    inside = rect.inset(10, 0)
    lead = ui.text_w(number, "small") + 14
    ui.put_text(inside, number, "small", "muted", wid=number)
    room = inside.pad(left=lead)
    while start < at and ui.text_w(line[start : at + min(problem.length, 12)], "small") > room.w - 20:
        start += max(1, (at - start) // 4)
    shown = ("…" if line[:start].strip() else "") + line[start:]
    before = shown[: len(shown) - len(line) + at]
    ui.put_text(room, shown, "small", "text", ellipsis=True, wid="source")
    x = room.x + ui.text_w(before, "small")
    length = max(1, min(problem.length, len(line) - at))
    wide = min(max(7.0, ui.text_w(line[at : at + length], "small")), room.right - x)
    if wide > 0:
        foot = rect.cy + ui.line_h("small") / 2
        ui.painter.box(ui.box(Rect(x, foot, wide, 2.5)), ui.px(1), ui.theme.tone(tone))
    said = w("mods.check.line", line=problem.line, column=problem.column, source=line.strip())
    ui.note("text", said, rect=rect)


# --------------------------------------------------------------------------------------- what a mod is


def about(ui: Ui, flow: Flow, w: Words) -> None:
    """For whom this page is new: what a mod is, where one comes from, how to make one."""
    paragraph(ui, flow, w("mods.empty.what"))
    flow.skip(4)
    _tree(ui, flow, w)
    flow.skip(4)
    for key, icon in (("get", "download"), ("make", "pencil"), ("learn", "book-open")):
        text = w(f"mods.empty.{key}")
        lead = ui.line_h() + 12
        strip = flow.next(ui.text_h(text, flow.area.w - lead, markup=True))
        ui.icon(Rect(strip.x, strip.y, ui.line_h(), ui.line_h()), icon, colour="accent_text")
        ui.rich(strip.pad(left=lead), text)


def _tree(ui: Ui, flow: Flow, w: Words) -> None:
    """The files of a pack, as a file manager would show them."""
    row = ui.line_h() + 6
    words = [w(f"mods.tree.{key}") if key else "" for *_, key in TREE]
    step = row * 0.9
    heads = [step * depth + row + ui.text_w(name, "strong") for depth, _, name, _ in TREE]
    beside = max(head for head, said in zip(heads, words, strict=True) if said) + 18
    narrow = flow.area.w - 28 - beside < 180 * ui.text_scale
    tall = []
    for head, said in zip(heads, words, strict=True):
        width = flow.area.w - 28 - (step * 3 if narrow else beside)
        more = ui.text_h(said, width, "small") if said else 0.0
        del head
        tall.append(row + more if narrow else max(row, more + 4))
    box = flow.next(sum(tall) + 20)
    ui.painter.box(ui.box(box), ui.px(8), ui.theme.field, ui.theme.border)
    inside = Flow(box.inset(14, 10), gap=0)
    for (depth, icon, name, _), said, height in zip(TREE, words, tall, strict=True):
        strip = inside.next(height)
        line = Rect(strip.x + step * depth, strip.y, strip.w - step * depth, row)
        ui.icon(Rect(line.x, line.y, row * 0.72, row), icon, colour="accent_text" if depth == 0 else "muted")
        ui.put_text(line.pad(left=row), name, "strong", wid=name)
        if said:
            top = row if narrow else (row - ui.line_h("small")) / 2
            left = step * 3 if narrow else beside
            ui.put_lines(strip.pad(left=left, top=top), said, "small", "muted", wid=name)
        ui.note("text", f"{name}  {said}".rstrip(), rect=strip)
