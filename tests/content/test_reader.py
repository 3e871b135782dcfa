"""The reader: nothing is guessed, nothing is followed, everything has its place."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from game.content import reader
from game.content.level import Level
from game.content.parsing import MAX_PROBLEMS, parse_document
from game.content.reader import Document, Mapping, Scalar, Sequence, path_place, plain, read_text


def read(text: str) -> tuple[Document, list[str]]:
    document, problems = read_text(text, "t.yaml")
    return document, [problem.code for problem in problems]


@pytest.mark.parametrize("word", ["no", "on", "1:30", "2010-09-07", "0x10", "1_000", "~x", ".inf", "010"])
def test_scalars_stay_as_typed(word: str) -> None:
    document, problems = read(f"a: {word}\nb: [{word}]\n{word}: c\n")
    assert not problems
    assert document.root is not None
    assert plain(document.root) == {"a": word, "b": [word], word: "c"}


def test_marks_count_from_one() -> None:
    document, _ = read("a:\n  - 中文: x\n    b: 'yy'\n")
    assert document.root is not None
    node = path_place(document.root, ("a", 0, "b")).node
    assert isinstance(node, Scalar)
    assert (node.line, node.column, node.length, node.quoted) == (3, 8, 4, True)
    key = path_place(document.root, ("a", 0, "中文")).own_key
    assert key is not None and (key.line, key.column) == (2, 5)


def test_nothing_is_left_out_and_quoted_nothing_is_not() -> None:
    document, _ = read("a:\nb: ~\nc: null\nd: ''\ne: 'null'\n")
    assert document.root is not None
    assert plain(document.root) == {"d": "", "e": "null"}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: &x 1", "yaml.anchor", (1, 4)),
        ("a: 1\nb: *x", "yaml.alias", (2, 4)),
        ("a: !!int 1", "yaml.tag", (1, 4)),
        ("a: 1\nb: 2\na: 3", "yaml.duplicate", (3, 1)),
        ("a: 1\n--- \nb: 2", "yaml.documents", (2, 1)),
        ("[a]: 1", "yaml.key", (1, 1)),
        ("a: 1\n\tb: 2", "yaml.tab", (2, 1)),
        ("a: b: c", "yaml.colon", (1, 5)),
        ("a: [1, 2", "yaml.bracket", (1, 4)),
        ("a: 1\n  b: 2", "yaml.indent", (2, 4)),
        ("a: 'x", "yaml.quote", (1, 4)),
        ("a: @x", "yaml.start", (1, 4)),
        ('a: "\\q"', "yaml.escape", (1, 4)),
        ("a: x\x07y", "file.character", (1, 5)),
        ("", "file.empty", (0, 0)),
    ],
)
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_traps(
    text: str, code: str, place: tuple[int, int], loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same codes with libyaml and without it; the same places too, but for where quotes end."""
    monkeypatch.setattr(reader, "_LOADER", getattr(yaml, loader))
    _, problems = read_text(text, "t.yaml")
    assert [problem.code for problem in problems][:1] == [code]
    assert problems[0].line == place[0]
    if code != "yaml.escape":
        assert (problems[0].line, problems[0].column) == place


def test_limits() -> None:
    assert read("a: " + "[" * 60 + "]" * 60)[1] == ["yaml.deep"]
    assert read("a: " + "x" * (1 << 20))[1] == ["file.large"]
    assert read("a: " + "[" * 5000)[1] != []


def test_a_path_takes_ids_singulars_and_bare_words_and_passes_over_tags() -> None:
    document, _ = read("events:\n  - id: cut\n    effects: [{kind: quota, nation: china}]\n")
    assert document.root is not None
    by_id = path_place(document.root, ("events", "cut", "effects", 0, "quota", "nations", 0))
    assert isinstance(by_id.node, Scalar) and by_id.node.text == "china" and not by_id.rest
    assert path_place(document.root, ("events", 0, "when")).rest == ("when",)


trees = st.recursive(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(trees.filter(lambda tree: not isinstance(tree, str)))
def test_what_yaml_writes_is_read_back(tree: object) -> None:
    """Quoted by the library, every tree comes back the same."""
    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True)
    document, problems = read_text(text, "t.yaml")
    assert not problems
    assert document.root is not None and plain(document.root) == tree


@given(st.text(max_size=60) | st.text("a:-[]{}#&*!|>'\"\t\n ,", max_size=60))
def test_any_text_gives_a_tree_or_problems(text: str) -> None:
    document, problems = read_text(text, "t.yaml")
    assert problems or isinstance(document.root, Mapping | Sequence | Scalar)
    assert all(p.line <= len(document.lines) and p.column >= 0 for p in problems)


def test_a_file_full_of_slips_is_refused_in_good_time() -> None:
    document, problems = read_text("\n".join(f"k{n}: {n}" for n in range(4_000)), "t.yaml")
    assert not problems
    _, problems = parse_document(document, Level)
    assert len(problems) == MAX_PROBLEMS + 1 and problems[-1].code == "file.many"
