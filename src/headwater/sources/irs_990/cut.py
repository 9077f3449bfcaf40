"""The parts of a return that are read, cut out of its bytes, so that only they have to be parsed.

A file that is unusual in any way is not cut but parsed whole. What is left out is not parsed: its tags are counted, so
that nothing is taken from where it does not stand.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from headwater.sources.irs_990.elements import HOLDERS, SCHEDULE, WRAPPERS
from headwater.sources.irs_990.stated import PATHS

_MARK = b"\xef\xbb\xbf"
_HEAD = re.compile(
    rb"""(?:<\?xml\ version=["']1\.0["'](?:\ encoding=["'](?i:utf-8)["'])?\ ?\?>)?\s*
    <Return(?:\s[^<>]*[^<>/])?>\s*(?=<ReturnHeader[\s>])""",
    re.VERBOSE,
)
_DATA = re.compile(rb"\s*<ReturnData(?:\s[^<>]*[^<>/])?>\s*")
_FORM = re.compile(b"<(%s)(?:\\s[^<>]*[^<>/])?>" % "|".join(PATHS).encode())
_TAIL = re.compile(rb"</ReturnData>\s*</Return>\s*")
_HEADER_ENDS = b"</ReturnHeader>"
_SCHEDULE = SCHEDULE.encode()
_HOLDERS = frozenset(name.encode() for names in HOLDERS.values() for name in names)
_ROOTS = (b"IRS990ScheduleI", b"Form990ScheduleI", b"SupplementaryI")
"""How the names of all holders begin; a search for what ends in a rare letter is quick."""
_KEPT = {
    form.encode(): frozenset(name.encode() for name in (*WRAPPERS, *(path.partition("/")[0] for path in paths)))
    for form, paths in PATHS.items()
}
"""The children of each form that are read."""
_CHILD = {form: re.compile(b"<(%s)(?=[\\s/>])" % b"|".join(sorted(names | _HOLDERS))) for form, names in _KEPT.items()}
_OPEN, _SLASH, _CLOSE = b"</>"
_DECLARED = re.compile(rb"xmlns:(?!xsi=)")
_PREFIXED = re.compile(rb"(?:\sxmlns|</?xsi):")
_PREFIXES = frozenset(b"si")
"""The last letters of ``xmlns:`` and ``xsi:``."""

_WINDOW = 1 << 15
"""So many bytes are counted at a time, which stay near the processor."""

_Span = tuple[int, int]


class _UnusualError(ValueError):
    """A file that must be parsed whole."""


def cut(content: bytes) -> bytes | None:
    """A return that holds nothing but what is read of this one, or nothing if this one is unusual.

    What is read are the header, the first form's lines, and Schedule I.
    """
    try:
        return b"".join(_parts(content.removeprefix(_MARK)))
    except ValueError:
        # So says, too, a search for what is not there.
        return None


def _parts(content: bytes) -> list[bytes]:
    head, tail = _match(_HEAD, content, 0), _match(_TAIL, content, content.rindex(b"</ReturnData>"))
    data = _match(_DATA, content, content.index(_HEADER_ENDS, head.end()) + len(_HEADER_ENDS))
    form = _match(_FORM, content, data.end())
    ends = content.index(b"</%s>" % form[1], form.end(), tail.start())
    kept = [(0, form.end()), *_of_form(content, form, ends), *_schedule(content, ends, tail.start())]
    kept.append((tail.start(), len(content)))
    _refuse_odd(content, head.end(), kept)
    return [content[begin:end] for begin, end in kept]


def _match(pattern: re.Pattern[bytes], content: bytes, at: int) -> re.Match[bytes]:
    found = pattern.match(content, at)
    if found is None:
        raise _UnusualError
    return found


def _of_form(content: bytes, form: re.Match[bytes], ends: int) -> Iterator[_Span]:
    """The children of a form that are read, and its end."""
    at, child = form.end(), _CHILD[form[1]]
    while found := child.search(content, at, ends):
        if found[1] not in _KEPT[form[1]]:
            raise _UnusualError
        at = _end(content, found)
        yield found.start(), at
    yield ends, ends + len(form[1]) + 3


def _schedule(content: bytes, begin: int, ends: int) -> Iterator[_Span]:
    """Schedule I, where there is one; what grants stand in stands nowhere else."""
    at = content.find(_SCHEDULE, begin, ends)
    last = begin
    if at >= 0:
        found = _match(_SCHEDULE_TAG, content, at - 1)
        last = _end(content, found)
        yield found.start(), last
    for first, end in ((begin, max(begin, at - 1)), (last, ends)):
        if any(content.find(name, first, end) >= 0 for name in _ROOTS):
            raise _UnusualError


def _end(content: bytes, found: re.Match[bytes]) -> int:
    """Where the element ends that begins with this tag."""
    name, closes = found[1], content.index(b">", found.end()) + 1
    if content[closes - 2] == _SLASH:
        return closes
    return content.index(b"</%s>" % name, closes) + len(name) + 3


def _refuse_odd(content: bytes, begin: int, kept: list[_Span]) -> None:
    """Refuses what is no text or no plain elements, and parts that do not stand side by side."""
    if b"\0" in content or not _is_text(content) or _DECLARED.search(content, 0, begin):
        raise _UnusualError
    gaps = [(first, last) for (_, first), (last, _) in pairwise(kept)]
    if any(_unclosed(np.frombuffer(content, np.uint8), gaps)):
        raise _UnusualError
    for sign in (b"!", b"?"):
        at = content.find(sign, begin)
        while at >= 0:
            if content[at - 1] == _OPEN:
                raise _UnusualError
            at = content.find(sign, at + 1)
    at = content.find(b":", begin)
    while at >= 0:
        if content[at - 1] in _PREFIXES and _PREFIXED.search(content, at - 6, at + 1):
            raise _UnusualError
        at = content.find(b":", at + 1)


def _unclosed(single: npt.NDArray[np.uint8], gaps: list[_Span]) -> list[int]:
    """How many more elements open than close in each gap; one that closes in its own tag does both."""
    unclosed = [0] * len(gaps)
    for begin in range(0, len(single), _WINDOW):
        window = single[begin : begin + _WINDOW + 1]
        opens, slashes = window == _OPEN, window == _SLASH
        closing, empty = opens[:-1] & slashes[1:], slashes[:-1] & (window[1:] == _CLOSE)
        for place, (first, last) in enumerate(gaps):
            if last <= begin or first >= begin + _WINDOW:
                continue
            inside = slice(max(0, first - begin), min(_WINDOW, last - begin))
            tags, closed, both = (int(np.count_nonzero(one[inside])) for one in (opens, closing, empty))
            unclosed[place] += tags - 2 * closed - both
    return unclosed


def _is_text(content: bytes) -> bool:
    if content.isascii():
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


_SCHEDULE_TAG = re.compile(b"<(%s)(?=[\\s/>])" % _SCHEDULE)
