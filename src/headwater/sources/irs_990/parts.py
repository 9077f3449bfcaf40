"""Reads only those parts of a usual return that are wanted, and parses nothing.

Returns are alike: what elements of the same names in the same order say is worked out once.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter

from lxml import etree

from headwater.sources.irs_990.elements import GROUPS, HEADER, HOLDERS, NEWER, SCHEDULE, WRAPPERS
from headwater.sources.irs_990.found import ROOTS, Group, Return, Texts, UnusualError
from headwater.sources.irs_990.outline import Outline, leaves, name_of
from headwater.sources.irs_990.scan import words
from headwater.sources.irs_990.stated import PATHS

_MOST_TAGS = 1000
_DECLARED = re.compile(r"xmlns:(?!xsi=)")
_HOLDING = frozenset(name for names in HOLDERS.values() for name in names)
_STEPS = {
    form: {
        first: tuple((path, path.partition("/")[2]) for path in paths if path.partition("/")[0] == first)
        for first in (path.partition("/")[0] for path in paths)
    }
    for form, paths in PATHS.items()
}
"""The children of each form that are read, each with its paths and what they name below it."""
_HOLDER_WORDS = words([*sorted(_HOLDING), *WRAPPERS])
_LINE_WORDS = words(sorted({name for steps in _STEPS.values() for name in steps}))


def by_parts(content: bytes) -> Return | None:
    """The header, the forms' lines and the grants of a return; nothing if it is unusual in any way."""
    try:
        return _Parts(Outline(content, _HOLDER_WORDS, _LINE_WORDS)).read()
    except (UnusualError, ValueError):
        # So says, too, a search for what is not there.
        return None


class _Parts:
    """The parts of one return."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._groups: list[Group] = []
        self._stated: dict[str, Texts] = {}
        self._met = 0

    def read(self) -> Return:
        """Reads them.

        Raises:
            UnusualError: if anything stands where it never does.
        """
        outline = self._outline
        check_root(outline.head(0))
        header, data = outline.below(0)
        if not (outline.is_named(header, "ReturnHeader") and outline.is_named(data, "ReturnData")):
            raise UnusualError
        found: Texts = {}
        for place in outline.below(header):
            if outline.names[place] in HEADER:
                tags, texts = outline.tokens(place)
                for path, at in _of_header(tags):
                    found.setdefault(path, []).append(texts[at])
        for place in outline.below(data):
            name = outline.names[place]
            if name == SCHEDULE:
                self._read_holder(place)
            elif name in PATHS and name not in self._stated:
                self._read_form(place)
        if self._met != sum(name in _HOLDING for name in outline.names):
            raise UnusualError
        return Return(found, self._stated, self._groups)

    def _read_form(self, place: int) -> None:
        outline = self._outline
        form = outline.names[place]
        if not outline.is_named(place, form):
            raise UnusualError
        stated = self._stated[form] = {}
        wrapped = []
        for child in outline.below(place):
            name = outline.names[child]
            if name in WRAPPERS:
                wrapped += outline.below(child)
            elif name in _HOLDING:
                self._read_holder(child, form)
            elif name in _STEPS[form]:
                self._read_lines(form, child, stated)
        for child in wrapped:
            self._read_lines(form, child, stated)

    def _read_lines(self, form: str, place: int, stated: Texts) -> None:
        tags, texts = self._outline.tokens(place)
        for path, places in _of_form(form, tags):
            stated.setdefault(path, []).extend(texts[at].strip() for at in places)

    def _read_holder(self, place: int, form: str = "") -> None:
        """The groups in what holds them, and those of a form's lines that stand beside them."""
        outline = self._outline
        name = outline.names[place]
        if not outline.is_named(place, name):
            raise UnusualError
        self._met += 1
        steps = _STEPS[form].get(name, ()) if form else ()
        for path, _ in steps:
            self._stated[form].setdefault(path, [])
        for child in outline.below(place):
            tags, texts = outline.tokens(child)
            own = name_of(tags[0])
            if own in _HOLDING:
                self._read_holder(child)
                continue
            paths, chosen = _of_group(tags)
            if (kind := GROUPS.get(own)) and name in HOLDERS[kind]:
                self._groups.append(Group(kind, paths, chosen(texts)))
            for path, below in steps:
                if own == below:
                    self._stated[form][path].append(texts[0].strip())


@lru_cache(maxsize=4096)
def check_root(head: str) -> None:
    """Refuses an outermost element that is no return, or declares other name spaces than returns do.

    Raises:
        UnusualError: for such an element.
    """
    try:
        root = etree.fromstring(f"<{head}></Return>")
    except etree.XMLSyntaxError:
        raise UnusualError from None
    if root.tag not in ROOTS or _DECLARED.search(head):
        raise UnusualError


@lru_cache(maxsize=1024)
def _of_header(tags: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The paths of one part of the header, of these tags, and behind which tag the text of each is."""
    part = name_of(tags[0])
    return tuple((_path((part, *names)), place) for names, place in _usual(tags)) or ((_path((part,)), 0),)


@lru_cache(maxsize=4096)
def _of_group(tags: tuple[str, ...]) -> tuple[tuple[str, ...], Callable[[list[str]], tuple[str, ...]]]:
    """The paths of all leaves of a group of these tags, and what chooses their texts."""
    found = _usual(tags)
    places = [place for _, place in found]
    # For one place alone, what chooses several gives no tuple.
    chosen = itemgetter(*places) if len(places) > 1 else lambda texts: tuple(texts[place] for place in places)
    return tuple(_path(names) for names, _ in found), chosen


@lru_cache(maxsize=4096)
def _of_form(form: str, tags: tuple[str, ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The paths that are read of a form's element of these tags, and behind which tags the texts of each are."""
    _usual(tags)
    depth, places = 0, dict[str, list[int]]()
    for place, tag in enumerate(tags[1:], start=1):
        is_end, is_empty = tag.startswith("/"), tag.endswith("/")
        depth -= is_end
        if not depth and not is_end:
            places.setdefault(name_of(tag), []).append(len(tags) - 1 if is_empty else place)
        depth += not (is_end or is_empty)
    steps = _STEPS[form].get(name_of(tags[0]), ())
    return tuple((path, tuple(places.get(below, ())) if below else (0,)) for path, below in steps)


def _usual(tags: tuple[str, ...]) -> list[tuple[tuple[str, ...], int]]:
    """The leaves of an element that has no group in it, nor more tags than any."""
    if len(tags) > _MOST_TAGS or any(tag in GROUPS for tag in tags[1:]):
        raise UnusualError
    return leaves(tags)


def _path(names: tuple[str, ...]) -> str:
    return "/".join(NEWER.get(name, name) for name in names)
