"""A text page with YAML front matter: every scalar stays text, every list entry knows its line."""

from dataclasses import dataclass
from typing import Any

import yaml

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile

_FENCE = "---"
_DEEPEST = 50
# libyaml's parser is some twenty times faster; PyYAML's own one gives the same nodes where it is not built in.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page's front matter: nested dictionaries, lists and text, and the line of each list entry."""

    fields: dict[str, Any]
    lines: dict[Path, int]
    body: str


def read_page(raw: RawFile) -> Page:
    """Reads a page. ``08`` stays ``"08"``, ``no`` stays ``"no"``; an empty value is an empty text.

    Raises:
        InputError: if there is no front matter, it is not YAML, a key is doubled, or an alias is used.
    """
    lines = raw.text().splitlines()
    if not lines or lines[0].rstrip() != _FENCE:
        raise InputError(raw.name, "no front matter: the first line is not ---", line=1)
    ends = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)
    if ends is None:
        raise InputError(raw.name, "the front matter has no end: the file is cut off", line=len(lines))
    node = _compose(raw, "\n".join(lines[1:ends]) + "\n")
    walk = _Walk(raw)
    fields = walk.value(node, ())
    if not isinstance(fields, dict):
        raise InputError(raw.name, "the front matter is not a list of named fields", line=2)
    return Page(fields, walk.lines, "\n".join(lines[ends + 1 :]).strip())


def _compose(raw: RawFile, text: str) -> Any:
    loader = _Loader(text)
    try:
        _refuse_depth(raw, text)
        return loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        raise InputError(raw.name, f"not YAML: {problem}", line=mark.line + 2 if mark else None) from None
    except RecursionError:
        raise InputError(raw.name, "the front matter is nested too deep") from None
    finally:
        loader.dispose()


def _refuse_depth(raw: RawFile, text: str) -> None:
    """Composing recurses in C, where no error can be caught: the depth is counted before."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + 2 if event.start_mark else None
            raise InputError(raw.name, "the front matter is nested too deep", line=line)


class _Walk:
    """Turns nodes into plain values; a node met twice is an alias, which could multiply without end."""

    def __init__(self, raw: RawFile) -> None:
        self.raw = raw
        self.lines: dict[Path, int] = {}
        self._met: set[int] = set()

    def value(self, node: Any, path: Path) -> Any:
        line = node.start_mark.line + 2 if node is not None else 2
        if id(node) in self._met:
            raise InputError(self.raw.name, "an alias: a page says everything where it stands", line=line)
        self._met.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if isinstance(node, yaml.SequenceNode):
            for at, item in enumerate(node.value):
                self.lines[(*path, at)] = item.start_mark.line + 2
            return [self.value(item, (*path, at)) for at, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        raise InputError(self.raw.name, "the front matter is empty", line=line)

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 2
            if not isinstance(key, yaml.ScalarNode):
                raise InputError(self.raw.name, "a key that is not text", line=line)
            if key.value in found:
                raise InputError(self.raw.name, "the key occurs twice", line=line, field=key.value[:60])
            self.lines[(*path, key.value)] = value.start_mark.line + 2
            found[key.value] = self.value(value, (*path, key.value))
        return found
