"""A return's XML read safely: no entities, no network, no huge texts.

Of a return of usual size only the parts that are wanted are read; an unusual one is parsed as a whole; a large one, or
one that is odder still, event by event, so that memory grows only with its grants. All ways give the same.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from lxml import etree

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile
from headwater.sources.irs_990.elements import GROUPS, HEADER, HOLDERS, NEWER, WRAPPERS
from headwater.sources.irs_990.found import ROOTS, Group, Return, Texts, UnusualError
from headwater.sources.irs_990.parts import by_parts
from headwater.sources.irs_990.stated import PATHS

_LARGEST = 1 << 30
_AT_ONCE = 1 << 22
_GROUP_TAGS = tuple(f"{{*}}{name}" for name in GROUPS)
_HEADER_TAGS = tuple(f"{{*}}{name}" for name in HEADER)
_WRAPPER_TAGS = tuple(f"{{*}}{name}" for name in WRAPPERS)
# A known encoding and no entities: what is read never depends on what the file declares.
_SAFE = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_Leaves = list[tuple[str, str]]


def read_return(raw: RawFile) -> Return:
    """Reads a file to its end.

    Raises:
        InputError: in one line, if it is too large, no well-formed XML, declares entities, or is no return.
    """
    size = os.stat(raw.path).st_size  # noqa: PTH116 quicker than the path's own
    if size > _LARGEST:
        raise InputError(raw.name, f"larger than {_LARGEST >> 20:,} MB: no return is")
    if size <= _AT_ONCE:
        try:
            return by_parts(raw.bytes()) or at_once(raw)
        except (UnusualError, etree.XMLSyntaxError):
            # Read once more event by event, which gives the reason of a refusal.
            return by_events(raw)
    return by_events(raw)


def at_once(raw: RawFile) -> Return:
    """Reads a whole file into a tree.

    Raises:
        InputError: if it has not one header and one data.
        UnusualError: if it declares a document type, is no return, or groups lie in groups or in the header.
        XMLSyntaxError: if it is no well-formed XML.
    """
    content = raw.bytes()
    if b"<!DOCTYPE" in content:
        raise UnusualError
    root = etree.fromstring(content, _parser())
    if root.tag not in ROOTS:
        raise UnusualError
    groups = []
    for element in root.iter(*_GROUP_TAGS):
        kind = _kind(element)
        if kind:
            groups.append(_group(kind, _leaves(element, _in_group)))
    header, data = _halves(raw, root)
    if groups and next(header.iter(*_GROUP_TAGS), None) is not None:
        raise UnusualError
    return _return(header, data, groups)


def by_events(raw: RawFile) -> Return:
    """Reads a file event by event; a group is dropped from memory once it is read.

    Raises:
        InputError: as ``read_return`` does.
    """
    groups: list[Group] = []
    try:
        with raw.open() as stream:
            events = etree.iterparse(
                stream, events=("start", "end"), tag=["{*}Return", *_GROUP_TAGS], **_SAFE
            )  # fmt: skip
            for event, element in events:
                groups += _met(raw, event, element)
            root = events.root
    except etree.XMLSyntaxError as error:
        why = " ".join((error.msg or "empty").split())[:160]
        raise InputError(raw.name, f"no well-formed XML: {why}", line=error.lineno or None) from None
    _check_root(raw, root)
    return _return(*_halves(raw, root), groups)


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


@lru_cache(maxsize=1)
def _parser() -> etree.XMLParser:
    # White space between elements is never read; text of an element without children is kept, blank or not.
    return etree.XMLParser(collect_ids=False, remove_blank_text=True, **_SAFE)  # type: ignore[arg-type]


def _met(raw: RawFile, event: str, element: etree._Element) -> Iterator[Group]:
    if event == "start":
        if element.getparent() is None:
            _check_root(raw, element)
        return
    kind = _kind(element)
    if kind:
        yield _group(kind, _leaves(element, _newer))
        element.clear()


def _kind(element: etree._Element) -> str:
    """What a group is by its name and what it stands in; empty if it is none."""
    kind, parent = GROUPS.get(local(element)), element.getparent()
    return kind if kind is not None and parent is not None and local(parent) in HOLDERS[kind] else ""


def _check_root(raw: RawFile, root: etree._Element | None) -> None:
    if root is None or root.tag not in ROOTS:
        raise InputError(raw.name, "no return of the Internal Revenue Service: the outermost element is not Return")
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(raw.name, "declares a document type; returns declare none, and entities are not read")


def _halves(raw: RawFile, root: etree._Element) -> tuple[etree._Element, etree._Element]:
    """The header and the data of a return, each of which stands once."""
    by_name: dict[str, list[etree._Element]] = {"ReturnHeader": [], "ReturnData": []}
    for part in root:
        by_name.setdefault(local(part), []).append(part)
    for name in ("ReturnHeader", "ReturnData"):
        if len(by_name[name]) != 1:
            raise InputError(raw.name, f"occurs {len(by_name[name])} times, not once", field=name)
    return by_name["ReturnHeader"][0], by_name["ReturnData"][0]


def _return(header: etree._Element, data: etree._Element, groups: list[Group]) -> Return:
    stated: dict[str, Texts] = {}
    for document in data:
        name = local(document)
        if name in PATHS and name not in stated:
            stated[name] = _texts(document, name)
    texts: Texts = {}
    for part in header.iterchildren(*_HEADER_TAGS):
        for path, text in _below(part):
            texts.setdefault(path, []).append(text)
    return Return(texts, stated, groups)


def _group(kind: str, leaves: _Leaves) -> Group:
    return Group(kind, tuple(path for path, _ in leaves), tuple(text for _, text in leaves))


def _texts(document: etree._Element, name: str) -> Texts:
    """The texts at the paths that are read of a form, whether or not the wrapper of a part stands between."""
    steps = _steps(name, document.tag.removesuffix(name))
    found: Texts = {}
    for holder in (document, *document.iterchildren(*_WRAPPER_TAGS)):
        for child in holder.iterchildren(*steps):
            for path, below in steps[child.tag]:
                ends = child.iterchildren(below) if below else (child,)
                found.setdefault(path, []).extend((end.text or "").strip() for end in ends)
    return found


@lru_cache(maxsize=32)
def _steps(name: str, space: str) -> Mapping[str, list[tuple[str, str]]]:
    """The first element of each path that is read of a form, with the path and the element below, in a namespace."""
    steps: dict[str, list[tuple[str, str]]] = {}
    for path in PATHS[name]:
        first, _, below = path.partition("/")
        steps.setdefault(space + first, []).append((path, space + below if below else ""))
    return steps


def _below(part: etree._Element) -> _Leaves:
    """The leaves of one part of the header, under the part's own name."""
    path = _newer(part.tag)
    if not len(part):
        return [(path, part.text or "")]
    return [(f"{path}/{below}", text) for below, text in _leaves(part, _newer)]


def _leaves(element: etree._Element, name_of: Callable[[str], str]) -> _Leaves:
    """The paths and texts of all elements without children, in their order."""
    found: _Leaves = []
    for child in element:
        name = name_of(child.tag)
        if not len(child):
            found.append((name, child.text or ""))
            continue
        for below in child:
            if len(below):
                # Hardly any return has more than two steps.
                return _deep_leaves(element, name_of)
            found.append((f"{name}/{name_of(below.tag)}", below.text or ""))
    return found


def _deep_leaves(element: etree._Element, name_of: Callable[[str], str]) -> _Leaves:
    """The paths and texts of all elements without children; no recursion, so that depth is never a danger."""
    found: _Leaves = []
    stack = [(iter(element), "")]
    while stack:
        children, above = stack.pop()
        for child in children:
            path = above + name_of(child.tag)
            if len(child):
                stack += [(children, above), (iter(child), f"{path}/")]
                break
            found.append((path, child.text or ""))
    return found


@lru_cache(maxsize=512)
def _newer(tag: str) -> str:
    """The name that newer schema versions give an element."""
    name = tag.rpartition("}")[2]
    return NEWER.get(name, name)


@lru_cache(maxsize=512)
def _in_group(tag: str) -> str:
    """As ``_newer``, of an element in a group, which may be no group itself."""
    if tag.rpartition("}")[2] in GROUPS:
        raise UnusualError
    return _newer(tag)
