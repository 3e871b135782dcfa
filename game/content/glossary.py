"""The words of the trade that the game explains. Their texts stand in the catalogues, once in each language.

`glossary.<id>` is the word, `glossary.<id>_text` its explanation, and `glossary.<id>_forms` lists the forms,
divided by `|`, in which it turns up in running text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["TERMS"]

TERMS: Final[Mapping[str, str]] = {
    "rare_earths": "atom",
    "concentrate": "pickaxe",
    "oxide": "package",
    "light_oxide": "flask-conical",
    "heavy_oxide": "flask-round",
    "magnet": "magnet",
    "separation": "test-tubes",
    "cover": "hourglass",
    "bill": "receipt",
    "confidence": "vote",
    "influence": "star",
    "lever": "sliders-horizontal",
    "stock": "warehouse",
    "quota": "file-lock",
    "licence": "stamp",
    "duty": "badge-percent",
    "offtake": "file-check",
    "first_call": "hand-helping",
    "agreement": "handshake",
    "thrift": "leaf",
    "overrun": "trending-up",
    "mandate": "target",
    "twin": "copy",
}
"""Term -> icon, in the order in which they are listed."""
