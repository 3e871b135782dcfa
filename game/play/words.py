"""Small helpers that make texts of ids: names of nations, seats, projects, goods, orders and options."""

from __future__ import annotations

from typing import Any

from game.content.fields import PackText
from game.i18n import Text

__all__ = ["pack_text"]


def pack_text(text: PackText, **args: Any) -> Text:
    """A pack's text, to be rendered in whatever language is then read."""
    return Text({"en": text.en, "zh-Hans": text.zh_hans}, args)
