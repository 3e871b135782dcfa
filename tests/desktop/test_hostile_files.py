"""What lies in the player's folders may be damaged or made by somebody else: it is used or passed over."""

from __future__ import annotations

import dataclasses
import json
import os
import struct
import zlib
from pathlib import Path

import pytest

from game.desktop.ghost import FILE, last_run
from game.desktop.pictures import copy_picture, picture_of, read_picture
from game.desktop.preferences import Preferences, load_preferences, save_preferences
from game.desktop.sitting import Sitting

ODD = (
    *(
        None,
        True,
        -1,
        10**400,
        -(10**400),
        1e308,
        float("inf"),
        float("nan"),
        "",
        "x",
        "\ud800",
        [],
        {},
        [[]],
    ),
    *({"a": 1}, [0, 0, -5, -5], [10**400] * 4, {"cover": 10**400}, {"end": 10**400}, {"end": "ctrl+"}),
)
RUINS = (b"", b"null", b"[" * 200_000, b'{"a":' * 90_000, b'{"scale":' + b"9" * 5000 + b"}", b"\xff\xfe\x00")


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Preferences)])
def test_any_preference_may_hold_anything(name: str, tmp_path: Path) -> None:
    file = tmp_path / "desktop.json"
    for value in ODD:
        file.write_text(json.dumps({name: value}), encoding="utf-8")
        read = load_preferences(file)
        assert save_preferences(read, file) and load_preferences(file) == read


@pytest.mark.parametrize("data", RUINS, ids=range(len(RUINS)))
def test_ruined_preferences_and_predictions_count_for_nothing(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "desktop.json"
    file.write_bytes(data)
    (tmp_path / "predictions.txt").write_bytes(data)
    (tmp_path / FILE).write_bytes(data)
    assert last_run(tmp_path, "quota/japan/7") == {}
    session = Sitting(preferences_file=file, saves=tmp_path)
    assert session.preferences.theme == Preferences().theme
    assert session._notes() == {}


def test_of_a_last_run_only_figures_are_drawn(tmp_path: Path) -> None:
    for values, good in (([1, 10**400, float("nan"), float("inf"), "x", [], 2.5], (1.0, 2.5)), ("x", None)):
        (tmp_path / FILE).write_text(json.dumps({"a/b/1": {"money": values}}), encoding="utf-8")
        assert last_run(tmp_path, "a/b/1").get("money") == good


def png(width: int, height: int) -> bytes:
    """A picture of a few bytes, whatever its size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    heading = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", heading) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_a_picture_that_is_none_is_missing(tmp_path: Path) -> None:
    save = tmp_path / "game.json"
    place = picture_of(save)
    place.parent.mkdir()
    for data in (b"", b"junk" * 100, png(9, 9)[:40], png(4000, 4000), b"\x89PNG\r\n\x1a\n"):
        place.write_bytes(data)
        assert read_picture(save) is None
    place.write_bytes(png(320, 180))
    assert read_picture(save) is not None
    copy_picture(save, tmp_path / "copy.json")
    assert read_picture(tmp_path / "copy.json") is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_picture_that_is_no_file_is_never_opened(tmp_path: Path) -> None:
    save = tmp_path / "game.json"
    place = picture_of(save)
    place.mkdir(parents=True)
    assert read_picture(save) is None
    place.rmdir()
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.symlink_to(path)):
        make(place)
        assert read_picture(save) is None
        copy_picture(save, tmp_path / "copy.json")
        place.unlink()
