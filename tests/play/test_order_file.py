"""Orders from a file, and one clear sentence for every way to get it wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.i18n import Translator
from game.play.order_file import OrderFileError, read_orders
from game.rules.orders import Order
from game.rules.rulebook import Rulebook


def test_yaml_and_json_say_the_same(rulebook: Rulebook, tmp_path: Path) -> None:
    yaml, json = tmp_path / "orders.yaml", tmp_path / "orders.json"
    yaml.write_text(
        "- quarter: Q1\n  orders:\n    - {slot: thrift, option: start}\n"
        "    - {slot: 'build:light_separation:home'}\n"
        "- quarter: 2010Q2\n  orders: [{slot: stock, option: half}]\n",
        encoding="utf-8",
    )
    json.write_text(
        '[{"quarter": 1, "orders": [{"slot": "thrift", "option": "start"},'
        ' {"slot": "build:light_separation:home", "option": "go"}]},'
        ' {"quarter": "Q2", "orders": [{"slot": "stock", "option": "half"}]}]',
        encoding="utf-8",
    )
    expected = {
        1: [Order("thrift", "start"), Order("build:light_separation:japan", "go")],
        2: [Order("stock", "half")],
    }
    assert read_orders(yaml, rulebook, "japan") == read_orders(json, rulebook, "japan") == expected


BAD = {
    "[{quarter: Q1, orders: [": ("orders.yaml:1", "not valid"),
    "quarter: Q1": ("expected a list",),
    "hello": ("expected a list",),
    "- [1, 2]": ("entry 1", "exactly the keys"),
    "- {quarter: Q1}": ("entry 1", "exactly the keys"),
    "- {quarter: Q1, orders: thrift}": ("entry 1", "exactly the keys"),
    "- {quarter: Q1, orders: [thrift]}": ("entry 1", "{slot: ..., option: ...}"),
    "- {quarter: Q99, orders: []}": ("entry 1", "'Q99' is not a quarter from Q1 to Q20"),
    "- {quarter: 2009Q4, orders: []}": ("'2009Q4' is not a quarter",),
    "- {quarter: soon, orders: []}": ("'soon' is not a quarter",),
    "- {quarter: Q1, quarter: Q2, orders: []}": ("the key 'quarter' stands twice",),
    "- {quarter: Q1, orders: [{slot: [thrift], option: start}]}": ("entry 1", "{slot: ..., option: ...}"),
    "- {quarter: [Q1], orders: []}": ("'list' is not a quarter",),
    "- &a [*a]": ("not valid",),
    "- {[a]: 1}": ("not valid",),
    "!!python/object/apply:os.system [echo]": ("entry 1", "exactly the keys"),
    "[" * 100_000: ("expected a list",),
    "- {quarter: Q1, orders: [{slot: thrift, option: start}]}\n"
    "- {quarter: 2010Q1, orders: [{slot: thrift, option: stop}]}": (
        "entry 2",
        "'thrift' is ordered twice in Q1",
    ),
    "- {quarter: Q1, orders: [{slot: thrfit, option: start}]}": ("no order 'thrfit'", "did you mean thrift?"),
    "- {quarter: Q1, orders: [{slot: thrift, option: begin}]}": ("no option 'begin'", "start"),
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:60])
def test_mistakes_are_named_with_their_place(text: str, rulebook: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "orders.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OrderFileError) as caught:
        read_orders(file, rulebook, "japan")
    for language in ("en", "zh-Hans"):
        translator = Translator(language)
        words = translator.render(caught.value.text)
        assert not translator.missing and "\n" not in words and str(file) in words
    for part in BAD[text]:
        assert part in Translator("en").render(caught.value.text)


def test_references_that_multiply_cost_nothing(rulebook: Rulebook, tmp_path: Path) -> None:
    """Forty lines that would spell out a text of a trillion words if anybody did."""
    lines = ["- &b0 [x, x]", *(f"- &b{i} [*b{i - 1}, *b{i - 1}]" for i in range(1, 40))]
    bombs = "\n".join(lines) + "\n- {quarter: Q1, orders: [{slot: *b39}]}", "&a {quarter: *a, orders: []}"
    for text in (*bombs, "\n".join(lines).replace("- &b0", "- quarter: &b0", 1)):
        (tmp_path / "bomb.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(OrderFileError):
            read_orders(tmp_path / "bomb.yaml", rulebook, "japan")


def test_json_says_its_mistakes_too(rulebook: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "orders.json"
    for text, words in {
        '[{"quarter": ' + "9" * 5000 + ', "orders": []}]': "is not a quarter",
        '[{"quarter": NaN, "orders": []}]': "is not a quarter",
        '[{"quarter": true, "orders": []}]': "is not a quarter",
        '[{"quarter": 1, "quarter": 2, "orders": []}]': "stands twice",
        '[{"quarter": 1, "orders": [{"slot": "thrift", "option": null}]}]': "{slot: ..., option: ...}",
        "[" * 100_000: "expected a list",
    }.items():
        file.write_text(text, encoding="utf-8")
        with pytest.raises(OrderFileError) as caught:
            read_orders(file, rulebook, "japan")
        said = Translator("en").render(caught.value.text)
        assert words in said and len(said) < 400


def test_unreadable_files_are_named(rulebook: Rulebook, tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(OrderFileError):
            read_orders(path, rulebook, "japan")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OrderFileError):
        read_orders(tmp_path / "binary.yaml", rulebook, "japan")
    (tmp_path / "large.yaml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(OrderFileError) as caught:
        read_orders(tmp_path / "large.yaml", rulebook, "japan")
    assert "too large" in Translator("en").render(caught.value.text)
