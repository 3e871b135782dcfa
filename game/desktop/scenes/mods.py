"""Packs that players make and pass on: which there are, on or off, in what order, and what is wrong.

Taking a pack in, putting it away and reading all of them is the work of `game/content`; here it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

import pygame

from game.content.install import begin_pack, install, remove, removed_dir
from game.content.problem import harmless
from game.content.shelf import Sheet, move_pack, survey, switch_pack
from game.content.unpack import InstallError
from game.i18n import Text

from ..kit import Flow, Rect, Tone, Ui
from ..kit.textfield import write_clipboard
from ..opener import open_folder
from .base import (
    Action,
    GameScene,
    Words,
    bar_height,
    button_bar,
    headline,
    leaf,
    page,
    waiting,
    words,
)
from .cards import pick_card
from .mods_sheet import about, badge_rows, marks, name_of, sheet

if TYPE_CHECKING:
    from ..jobs import Latest
    from ..session import Session

__all__ = ["Mods"]

ABOUT = ""  # what is chosen while no pack is


def typed_path(text: str) -> Path:
    """A path as people type or paste it: in quotes, from the home folder, or as an address of a file."""
    text = text.strip().strip("\"'")
    if text.startswith("file://"):
        text = unquote(urlparse(text).path)
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


class Mods(GameScene):
    """The packs at the left, the chosen one at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sheets: tuple[Sheet, ...] | None = None
        self.chosen = ABOUT
        self.asking = ""  # install, replace or remove: the dialog that is open
        self.typed = ""
        self.trouble: Text | None = None
        self.offer: InstallError | None = None
        self.source = Path()
        self.opener: Callable[[Path], bool] = open_folder
        self.changed = False
        self._looker: Latest[tuple[Sheet, ...]] | None = None
        self._wanted = ""  # a folder to choose when the packs have been read

    def name(self, w: Words) -> str:
        return w("mods.title")

    # reading -----------------------------------------------------------------------------------------------

    def enter(self) -> None:
        super().enter()
        if self.sheets is None:
            self.look()

    def leave(self) -> None:
        if self.changed:
            self.changed = False
            self.app.submit(self.session.levels)

    def look(self) -> None:
        """Read all packs anew, in the background."""
        self._looker = self._looker or self.app.latest()
        extra, packs = self.session.packs, self.session.user_packs
        self._looker.ask(lambda: survey(extra, packs))

    def changed_now(self) -> None:
        """Something about the packs is different: the whole game looks again."""
        self.changed = True
        self.session.look_again()
        self.look()

    @property
    def busy(self) -> bool:
        """Whether the packs are still being read."""
        return self._looker is not None and self._looker.busy

    def update(self, dt: float) -> bool | None:
        found = self._looker.poll() if self._looker is not None else None
        if found is None:
            return None
        first = self.sheets is None
        self.sheets = found
        names = [one.name for one in found if one.own]
        if self._wanted in names:
            self.chosen, self._wanted = self._wanted, ""
        elif first:
            self.chosen = names[0] if names else ABOUT
        elif self.chosen not in [one.name for one in found]:
            self.chosen = ABOUT
        return True

    @property
    def sheet(self) -> Sheet | None:
        """The chosen pack."""
        return next((one for one in self.sheets or () if one.name == self.chosen), None)

    def tidy(self, text: str) -> str:
        """Paths in a sentence, short: from the folder of packs on, or from the player's home on."""
        text = text.replace(f"{self.session.user_packs.as_posix()}/", "")
        return text.replace(str(self.session.home), "~")

    def shown(self, folder: Path) -> str:
        """A folder as people read it."""
        return str(folder).replace(str(self.session.home), "~", 1)

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        with page(self, ui, w("mods.title"), icon="puzzle", width=1500) as body:
            actions = self._doors(w)
            tall = bar_height(ui, body.w, actions)
            rest, foot = body.split_bottom(tall + ui.line_h("small") + 8, gap=12)
            left, right = rest.split_left(max(300.0, rest.w * 0.34), gap=16)
            if self.sheets is None:
                waiting(ui, rest, w("mods.looking"))
            else:
                self._list(ui, w, left, self.sheets)
                self._right(ui, w, right)
            bar, line = foot.split_top(tall, gap=8)
            self._do(ui, w, button_bar(ui, bar, actions))
            folder = w("mods.where", folder=self.shown(self.session.user_packs))
            ui.label(line, folder, "small", colour="muted", ellipsis=True, name="where")
        self._dialogs(ui, w)

    def _doors(self, w: Words) -> list[Action]:
        return [
            Action(
                "install", w("mods.install"), "package-plus", "primary", hotkey="i", tip=w("mods.install.tip")
            ),
            Action("begin", w("mods.begin"), "pencil", hotkey="n", tip=w("mods.begin.tip")),
            Action("again", w("mods.again"), "refresh-cw", hotkey="f5", tip=w("mods.again.tip")),
            Action("open", w("mods.open"), "folder-open", hotkey="o"),
            Action("copy", w("mods.copy"), "copy"),
        ]

    def _list(self, ui: Ui, w: Words, rect: Rect, sheets: tuple[Sheet, ...]) -> None:
        with ui.scroll("packs", rect, label=w("mods.list"), padding=2) as area:
            flow = Flow(area, gap=8)
            headline(ui, flow, w("mods.list"), "small_strong")
            for one in sheets:
                self._card(ui, w, flow, one)
            self._about_card(ui, w, flow)

    def _card(self, ui: Ui, w: Words, flow: Flow, one: Sheet) -> None:
        """A pack: its switch, its name, who made it, and how it stands."""
        title, manifest = name_of(w, one), one.pack.manifest
        by = w("mods.no_manifest")
        if manifest is not None:
            by = w("mods.by", version=manifest.version, authors=", ".join(manifest.authors))
        badges = marks(w, one)
        switch = max(20.0, ui.line_h() * 0.95) * 1.8
        inner = flow.area.w - 28 - switch - 14
        below = inner < 240 * ui.text_scale  # badges that take the card's whole width
        room = flow.area.w - 28 if below else inner
        tall = 24 + ui.text_h(title, inner - 20, "strong") + ui.text_h(by, inner, "small") + 6
        tall += self._badges_h(ui, badges, room)

        def draw(rect: Rect) -> None:
            inside = Flow(rect.pad(left=switch + 14), gap=0)
            spot = inside.next(ui.text_h(title, inner - 20, "strong")).pad(right=20)
            ui.put_lines(spot, title, "strong", "text" if one.on else "muted", wid=title)
            ui.put_lines(inside.next(ui.text_h(by, inner, "small")), by, "small", "muted", wid=title)

        rect = flow.next(tall)
        with ui.scope(f"pack-{one.name}"):
            if pick_card(ui, "card", rect, title, one.name == self.chosen, value=by, draw=draw):
                self.chosen = one.name
            inside = rect.inset(14, 11)
            foot = Flow(inside if below else inside.pad(left=switch + 14), gap=4)
            foot.skip(ui.text_h(title, inner - 20, "strong") + ui.text_h(by, inner, "small") + 6)
            badge_rows(ui, foot, badges)
            middle = rect.y + 12 + (ui.line_h("strong") + ui.line_h("small")) / 2 if below else rect.cy
            spot = Rect(rect.x + 14, middle - ui.control_h / 2, switch, ui.control_h)
            fixed = "" if one.own else w(f"mods.fixed.{one.pack.place}")
            label = w("mods.switch", name=title)
            if ui.toggle("on", spot, "", one.on, disabled=fixed, label=label) != one.on:
                self._switch(ui, w, one)

    def _badges_h(self, ui: Ui, badges: Sequence[tuple[str, Tone, str]], width: float) -> float:
        tall, rows, x = ui.line_h("caption") + 6, 1, 0.0
        for text, *_ in badges:
            wide = ui.text_w(text, "caption") + tall * 0.6 + 24
            if x and x + wide > width:
                rows, x = rows + 1, 0.0
            x += wide + 8
        return rows * (tall + 4)

    def _about_card(self, ui: Ui, w: Words, flow: Flow) -> None:
        text = w("mods.about")
        inner = flow.area.w - 28 - ui.line_h() - 10 - 20

        def draw(rect: Rect) -> None:
            side = ui.line_h()
            ui.icon(Rect(rect.x, rect.y, side, side), "info", colour="accent_text")
            ui.put_lines(rect.pad(left=side + 10, right=20), text, wid=text)

        if pick_card(
            ui, "about", flow.next(24 + ui.text_h(text, inner)), text, self.chosen == ABOUT, draw=draw
        ):
            self.chosen = ABOUT

    def _right(self, ui: Ui, w: Words, rect: Rect) -> None:
        one = self.sheet
        if one is None:
            mine = any(found.own for found in self.sheets or ())
            title = w("mods.about" if mine else "mods.none")
            with leaf(ui, "about-mods", rect, title, title=title, icon="puzzle") as flow:
                about(ui, flow, w)
            return
        title = name_of(w, one)

        def acts(flow: Flow) -> None:
            if one.own:
                self._acts(ui, w, flow, one)

        with leaf(ui, f"sheet-{one.name}", rect, title, title=title, icon="package") as flow:
            sheet(ui, flow, w, one, self.tidy, acts)

    def _acts(self, ui: Ui, w: Words, flow: Flow, one: Sheet) -> None:
        own = [found.name for found in self.sheets or () if found.own]
        top, bottom = one.name == own[0], one.name == own[-1]
        actions = [
            Action("up", w("mods.up"), "arrow-up", disabled=w("mods.first") if top else ""),
            Action("down", w("mods.down"), "arrow-down", disabled=w("mods.last") if bottom else ""),
            Action("remove", w("mods.remove"), "trash-2"),
        ]
        with ui.scope("sheet"):
            self._do(ui, w, button_bar(ui, flow.next(bar_height(ui, flow.area.w, actions)), actions))

    # acts --------------------------------------------------------------------------------------------------

    def _do(self, ui: Ui, w: Words, action: str | None) -> None:
        one = self.sheet
        if action == "install":
            self.asking, self.typed, self.trouble = "install", "", None
        elif action == "begin":
            self._begin(ui, w)
        elif action == "again":
            self.changed_now()
        elif action == "open" and not (not self.app.headless and self.opener(self.session.user_packs)):
            self._copy(ui, w, "mods.no_opener")
        elif action == "copy":
            self._copy(ui, w, "mods.copied")
        elif action in ("up", "down") and one is not None:
            step = -1 if action == "up" else 1
            self._keep(ui, w, lambda: move_pack(self.session.user_packs, one.name, step))
        elif action == "remove" and one is not None:
            self.asking = "remove"

    def _copy(self, ui: Ui, w: Words, said: str) -> None:
        path = str(self.session.user_packs)
        write_clipboard(path)
        ui.toast(w(said, path=self.shown(self.session.user_packs)), "info", 8)

    def _switch(self, ui: Ui, w: Words, one: Sheet) -> None:
        self._keep(ui, w, lambda: switch_pack(self.session.user_packs, one.name, not one.on))
        self.sheets = tuple(
            replace(found, on=not one.on) if found is one else found for found in self.sheets or ()
        )

    def _keep(self, ui: Ui, w: Words, change: Callable[[], None]) -> None:
        try:
            change()
        except OSError as error:
            ui.toast(w("mods.not_kept", why=error.strerror or str(error)), "bad", 8)
        self.changed_now()

    def _begin(self, ui: Ui, w: Words) -> None:
        try:
            folder = begin_pack(self.session.user_packs)
        except InstallError as error:
            ui.toast(w.text(error.text), "bad", 8)
            return
        self._wanted = folder.name
        ui.toast(w("mods.begun", name=folder.name), "good", 8)
        self.changed_now()

    def take(self, source: Path, *, replacing: bool = False) -> None:
        """Install what lies there, or ask, or say why not."""
        w, ui = words(self.app.ui), self.app.ui
        self.source, self.typed, self.trouble, self.offer = source, str(source), None, None
        try:
            folder, parcel = install(source, self.session.user_packs, replace=replacing)
        except InstallError as error:
            if error.taken is not None:
                self.asking, self.offer = "replace", error
            else:
                self.asking, self.trouble = "install", error.text
            return
        self.asking, self._wanted = "", folder.name
        name = parcel.manifest.name.in_language(w.language) if parcel.manifest else folder.name
        said = w("mods.installed", name=name)
        if parcel.left_out:
            said = w.translator.trn("mods.installed_left", parcel.left_out, name=name)
        ui.toast(harmless(said), "good", 8)
        self.changed_now()

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.DROPFILE:
            self.take(typed_path(event.file))
            self.app.invalidate()
            return True
        return super().handle(event)

    # questions ---------------------------------------------------------------------------------------------

    def _dialogs(self, ui: Ui, w: Words) -> None:
        if self.asking == "install":
            self._ask_path(ui, w)
        elif self.asking == "replace" and self.offer is not None:
            self._ask_replace(ui, w, self.offer)
        elif self.asking == "remove" and self.sheet is not None:
            self._ask_remove(ui, w, self.sheet)

    def _ask_path(self, ui: Ui, w: Words) -> None:
        hint, trouble = w("mods.dialog.hint"), self.tidy(w.text(self.trouble))
        width = min(ui.screen.w - 60, 640 * max(1.0, ui.text_scale))
        tall = ui.text_h(hint, width - 40) + ui.control_h + 12
        tall += ui.text_h(trouble, width - 40) + 10 if trouble else 0
        actions = [
            Action("cancel", w("mods.dialog.cancel"), "undo-2"),
            Action("do", w("mods.dialog.do"), "package-plus", "primary"),
        ]
        size = (width, tall + 76 + ui.line_h("title") + ui.control_h)
        with ui.dialog("install-dialog", w("mods.dialog.install"), size, icon="package-plus") as box:
            flow = Flow(box.body, gap=10)
            ui.label(flow.next(ui.text_h(hint, box.body.w)), hint, colour="muted", wrap=True)
            label = w("mods.dialog.path")
            found = ui.text_field(
                "path", flow.next(ui.control_h), self.typed, label=label, placeholder=label, max_length=1000
            )
            self.typed = found.text
            if trouble:
                spot = flow.next(ui.text_h(trouble, box.body.w))
                ui.label(spot, trouble, colour="bad", wrap=True, name="trouble")
            pressed = button_bar(ui, box.footer, actions, align="right")
        if pressed == "cancel" or box.dismissed:
            self.asking = ""
        elif (pressed == "do" or found.submitted) and self.typed.strip():
            self.take(typed_path(self.typed))

    def _ask_replace(self, ui: Ui, w: Words, offer: InstallError) -> None:
        taken = next(
            (s for s in self.sheets or () if offer.taken is not None and s.name == offer.taken.name), None
        )
        old = taken.pack.manifest.version if taken and taken.pack.manifest else w("mods.unknown")
        manifest = offer.parcel.manifest if offer.parcel else None
        new = manifest.version if manifest else w("mods.unknown")
        name = name_of(w, taken) if taken else offer.taken.name if offer.taken else ""
        folder = self.shown(removed_dir(self.session.user_packs))
        question = w("mods.dialog.replace_text", name=name, old=old, new=new, folder=folder)
        if self._ask(ui, w, "replace", question, "package-check"):
            self.take(self.source, replacing=True)

    def _ask_remove(self, ui: Ui, w: Words, one: Sheet) -> None:
        folder = removed_dir(self.session.user_packs)
        question = w("mods.dialog.remove_text", name=name_of(w, one), folder=self.shown(folder))
        if not self._ask(ui, w, "remove", question, "trash-2"):
            return
        try:
            place = remove(one.pack.folder, self.session.user_packs)
        except InstallError as error:
            ui.toast(w.text(error.text), "bad", 8)
        else:
            ui.toast(w("mods.removed", name=name_of(w, one), folder=self.shown(place)), "good", 8)
        self.changed_now()

    def _ask(self, ui: Ui, w: Words, name: str, question: str, icon: str) -> bool:
        """A question that lies over the page; True when it was answered with yes."""
        width = min(ui.screen.w - 60, 580 * max(1.0, ui.text_scale))
        actions = [
            Action("keep", w("mods.dialog.keep"), "undo-2"),
            Action("yes", w(f"mods.dialog.{name}_yes"), icon, "danger"),
        ]
        tall = 76 + ui.line_h("title") + ui.text_h(question, width - 40) + ui.control_h
        with ui.dialog(f"{name}-dialog", w(f"mods.dialog.{name}"), (width, tall), icon=icon) as box:
            ui.label(box.body, question, wrap=True, name="question")
            pressed = button_bar(ui, box.footer, actions, align="right")
        if pressed or box.dismissed:
            self.asking = ""
        return pressed == "yes"
