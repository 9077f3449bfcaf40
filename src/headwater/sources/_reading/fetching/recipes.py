"""What of a source can be fetched: ``[[fetch]]`` of ``source.toml``, and the choices that fill its addresses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.base.errors import SourceError

KINDS = ("file", "zip", "gzip")
ONLY = "only"
"""The choice that names recipes instead of filling an address."""

_PLACE = re.compile(r"\{([a-z_]+)(\.yy)?\}")
_VALUE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._%+ -]*")
_FIELDS = {"name", "url", "placeholders", "kind", "member", "hosts", "file"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One kind of official file.

    ``url`` holds ``{placeholder}``, or ``{placeholder.yy}`` for the last two characters of its value;
    ``placeholders`` gives the pattern that each value must match. ``member`` chooses a zip's members by patterns,
    ``hosts`` are further hosts that redirects may lead to, ``file`` is the file's name where the address says none.
    """

    name: str
    url: str
    placeholders: Mapping[str, str]
    kind: str = "file"
    member: tuple[str, ...] = ("*",)
    hosts: tuple[str, ...] = ()
    file: str = ""

    def filled(self, choices: Mapping[str, str]) -> tuple[str, str]:
        """The address and the file's name for these choices.

        Raises:
            SourceError: if a choice is missing or does not match its pattern.
        """
        for key, pattern in self.placeholders.items():
            value = choices.get(key)
            if value is None:
                raise SourceError(f"fetch {self.name} needs --{key}")
            if not _VALUE.fullmatch(value) or not re.fullmatch(pattern, value):
                raise SourceError(f"fetch {self.name}: --{key} {value!r} does not match {pattern}")
        url = _fill(self.url, choices)
        name = _fill(self.file, choices) if self.file else url.split("?")[0].rsplit("/", 1)[-1]
        if not _FILE.fullmatch(name):
            raise SourceError(f"fetch {self.name}: {url} says no file name: source.toml must give one as 'file'")
        return url, name


def recipes_of(data: Mapping[str, Any]) -> tuple[Recipe, ...]:
    """The recipes of a ``source.toml``; none where it has no ``[[fetch]]``.

    Raises:
        ValueError: naming the recipe and field that is missing, unknown or not understood.
    """
    rows = data.get("fetch", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("'fetch' must be written as [[fetch]]")
    found = tuple(_recipe(row) for row in rows)
    if len({recipe.name for recipe in found}) != len(found):
        raise ValueError("two [[fetch]] have one name")
    return found


def chosen(source: str, recipes: Sequence[Recipe], choices: Mapping[str, str]) -> list[Recipe]:
    """The recipes that these choices mean: those named by ``only``, else all whose placeholders are given.

    Raises:
        SourceError: if there are none, or a choice means nothing to any of them.
    """
    if not recipes:
        raise SourceError(f"source {source} has no [[fetch]]: download its files by hand and use `headwater add`")
    given = set(choices) - {ONLY}
    if unknown := given - {key for recipe in recipes for key in recipe.placeholders}:
        raise SourceError(f"source {source} has no choice --{min(unknown)}; it has: {_offer(recipes)}")
    if ONLY not in choices:
        found = [recipe for recipe in recipes if set(recipe.placeholders) <= given]
    else:
        names = {name.strip() for name in choices[ONLY].split(",")}
        if unknown := names - {recipe.name for recipe in recipes}:
            raise SourceError(f"source {source} has nothing named {min(unknown)!r} to fetch; it has: {_offer(recipes)}")
        found = [recipe for recipe in recipes if recipe.name in names]
    if not found or (idle := given - {key for recipe in found for key in recipe.placeholders}):
        said = f"--{min(idle)} means nothing here" if found else "say which files"
        raise SourceError(f"fetch {source}: {said}; it has: {_offer(recipes)}")
    return found


def choices_of(words: Sequence[str]) -> dict[str, str]:
    """The choices on a command line: ``--cycle 2020`` or ``--cycle=2020`` becomes ``cycle`` → ``2020``.

    Raises:
        SourceError: if a word stands alone or a choice comes twice.
    """
    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        key, has_value, value = rest.pop(0).partition("=")
        if not key.startswith("--") or not (has_value or rest):
            raise SourceError(f"{key}: choices are written --name value")
        key = key.removeprefix("--").replace("-", "_")
        if key in found:
            raise SourceError(f"--{key} is given twice")
        found[key] = value if has_value else rest.pop(0)
    return found


def _recipe(row: Mapping[str, Any]) -> Recipe:
    name = row.get("name")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9_]+", name):
        raise ValueError("each [[fetch]] has a name of small letters, digits and _")
    if unknown := set(row) - _FIELDS:
        raise ValueError(f"fetch {name}: unknown field {min(unknown)!r}")
    texts = {key: row[key] for key in ("url", "kind", "file") if key in row}
    if not all(isinstance(text, str) and text for text in texts.values()):
        raise ValueError(f"fetch {name}: url, kind and file are texts")
    lists: dict[str, Any] = {key: _texts(name, key, row[key]) for key in ("hosts", "member") if key in row}
    places = row.get("placeholders", {})
    if not isinstance(places, dict) or not all(isinstance(pattern, str) for pattern in places.values()):
        raise ValueError(f"fetch {name}: placeholders must be a table of patterns")
    if "url" not in texts:
        raise ValueError(f"fetch {name}: field 'url' is missing")
    found = Recipe(name=name, placeholders=places, **texts, **lists)
    _check(found)
    return found


def _texts(name: str, key: str, value: Any) -> tuple[str, ...]:
    """One text or a list of them."""
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not found or not all(isinstance(text, str) and text for text in found):
        raise ValueError(f"fetch {name}: {key} must be a text or a list of texts")
    return tuple(found)


def _check(recipe: Recipe) -> None:
    said = f"fetch {recipe.name}"
    if recipe.kind not in KINDS:
        raise ValueError(f"{said}: kind {recipe.kind!r} is not one of {', '.join(KINDS)}")
    if recipe.member != ("*",) and recipe.kind != "zip":
        raise ValueError(f"{said}: only a zip has members")
    scheme, _, rest = recipe.url.partition("://")
    if not re.fullmatch(r"https?", scheme) or not rest.partition("/")[2] or "{" in rest.partition("/")[0]:
        raise ValueError(f"{said}: url must be an https address with a path and a host without placeholders")
    used = {match[1] for text in (recipe.url, recipe.file) for match in _PLACE.finditer(text)}
    if used != set(recipe.placeholders) or "{" in _PLACE.sub("", recipe.url + recipe.file):
        raise ValueError(f"{said}: the placeholders of the url are not those of 'placeholders'")
    if ONLY in used:
        raise ValueError(f"{said}: {ONLY!r} is kept for choosing files by name")
    for key, pattern in recipe.placeholders.items():
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{said}: the pattern of {key} is none ({error})") from error


def _fill(text: str, choices: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda match: choices[match[1]][-2:] if match[2] else choices[match[1]], text)


def _offer(recipes: Sequence[Recipe]) -> str:
    return ", ".join(" ".join([recipe.name, *(f"--{key}" for key in recipe.placeholders)]) for recipe in recipes)
