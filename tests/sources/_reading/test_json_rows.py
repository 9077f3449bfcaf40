"""JSON read whole or not at all."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from headwater.base.errors import InputError
from headwater.sources._reading.json_rows import read_objects
from headwater.sources._reading.raw import RawFile, raw_file


@pytest.fixture
def raw(tmp_path: Path) -> Callable[[str | bytes], RawFile]:
    def make(content: str | bytes) -> RawFile:
        path = tmp_path / "rows.json"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return raw_file(path, "rows.json")

    return make


def test_numbers_are_exact(raw: Callable[[str], RawFile]) -> None:
    # 0.1 + 0.2 is 0.30000000000000004 as floats; as decimals it is 0.3.
    first, second = read_objects(raw('\ufeff[{"a": 0.1}, {"a": 0.2}]'))
    assert first["a"] + second["a"] == Decimal("0.3")


def test_an_empty_array_has_no_objects(raw: Callable[[str], RawFile]) -> None:
    assert read_objects(raw("[ ]\n")) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"a": 1},\n {"a": 2', "rows.json, line 2: the file is cut off"),
        ('[{"a": 1},\n {"a": 2}', "rows.json, line 2: the array breaks off after item 2"),
        ('[{"a": 1},', "the file is cut off"),
        ('{"a": 1}', "rows.json, line 1: the file is not a JSON array"),
        ("[1]", "item 1 of the array is not an object"),
        ('[\n{"a": 1, "a": 2}]', 'rows.json, line 2: the key "a" occurs twice'),
        ('[{"a": NaN}]', "NaN is not a number"),
        ('[{"a": -Infinity}]', "-Infinity is not a number"),
        ('[{"a": 1}] x', "text after the end of the array"),
        ('[{"a": 1},, {"a": 2}]', "not JSON"),
        ("[" + '{"a":' * 200_000, "nested too deep"),
        ('[{"a": ' + "9" * 5000 + "}]", "a number is too long"),
        ("", "the file is empty"),
        (b'[{"a": "\xff"}]', "byte 0xFF is not UTF-8 text"),
        (b'[{"a": \n"\x00"}]', "rows.json, line 2: a NUL byte"),
    ],
)
def test_what_cannot_be_trusted_is_refused_whole(
    raw: Callable[[str | bytes], RawFile], content: str | bytes, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_objects(raw(content))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
