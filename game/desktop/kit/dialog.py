"""Modal dialogs: the scene below is veiled and neither pointer nor keyboard reaches it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .geometry import Rect
from .scroll import ScrollWidgets


@dataclass
class Dialog:
    """An open dialog: the place for its content, the strip for its buttons, and whether to close it now."""

    body: Rect
    footer: Rect
    frame: Rect
    dismissed: bool = False


class DialogWidgets(ScrollWidgets):
    """The dialog. Draw it last in the scene, so that it lies on top."""

    @contextmanager
    def dialog(
        self,
        name: str,
        title: str,
        size: tuple[float, float],
        *,
        icon: str = "",
        footer: bool = True,
        closable: bool = True,
    ) -> Iterator[Dialog]:
        """Opens for as long as the scene draws it; `dismissed` is set inside or after the block by the cross,
        a click beside it, or Esc (check it after the block). The first widget inside gets the focus; the old
        focus comes back when the dialog is gone.
        """
        wid = self.full_id(name)
        self._layer += 10
        self.state.modal = self._layer
        self.state.dialogs.append(wid)
        self.block(None)
        is_new = wid not in [entry[0] for entry in self._modals]
        if is_new:
            self._modals.append((wid, self.focused))
            self.focused = None
        x, y, w, h = self.box(self.screen)
        self.painter.veil((x, y, w, h), (0, 0, 0), self.theme.scrim_alpha)
        frame = self.screen.centred(min(size[0], self.screen.w - 32), min(size[1], self.screen.h - 32))
        self.floating(frame, "panel", 12)
        self.note("dialog", title, wid=wid, rect=frame)
        self._depth += 1
        start = len(self.state.focusables)
        box = self._dialog_parts(frame, title, icon, footer, closable)
        with self.scope(name):
            yield box
            if closable and self._cross(frame):
                box.dismissed = True
        if is_new and len(self.state.focusables) > start:
            self.focused = self.state.focusables[start].id
        if closable and self._keyboard_reaches() and self.take_key("esc"):
            box.dismissed = True
        beside = self.input.pressed and not self.state.taker and not frame.contains(self.input.mouse)
        if closable and not is_new and beside and self._layer == self.last.modal:
            box.dismissed = True
        self._depth -= 1
        self._layer -= 10

    def _dialog_parts(self, frame: Rect, title: str, icon: str, footer: bool, closable: bool) -> Dialog:
        inside = frame.inset(20, 16)
        head, rest = inside.split_top(max(30.0, self.line_h("title")), gap=12)
        if icon:
            size = self.line_h("title") * 0.8
            self.icon(Rect(head.x, head.cy - size / 2, size, size), icon, colour="accent_text")
            head = head.pad(left=size + 12)
        self.put_text(head.pad(right=40 if closable else 0), title, "title", wid=title, ellipsis=False)
        foot = Rect(rest.x, rest.bottom, rest.w, 0)
        if footer:
            rest, foot = rest.split_bottom(self.control_h + 4, gap=14)
        return Dialog(rest, foot, frame)

    def _cross(self, frame: Rect) -> bool:
        size = 30.0
        rect = Rect(frame.right - size - 12, frame.y + 14, size, size)
        return self.button("close", rect, "", icon="x", kind="quiet", label=self.tr("kit.close"))
