"""Text inside pictures: escaped, of bounded length, never wider than its place."""

import unicodedata
from collections.abc import Sequence

from markupsafe import escape

from headwater.publish.showing import visible

_NARROW, _WIDE = frozenset("iljtfrI.,:;|!'’ ()[]"), frozenset("mwMW@%&—")


def shown(text: str) -> str:
    """Text of unknown origin as markup: controls and direction marks written out, markup escaped."""
    return str(escape(visible(text)))


def width_of(text: str, size: float) -> float:
    """How wide a text is at most likely to be in a plain sans-serif, in pixels; bold is a tenth wider."""
    return sum(_part(char) for char in text) * size


def cut(text: str, size: float, most: float) -> str:
    """The text, or as much of its beginning as fits into so many pixels, with an ellipsis."""
    text = " ".join(visible(text[:400]).split())
    if width_of(text, size) <= most:
        return text
    room = most - width_of("…", size)
    kept = ""
    for char in text:
        room -= _part(char) * size
        if room < 0:
            break
        kept += char
    return f"{kept.rstrip()}…"


def wrapped(text: str, size: float, most: float, lines: int) -> list[str]:
    """The text in at most so many lines of so many pixels; the last one is cut."""
    words = " ".join(visible(text[:2000]).split()).split(" ")
    found: list[str] = []
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= most:
            line += f" {words.pop(0)}"
        found.append(cut(line, size, most))
    if words:
        found.append(cut(" ".join(words), size, most))
    return found


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names in words: the first of them and how many more; each of bounded length."""
    short = [name if len(name) <= 80 else f"{name[:79]}…" for name in names[:most]]
    rest = len(names) - len(short)
    return " + ".join(short) + (f" + {rest} more" if rest > 0 else "")


def _part(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    return 0.4 if char in _NARROW else 1.0 if char in _WIDE else 0.77 if char.isupper() else 0.64
