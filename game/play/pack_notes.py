"""What a save says of the packs that its level came from, where they are not at hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from game.i18n import Text

if TYPE_CHECKING:
    from game.content.pack_ref import PackRef
    from game.content.packs import Library

__all__ = ["missing_packs"]


def missing_packs(packs: Iterable[PackRef], library: Library) -> Text | None:
    """One sentence that names the packs which are off or gone; None when all are there.

    It is no hindrance: a save holds the texts of its level.
    """
    here, off = ({pack.id for pack in found} for found in (library.packs, library.off))
    missing = [ref for ref in packs if ref.id not in here]
    if not missing:
        return None
    asleep = [ref.id in off for ref in missing]
    case = "several" if len(missing) > 1 else "off" if all(asleep) else "gone"
    return Text(f"mods.save.{case}", {"packs": [_named(ref) for ref in missing]})


def _named(ref: PackRef) -> Text:
    return Text("mods.save.pack", {"name": ref.name, "version": ref.version})
