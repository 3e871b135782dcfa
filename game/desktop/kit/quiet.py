"""Parts of a screen that lie still: their last picture is shown again instead of drawing them anew.

A map that moves, or a pointer on its way over one panel, asks for sixty passes a second; the other panels are
then only copied. A part is drawn whenever it could look or answer differently: the pointer, the focus or an
animation is in it, its key has changed, or somebody has just pressed something.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

import pygame

from .draw import within
from .geometry import Rect
from .state import Focusable, Node, Overflow
from .ui import Ui

__all__ = ["quiet"]

T = TypeVar("T")
MARGIN = 10.0  # the pointer is near, logical units
CALM_PASSES = 3  # after a click or a key; scenes may answer it in the pass after


@dataclass(frozen=True)
class _Kept:
    """A part as it was drawn: its picture, and what it added to the pass."""

    key: Hashable
    picture: pygame.Surface
    nodes: tuple[Node, ...]
    overflows: tuple[Overflow, ...]
    focusables: tuple[Focusable, ...]
    ids: frozenset[str]


def quiet(ui: Ui, name: str, rect: Rect, key: Hashable, draw: Callable[[], T], nothing: T) -> T:
    """Call `draw`, which keeps within `rect`, or show what it drew before; then the answer is `nothing`.

    `key` is everything that its looks depend on, apart from the window's own settings.
    """
    memory = f"quiet/{name}"
    full = (key, ui.box(rect), ui.surface.get_size(), ui.scale, ui.text_scale, ui.theme.name, ui.language)
    calm = ui.calm >= CALM_PASSES and not rect.inset(-MARGIN).contains(ui.input.mouse)
    kept = ui.memory.get(memory)
    if isinstance(kept, _Kept) and calm and kept.key == full and not _has_focus(ui, kept.ids):
        _show(ui, kept, rect)
        return nothing
    ui.memory.pop(memory, None)
    state = ui.state
    ids, state.ids = state.ids, set()
    at = len(state.nodes), len(state.overflows), len(state.focusables)
    others = len(state.deferred), len(state.blockers), state.relayout, ui.wake_at, state.tip
    asked, ui.frame_requested = ui.frame_requested, False
    answer = draw()
    moved, ui.frame_requested = ui.frame_requested, ui.frame_requested or asked
    added, state.ids = frozenset(state.ids), ids | state.ids
    same = others == (len(state.deferred), len(state.blockers), state.relayout, ui.wake_at, state.tip)
    state.duplicate_ids += ids & added
    if calm and same and not moved and not _has_focus(ui, added):
        ui.memory[memory] = _Kept(
            full,
            ui.surface.subsurface(within(ui.box(rect), ui.surface)).copy(),
            tuple(state.nodes[at[0] :]),
            tuple(state.overflows[at[1] :]),
            tuple(state.focusables[at[2] :]),
            added,
        )
    return answer


def _has_focus(ui: Ui, ids: frozenset[str]) -> bool:
    return ui.focus_visible and ui.focused in ids


def _show(ui: Ui, kept: _Kept, rect: Rect) -> None:
    ui.surface.blit(kept.picture, within(ui.box(rect), ui.surface))
    ui.state.nodes += kept.nodes
    ui.state.overflows += kept.overflows
    ui.state.focusables += kept.focusables
    ui.state.ids |= kept.ids
