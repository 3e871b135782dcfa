"""Orders in a file: `[{quarter: Q1, orders: [{slot: thrift, option: start}]}]`, as YAML or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from game.i18n import Text
from game.rules.orders import Order, OrderError, code
from game.rules.rulebook import Rulebook

__all__ = ["OrderFileError", "at_home", "read_orders"]

MAX_BYTES = 1_000_000
MAX_SHOWN = 60
_QUARTER = re.compile(r"Q?([1-9]\d{0,2})")
_CALENDAR = re.compile(r"([12]\d{3})Q([1-4])")


class OrderFileError(Exception):
    """An order file can't be used; `text` is one sentence for people."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(f"{text.id}: {dict(text.args)}")


def read_orders(path: Path, rulebook: Rulebook, seat: str) -> dict[int, list[Order]]:
    """Level quarter (from 1) -> orders of a seat; `home` in a slot stands for its nation.

    Raises OrderFileError: unreadable, not YAML or JSON, wrong shape, unknown slot, option or quarter.
    """
    entries = _parsed(path)
    if not isinstance(entries, list):
        raise _error(path, "list")
    home = rulebook.level.seats[seat].nation
    found: dict[int, list[Order]] = {}
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping) or set(entry) != {"quarter", "orders"}:
            raise _error(path, "entry", entry=number)
        quarter = _quarter(path, number, entry["quarter"], rulebook)
        orders = entry["orders"]
        if not isinstance(orders, list):
            raise _error(path, "entry", entry=number)
        given = found.setdefault(quarter, [])
        for order in orders:
            result = _order(path, number, order, rulebook, home)
            if any(result.slot == earlier.slot for earlier in given):
                raise _error(path, "twice", entry=number, found=result.slot, quarter=f"Q{quarter}")
            given.append(result)
    return found


def at_home(slot: str, nation: str) -> str:
    """A slot's name with `home` replaced by the seat's nation."""
    return ":".join(nation if part == "home" else part for part in slot.split(":"))


def _parsed(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise _error(path, "missing") from error
    except (OSError, UnicodeDecodeError) as error:
        raise _error(path, "read", why=getattr(error, "strerror", None) or "UTF-8") from error
    if len(data) > MAX_BYTES:
        raise _error(path, "large")
    try:
        if path.suffix == ".json":
            return json.loads(text, object_pairs_hook=_unique, parse_int=str, parse_float=str)
        # Scalars stay text: `no` or 2010Q1 must not become something else.
        return yaml.load(text, Loader=_Loader)
    except json.JSONDecodeError as error:
        raise _error(path, "syntax", line=error.lineno, why=error.msg) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "YAML"
        raise _error(path, "syntax", line=mark.line + 1 if mark else 1, why=why) from error
    except (RecursionError, ValueError) as error:
        raise _error(path, "list") from error
    except _KeyTwiceError as error:
        raise _error(path, "key", found=_short(error.key)) from error


class _KeyTwiceError(Exception):
    """A key stands twice in one mapping: of two values one would be lost without a word."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def _unique(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _KeyTwiceError(str(next(key for key in keys if keys.count(key) > 1)))
    return found


class _Loader(yaml.BaseLoader):
    """Refuses keys that stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise _KeyTwiceError(twice)
        return super().construct_mapping(node, deep)


def _short(value: Any) -> str:
    """What stands in a message; a list is never spelt out, since references can make it endless."""
    text = value if isinstance(value, str) else type(value).__name__
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


def _quarter(path: Path, number: int, value: Any, rulebook: Rulebook) -> int:
    text = value.strip() if isinstance(value, str) else ""
    if match := _CALENDAR.fullmatch(text):
        quarter = 4 * int(match[1]) + int(match[2]) - 1 - rulebook.level.start.index + 1
    elif match := _QUARTER.fullmatch(text):
        quarter = int(match[1])
    else:
        raise _error(path, "quarter", entry=number, found=_short(value), last=rulebook.quarters)
    if not 1 <= quarter <= rulebook.quarters:
        raise _error(path, "quarter", entry=number, found=_short(value), last=rulebook.quarters)
    return quarter


def _order(path: Path, number: int, order: Any, rulebook: Rulebook, home: str) -> Order:
    if not isinstance(order, Mapping) or not set(order) <= {"slot", "option"} or "slot" not in order:
        raise _error(path, "order", entry=number)
    if not all(isinstance(word, str) for word in order.values()):
        raise _error(path, "order", entry=number)
    slot = at_home(order["slot"], home)
    spec = rulebook.slot_index.get(slot)
    option = order.get("option", "")
    if spec is not None and not option:
        option = rulebook.slots[spec].options[0]
    result = Order(slot, option)
    try:
        code(rulebook, result)
    except OrderError as error:
        close = get_close_matches(str(error.name), error.known, n=1)
        known = close[0] if close else ", ".join(error.known[:6])
        kind = "option" if error.what == "option" else "order.unknown"
        raise _error(path, kind, entry=number, found=_short(error.name), known=known) from error
    return result


def _error(path: Path, name: str, **args: Any) -> OrderFileError:
    return OrderFileError(Text(f"play.orders.{name}", {"path": str(path), **args}))
