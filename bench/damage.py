"""Damage done to files of any format: bytes flipped, cut, doubled; numbers, days and texts that nobody expects."""

import re
from collections.abc import Callable
from random import Random

_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_DAY = re.compile(rb"\d{4}-\d{2}-\d{2}|\d{2}/\d{2}/\d{4}|\b\d{8}\b")
_WORD = re.compile(rb"[A-Za-z]{3,}")
_NUMBERS = (
    b"9" * 20, b"9" * 400, b"9" * 5000, b"-1", b"-0", b"1e999", b"1E-400", b"NaN", b"Infinity", b"0x10", b"1_000",
    b"1,000", b"$5", b"0.005", b"99999999999999.99", b"9223372036854775808", "٣".encode(), "²".encode(), b"",
)  # fmt: skip
_DAYS = (
    b"0000-00-00", b"9999-12-31", b"2020-02-30", b"-001-01-01", b"99999999", b"00000000", b"13/32/2020",
    b"02/29/1900", b"2020-01-01T99:99:99.999Z", "２０２０-01-01".encode(), b"",
)  # fmt: skip
_TEXTS = (
    b"\0", b"\xed\xa0\x80", b"\xff\xfe", b"\xc3", b"\x1a", b"\r", b"\n", b"\r\n", b'"', b'""', b"'", b"|", b"\t", b",",
    b"\x1c", b"=CMD|'/C CALC'!A0", "\u202e\u2066".encode(), "\u2028".encode(), b"\\u0000", b"\\ud800", b"\\", b"<b>",
    b"&amp;", b"]]>", b"<!--", b"{", b"}", b"[", b"]", b":", b"---\n", b"!!python/object", b"&a [*a]", b"\xef\xbb\xbf",
    "𝔘𝔫".encode(), "e\u0301".encode() * 50, b"null", b"true", b"{}", b"[]",
)  # fmt: skip
_DEEP = (b"[" * 100_000, b'{"a":' * 100_000, b"<a>" * 100_000, b"(" * 100_000, b"- " * 50_000, b"> " * 50_000)
_HUGE = 10_000_000
RARELY = 0.03

Damage = Callable[[bytes, Random], bytes]


def damaged(content: bytes, draw: Random) -> bytes:
    """Content with one to four kinds of damage, the same for the same draw."""
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 4))):
        content = draw.choice(_RARE if draw.random() < RARELY else _USUAL)(content, draw)
    return content


def _flip(content: bytes, draw: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 3, 20))):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _cut(content: bytes, draw: Random) -> bytes:
    first, last = _span(content, draw)
    return content[:first] + content[last:]


def _end(content: bytes, draw: Random) -> bytes:
    return content[: _place(content, draw)]


def _double(content: bytes, draw: Random) -> bytes:
    first, last = _span(content, draw)
    return content[:last] + content[first:last] * draw.choice((1, 1, 2, 50)) + content[last:]


def _swap(content: bytes, draw: Random) -> bytes:
    lines = content.split(b"\n")
    one, two = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _text(content: bytes, draw: Random) -> bytes:
    at = _place(content, draw)
    return content[:at] + draw.choice(_TEXTS) + content[at:]


def _number(content: bytes, draw: Random) -> bytes:
    return _instead(content, draw, _NUMBER, _NUMBERS)


def _day(content: bytes, draw: Random) -> bytes:
    return _instead(content, draw, _DAY, _DAYS)


def _word(content: bytes, draw: Random) -> bytes:
    return _instead(content, draw, _WORD, _TEXTS)


def _moved(content: bytes, draw: Random) -> bytes:
    """One piece between separators in the place of another."""
    mark = draw.choice((b",", b"|", b"\t", b'"', b"<", b":"))
    # Pieces of a file that was made huge would fill the memory of who damages it.
    pieces = content.split(mark, 100_000)
    pieces[draw.randrange(len(pieces))] = draw.choice(pieces)
    return mark.join(pieces)


def _deep(content: bytes, draw: Random) -> bytes:
    at = _place(content, draw)
    return content[:at] + draw.choice(_DEEP) + content[at:]


def _huge(content: bytes, draw: Random) -> bytes:
    at = _place(content, draw)
    return content[:at] + draw.choice((b"A", b"9", b"\n", b'"', b"|", b" ", b"\xc3\x89")) * _HUGE + content[at:]


def _long(content: bytes, draw: Random) -> bytes:
    return content * min(2000, 1 + _HUGE // max(1, len(content)) // draw.choice((1, 10)))


def _other(_content: bytes, draw: Random) -> bytes:
    return draw.choice((b"", b" ", b"\n", b"\0", b"\xff\xfe\x00\x00", b"PK\x03\x04", b"[]", b"{}", b"null", b"<a/>"))


_USUAL: tuple[Damage, ...] = (
    _flip, _cut, _end, _double, _swap, _text, _text, _number, _number, _day, _word, _moved, _moved,
)  # fmt: skip
_RARE: tuple[Damage, ...] = (_deep, _huge, _long, _other)


def _place(content: bytes, draw: Random) -> int:
    return draw.randrange(len(content) + 1)


def _span(content: bytes, draw: Random) -> tuple[int, int]:
    first = _place(content, draw)
    return first, min(len(content), first + draw.choice((1, 5, 40, 400)))


def _instead(content: bytes, draw: Random, what: re.Pattern[bytes], others: tuple[bytes, ...]) -> bytes:
    found = list(what.finditer(content))
    if not found:
        return content
    one = draw.choice(found)
    return content[: one.start()] + draw.choice(others) + content[one.end() :]
