"""Letters of returns looked for eight at a time, against a look at each; files read into one array."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile, raw_file
from headwater.sources.irs_990 import contents as read
from headwater.sources.irs_990.contents import contents
from headwater.sources.irs_990.states import WORD
from headwater.sources.irs_990.words import ASCII, NULS, OTHERS, behind_name, behind_simple, kinds_of_letters, next_tag

_NAMED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
_TEXTS = st.lists(st.sampled_from([*range(256), *b"<<>>&&aZ09 /", 0x7F, 0x80, 0x1F, 0x60, 0x7B]), max_size=40).map(
    bytes
)
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def _array(text: bytes) -> tuple[Any, Any]:
    letters = np.frombuffer(text + bytes(WORD), np.uint8)
    return letters, np.ndarray((len(letters) - WORD + 1,), np.int64, letters, 0, (1,))


@pytest.mark.parametrize(
    ("look", "is_met"),
    [
        (next_tag, lambda sign: sign in b"<\0"),
        (behind_name, lambda sign: sign not in _NAMED),
        (behind_simple, lambda sign: sign < 32 or sign > 127 or sign in b"<>&"),
    ],
)
@settings(deadline=None)
@given(text=_TEXTS, at=st.integers(0, 40))
def test_the_first_sign_of_a_kind(look: Any, is_met: Callable[[int], bool], text: bytes, at: int) -> None:
    at = min(at, len(text))
    first = next(place for place, sign in enumerate(text + b"\0") if place >= at and is_met(sign))
    assert look(_array(text)[1], at) == first


@settings(deadline=None)
@given(st.lists(_TEXTS, max_size=5))
def test_what_letters_are(texts: list[bytes]) -> None:
    letters, words = _array(b"\0".join(texts))
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])[:-1]
    places = np.array([(begin, begin + len(text)) for begin, text in zip(begins, texts, strict=True)], np.int64)
    places = places.reshape(-1, 2)
    expected = [NULS if 0 in text else ASCII if text.isascii() else OTHERS for text in texts]
    assert kinds_of_letters(letters, words, places).tolist() == expected


def _files(folder: Path, texts: list[bytes]) -> list[RawFile]:
    for number, text in enumerate(texts):
        (folder / str(number)).write_bytes(text)
    return [raw_file(folder / str(number), str(number)) for number in range(len(texts))]


def test_returns_in_one_array(tmp_path: Path) -> None:
    plain = "<Return>Ä</Return>"
    texts = [
        *("", f"{_XML}{plain}\r\n \t", f"\ufeff{plain}", f"{_XML}<Other/>", f"{_XML}<Return>\0</Return>"),
        *(f"{plain}\x0b", f"{plain}\ufffe</Return>", f"{_XML}{' ' * 600}{plain}", f"{plain}{' ' * 70}"),
    ]
    raws = _files(tmp_path, [*(text.encode() for text in texts), b"<Return>\xff</Return>", plain.encode()])
    found = contents(raws)
    elements = [found.text(*place) for place in found.places.tolist()]
    # With any other sign behind its last tag a return is odd to the walk.
    assert elements == ["", plain, plain, "", "", f"{plain}\x0b", "", "", plain + 6 * " ", "", plain]
    assert not found.letters[found.places[:, 1]].any()
    assert not found.letters[-WORD:].any()


def test_a_file_that_grows_or_goes_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raws = _files(tmp_path, [b"<Return>one</Return>", b"<Return>two</Return>"])
    monkeypatch.setattr(read, "_size", lambda raw: 19 if raw.name == "0" else 20)
    found = contents(raws)
    assert [found.text(*place) for place in found.places.tolist()] == ["", "<Return>two</Return>"]
    raws[1].path.unlink()
    with pytest.raises(InputError, match="cannot be opened"):
        contents(raws)
    monkeypatch.undo()
    with pytest.raises(InputError, match="cannot be opened"):
        contents(raws)
