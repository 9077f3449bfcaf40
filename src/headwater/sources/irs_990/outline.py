"""Where those elements of a return stand that are looked for, and what is in them, without parsing it.

A file that is unusual in any way has no outline: it must be parsed.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from lxml import etree

from headwater.sources.irs_990.found import UnusualError
from headwater.sources.irs_990.scan import BEGIN, BEHIND, COLUMNS, LEVEL, NAMED, TAGS, UNUSUAL, Rows, scan

_NO_TEXT = bytes(sign for sign in range(32) if sign not in b"\t\n\r")
SPACES = b" \t\n\r"
_MARK = b"\xef\xbb\xbf"
_PROLOG = re.compile(
    rb"""(?:<\?xml\ version=["']1\.0["'](?:\ encoding=["'](?i:utf-8)["'])?\ ?\?>)?[ \t\n\r]*(?=<Return[\s>])"""
)
_ENTITY = re.compile("&(?:(amp|lt|gt|quot|apos);)?")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_BYTES_AN_ELEMENT = 32
"""Hardly any has fewer; a file of which more elements are looked for is unusual."""


class Outline:
    """The elements of a return that are looked for, in their order, the outermost being the first.

    Raises:
        UnusualError: for what is no plain text of plain elements, each of which closes.
    """

    def __init__(self, content: bytes, holders: Rows, lines: Rows) -> None:
        self._content = plain(content)
        rows = np.empty((len(self._content) // _BYTES_AN_ELEMENT + 1, COLUMNS), np.int64)
        count = scan(np.frombuffer(self._content, np.uint8), holders, lines, rows)
        if count == UNUSUAL:
            raise UnusualError
        self._elements: list[list[int]] = rows[:count].tolist()
        self.names = [self._content[one[BEGIN] + 1 : one[NAMED]].decode() for one in self._elements]

    def below(self, place: int) -> list[int]:
        """The places in the list of those that stand right below the one at this place."""
        _, _, behind, level, _ = self._elements[place]
        found = []
        for at in range(place + 1, len(self._elements)):
            element = self._elements[at]
            if element[BEGIN] >= behind:
                break
            if element[LEVEL] == level + 1:
                found.append(at)
        return found

    def head(self, place: int) -> str:
        """What stands in an element's first tag."""
        begin = self._elements[place][BEGIN] + 1
        return self._content[begin : self._content.index(b">", begin)].decode()

    def is_named(self, place: int, name: str) -> bool:
        """Whether an element has this name, closes under it, and has only plain attributes."""
        one = self._elements[place]
        is_closed = one[TAGS] == 1 or self._content.endswith(b"</%s>" % name.encode(), 0, one[BEHIND])
        return is_closed and name_of(self.head(place)) == name

    def tokens(self, place: int) -> tuple[tuple[str, ...], list[str]]:
        """What stands in each tag of an element, and the text behind each.

        Raises:
            UnusualError: if a text or an attribute has a sign that tags end in, or one that no text has.
        """
        one = self._elements[place]
        content = self._content[one[BEGIN] : one[BEHIND]]
        if len(content.translate(None, _NO_TEXT)) < len(content):
            raise UnusualError
        text = content.decode()
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        parts = text.replace(">", "<").split("<")
        if len(parts) != 2 * one[TAGS] + 1:
            raise UnusualError
        # Nothing stands before the first tag and behind the last.
        tags, texts = parts[1::2], parts[2::2]
        return tuple(tags), [plain_text(one) if "&" in one else one for one in texts] if "&" in text else texts


@lru_cache(maxsize=4096)
def name_of(head: str) -> str:
    """The name in an element's first tag, which may have attributes, but changes no name space.

    Raises:
        UnusualError: for any other.
    """
    bare = head.removesuffix("/").rstrip()
    name = bare.split(None, 1)[0] if bare else ""
    if "xmlns" in bare or ":" in bare or not (name.isalnum() and name.isascii()):
        raise UnusualError
    try:
        etree.fromstring(f"<{bare}/>")
    except etree.XMLSyntaxError:
        raise UnusualError from None
    return name


def leaves(tags: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
    """Elements without elements: the names on the way, the outermost left out, and the tag behind which its text is.

    Raises:
        UnusualError: if elements do not close in the order in which they open.
    """
    found: list[tuple[tuple[str, ...], int]] = []
    way: list[str] = []
    last = -1
    for place, tag in enumerate(tags):
        if tag.startswith("/"):
            if not way or way[-1] != tag[1:]:
                raise UnusualError
            if last == place - 1 and len(way) > 1:
                found.append((tuple(way[1:]), last))
            way.pop()
        elif tag.endswith("/"):
            if way:
                # Behind the last tag no text is.
                found.append(((*way[1:], name_of(tag)), len(tags) - 1))
        else:
            way.append(name_of(tag))
            last = place
    if way:
        raise UnusualError
    return found


def plain(content: bytes) -> bytes:
    """The bytes of the outermost element, which are text.

    Raises:
        UnusualError: if they are not, or what stands before them is not what usually does.
    """
    begin = begin_of(content)
    # Most end in their last tag: then nothing is copied twice.
    element = content.rstrip(SPACES)[begin:]
    if not is_text(element):
        raise UnusualError
    return element


def begin_of(content: bytes) -> int:
    """Where the outermost element begins.

    Raises:
        UnusualError: if what stands before it is not what usually does.
    """
    prolog = _PROLOG.match(content, 3 if content.startswith(_MARK) else 0)
    if prolog is None:
        raise UnusualError
    return prolog.end()


def is_text(element: bytes) -> bool:
    """Whether these bytes are text as XML knows it, but for signs that no reader may meet."""
    if b"\0" in element:
        return False
    if element.isascii():
        return True
    try:
        text = element.decode()
    except UnicodeDecodeError:
        return False
    return "\ufffe" not in text and "\uffff" not in text


def plain_text(text: str) -> str:
    """A text with the signs that are meant.

    Raises:
        UnusualError: if a sign is written otherwise than as one of the five.
    """
    return _ENTITY.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    if found[1] is None:
        raise UnusualError
    return _SIGNS[found[1]]
