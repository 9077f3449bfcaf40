"""A return's XML read safely: no entities, no network, no huge texts.

Of a return of usual size only the parts that are read are parsed; an unusual one is parsed as a whole; a large one, or
one that is odder still, event by event, so that memory grows only with its grants. All ways give the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from headwater.base.errors import InputError
from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.raw import RawFile
from headwater.sources.irs_990.cut import cut
from headwater.sources.irs_990.elements import FORMS, GROUPS, HEADER, HOLDERS, NEWER, WRAPPERS
from headwater.sources.irs_990.stated import PATHS

_ROOTS = ("{http://www.irs.gov/efile}Return", "Return")
_LARGEST = 1 << 30
_AT_ONCE = 1 << 22
_DEEPEST = 4
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
_Texts = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Group:
    """One repeated group of a return: what it is, and its leaves as (path, text) under the newer names."""

    kind: str
    leaves: _Leaves

    def row(self) -> dict[str, str]:
        """The leaves by path.

        Raises:
            FieldError: if a path occurs twice, or lies deeper than any grant does.
        """
        found: dict[str, str] = {}
        for path, text in self.leaves:
            if path in found:
                raise FieldError(path, "occurs twice in one grant")
            if path.count("/") >= _DEEPEST:
                raise FieldError(path[:60], "lies deeper than any element of a grant")
            found[path] = text
        return found


@dataclass(frozen=True, slots=True)
class Return:
    """One return: its header's leaves, what its forms state, and its groups in order.

    ``stated`` holds for each form that is there the texts at each of its paths that are read.
    """

    header: _Leaves
    stated: dict[str, _Texts]
    groups: list[Group]
    header_texts: _Texts


class _UnusualError(Exception):
    """What parsing at once would not read as parsing event by event does."""


def read_return(raw: RawFile) -> Return:
    """Reads a file to its end.

    Raises:
        InputError: in one line, if it is too large, no well-formed XML, declares entities, or is no return.
    """
    size = raw.path.stat().st_size
    if size > _LARGEST:
        raise InputError(raw.name, f"larger than {_LARGEST >> 20:,} MB: no return is")
    if size <= _AT_ONCE:
        try:
            return by_parts(raw) or at_once(raw)
        except (_UnusualError, etree.XMLSyntaxError):
            # Read once more event by event, which gives the reason of a refusal.
            return by_events(raw)
    return by_events(raw)


def by_parts(raw: RawFile) -> Return | None:
    """Reads only the parts of a file that are wanted into a tree; nothing if the file is unusual."""
    parts = cut(raw.bytes())
    if parts is None:
        return None
    try:
        found = _tree(raw, parts)
    except (_UnusualError, etree.XMLSyntaxError, InputError):
        return None
    (code, *_) = found.header_texts.get("ReturnTypeCd", [""])
    _, form = FORMS.get(code, ("", ""))
    return found if not form or form in found.stated else None


def at_once(raw: RawFile) -> Return:
    """Reads a whole file into a tree.

    Raises:
        InputError: if it has not one header and one data.
        _UnusualError: if it declares a document type, is no return, or groups lie in groups or in the header.
        XMLSyntaxError: if it is no well-formed XML.
    """
    content = raw.bytes()
    if b"<!DOCTYPE" in content:
        raise _UnusualError
    return _tree(raw, content)


def _tree(raw: RawFile, content: bytes) -> Return:
    """What is read of a return, or of its parts, in a tree."""
    root = etree.fromstring(content, _parser())
    if root.tag not in _ROOTS:
        raise _UnusualError
    groups = []
    for element in root.iter(*_GROUP_TAGS):
        kind = _kind(element)
        if kind:
            groups.append(Group(kind, _leaves(element, _in_group)))
    header, data = _halves(raw, root)
    if groups and next(header.iter(*_GROUP_TAGS), None) is not None:
        raise _UnusualError
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
        yield Group(kind, _leaves(element, _newer))
        element.clear()


def _kind(element: etree._Element) -> str:
    """What a group is by its name and what it stands in; empty if it is none."""
    kind, parent = GROUPS.get(local(element)), element.getparent()
    return kind if kind is not None and parent is not None and local(parent) in HOLDERS[kind] else ""


def _check_root(raw: RawFile, root: etree._Element | None) -> None:
    if root is None or root.tag not in _ROOTS:
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
    stated: dict[str, _Texts] = {}
    for document in data:
        name = local(document)
        if name in PATHS and name not in stated:
            stated[name] = _texts(document, name)
    leaves = [leaf for part in header.iterchildren(*_HEADER_TAGS) for leaf in _below(part)]
    by_path: _Texts = {}
    for path, text in leaves:
        by_path.setdefault(path, []).append(text.strip())
    return Return(leaves, stated, groups, by_path)


def _texts(document: etree._Element, name: str) -> _Texts:
    """The texts at the paths that are read of a form, whether or not the wrapper of a part stands between."""
    steps = _steps(name, document.tag.removesuffix(name))
    found: _Texts = {}
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
        raise _UnusualError
    return _newer(tag)
