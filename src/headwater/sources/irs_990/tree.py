"""A return's XML read safely: no entities, no network, no huge texts, and memory that grows only with its grants."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from headwater.base.errors import InputError
from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.raw import RawFile
from headwater.sources.irs_990.elements import FORMS, GROUPS, HEADER, HOLDERS, NEWER

_ROOTS = ("{http://www.irs.gov/efile}Return", "Return")
_LARGEST = 1 << 30
_DEEPEST = 4
_WRAPPERS = ("Form990PartVIII", "Form990PartIX")
_Leaves = list[tuple[str, str]]


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
    """One return: its header's leaves, its documents with their wrappers of parts, and its groups in order."""

    header: _Leaves
    documents: dict[str, etree._Element]
    wrappers: dict[str, list[etree._Element]]
    groups: list[Group]

    def values(self, document: str, path: str) -> list[str]:
        """The texts at a path below a document, whether or not the wrapper of a part stands between."""
        root = self.documents.get(document)
        if root is None:
            return []
        space = root.tag.removesuffix(document)
        below = "/".join(space + step for step in path.split("/"))
        holders = (root, *self.wrappers.get(document, ()))
        return [(one.text or "").strip() for holder in holders for one in holder.findall(below)]


def read_return(raw: RawFile) -> Return:
    """Reads a file to its end.

    Raises:
        InputError: in one line, if it is too large, no well-formed XML, declares entities, or is no return.
    """
    if raw.path.stat().st_size > _LARGEST:
        raise InputError(raw.name, f"larger than {_LARGEST >> 20:,} MB: no return is")
    groups: list[Group] = []
    try:
        with raw.open() as stream:
            # A known encoding and no entities: what is read never depends on what the file declares.
            events = etree.iterparse(
                stream,
                events=("start", "end"),
                tag=["{*}Return", *(f"{{*}}{name}" for name in GROUPS)],
                encoding="utf-8",
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for event, element in events:
                groups += _met(raw, event, element)
            root = events.root
    except etree.XMLSyntaxError as error:
        why = " ".join((error.msg or "empty").split())[:160]
        raise InputError(raw.name, f"no well-formed XML: {why}", line=error.lineno or None) from None
    _check_root(raw, root)
    return Return(*_parts(raw, root), groups)


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def _met(raw: RawFile, event: str, element: etree._Element) -> Iterator[Group]:
    if event == "start":
        if element.getparent() is None:
            _check_root(raw, element)
        return
    kind, parent = GROUPS.get(local(element)), element.getparent()
    if kind is None or parent is None or local(parent) not in HOLDERS[kind]:
        return
    yield Group(kind, list(_leaves(element)))
    element.clear()


def _check_root(raw: RawFile, root: etree._Element | None) -> None:
    if root is None or root.tag not in _ROOTS:
        raise InputError(raw.name, "no return of the Internal Revenue Service: the outermost element is not Return")
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(raw.name, "declares a document type; returns declare none, and entities are not read")


def _parts(
    raw: RawFile, root: etree._Element
) -> tuple[_Leaves, dict[str, etree._Element], dict[str, list[etree._Element]]]:
    by_name: dict[str, list[etree._Element]] = {}
    for part in root:
        by_name.setdefault(local(part), []).append(part)
    for name in ("ReturnHeader", "ReturnData"):
        if len(by_name.get(name, ())) != 1:
            raise InputError(raw.name, f"occurs {len(by_name.get(name, ()))} times, not once", field=name)
    documents: dict[str, etree._Element] = {}
    for document in by_name["ReturnData"][0]:
        documents.setdefault(local(document), document)
    wrappers = {
        name: [part for wrapper in _WRAPPERS for part in documents[name].findall(f"{{*}}{wrapper}")]
        for _, name in FORMS.values()
        if name in documents
    }
    header = [leaf for part in by_name["ReturnHeader"][0] if local(part) in HEADER for leaf in _below(part)]
    return header, documents, wrappers


def _below(part: etree._Element) -> Iterator[tuple[str, str]]:
    """The leaves of one part of the header, under the part's own name."""
    name = local(part)
    path = NEWER.get(name, name)
    if not len(part):
        yield path, part.text or ""
    yield from ((f"{path}/{below}", text) for below, text in _leaves(part))


def _leaves(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The paths and texts of all elements without children; no recursion, so that depth is never a danger."""
    stack = [(child, "") for child in reversed(element)]
    while stack:
        one, above = stack.pop()
        name = local(one)
        path = f"{above}{NEWER.get(name, name)}"
        if len(one):
            stack += [(child, f"{path}/") for child in reversed(one)]
        else:
            yield path, one.text or ""
