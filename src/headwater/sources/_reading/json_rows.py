"""A JSON array of objects, read strictly: exact numbers, no doubled keys, whole or not at all."""

import json
from decimal import Decimal
from json import JSONDecodeError, JSONDecoder
from typing import Any

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile

_WHITE_SPACE = frozenset(" \t\r\n")


class _RefusedError(ValueError):
    """Something that JSON readers let pass and this one does not."""


def read_objects(raw: RawFile) -> list[dict[str, Any]]:
    """The objects of the array, in order; numbers with decimals are ``Decimal``.

    Raises:
        InputError: with line and column if the file is cut, is no array of objects, doubles a key, or holds a
            number that is none (NaN, Infinity). Nothing of the file is used then.
    """
    text = raw.text()
    decoder = JSONDecoder(parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_no_doubles)
    position = _space(text, 0)
    if text[position : position + 1] != "[":
        raise _at(raw, text, position, "the file is not a JSON array")
    found: list[dict[str, Any]] = []
    position = _space(text, position + 1)
    if text[position : position + 1] == "]":
        return _ended(raw, text, position, found)
    while True:
        item, after = _decode(raw, text, position, decoder)
        if not isinstance(item, dict):
            raise _at(raw, text, position, f"item {len(found) + 1} of the array is not an object")
        found.append(item)
        after = _space(text, after)
        if text[after : after + 1] == "]":
            return _ended(raw, text, after, found)
        if text[after : after + 1] != ",":
            raise _at(raw, text, after, f"the array breaks off after item {len(found)}")
        position = _space(text, after + 1)


def _decode(raw: RawFile, text: str, position: int, decoder: JSONDecoder) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, position)
    except JSONDecodeError as error:
        reason = "the file is cut off" if error.pos >= len(text.rstrip()) else f"not JSON: {error.msg}"
        raise _at(raw, text, error.pos, reason) from None
    except _RefusedError as error:
        raise _at(raw, text, position, str(error)) from None
    except RecursionError:
        raise _at(raw, text, position, "objects are nested too deep") from None
    except ValueError:
        raise _at(raw, text, position, "a number is too long") from None


def _ended(raw: RawFile, text: str, position: int, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    after = _space(text, position + 1)
    if after != len(text):
        raise _at(raw, text, after, "text after the end of the array")
    return found


def _at(raw: RawFile, text: str, position: int, reason: str) -> InputError:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return InputError(raw.name, f"{reason} (column {column})", line=line)


def _space(text: str, position: int) -> int:
    while text[position : position + 1] in _WHITE_SPACE:
        position += 1
    return position


def _no_number(name: str) -> None:
    raise _RefusedError(f"{name} is not a number")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise _RefusedError(f"the key {json.dumps(double[:60])} occurs twice in one object")
    return found
