"""Fields of a claim's TOML, read strictly: each is taken by name and type, or is an error that names it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

Parameter: TypeAlias = Decimal | date | str
"""What a definition's parameter may be: a number, a day or a text."""

_MOST = Decimal(10) ** 11  # with four decimals fifteen digits, which a double holds exactly


def only(table: Mapping[str, Any], known: set[str], where: str) -> None:
    """Refuses a field that is not among the known ones.

    Raises:
        ValueError: naming the first.
    """
    if unknown := sorted(set(table) - known):
        raise ValueError(f"field {where}{unknown[0]}: unknown")


def table_of(data: Mapping[str, Any], name: str, where: str = "") -> dict[str, Any]:
    """A sub-table; empty where it is missing.

    Raises:
        TypeError: if it is anything else.
    """
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise TypeError(f"field {where}{name}: not a table")
    return found


def text_of(table: Mapping[str, Any], name: str, where: str = "", *, required: bool = True) -> str:
    """A text with its white space made single, save in a query.

    Raises:
        TypeError, ValueError: if it is no text, or missing though required.
    """
    found = table.get(name, "")
    if not isinstance(found, str):
        raise TypeError(f"field {where}{name}: not text")
    if required and not found.strip():
        raise ValueError(f"field {where}{name}: missing")
    return " ".join(found.split()) if name != "query" else found.strip()


def texts_of(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts; empty where it is missing.

    Raises:
        TypeError, ValueError: if it is no list of texts, or one of them occurs twice.
    """
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) and one.strip() for one in found):
        raise TypeError(f"field {name}: not a list of texts")
    if len(set(found)) != len(found):
        raise ValueError(f"field {name}: names one twice")
    return tuple(found)


def number_of(table: Mapping[str, Any], name: str, where: str) -> Decimal:
    """A finite number of at most four decimals.

    Raises:
        TypeError, ValueError: if it is anything else.
    """
    found = table[name]
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise TypeError(f"field {where}{name}: not a number")
    number = Decimal(found)
    if not number.is_finite() or abs(number) >= _MOST or number != number.quantize(Decimal("0.0001")):
        raise ValueError(f"field {where}{name}: {found} has more than four decimals or is too large")
    return number


def parameters_of(table: Mapping[str, Any], where: str) -> dict[str, Parameter]:
    """The parameters of a definition by name.

    Raises:
        TypeError, ValueError: if one is neither a number, a day nor a text.
    """
    found: dict[str, Parameter] = {}
    for name, value in table_of(table, "parameters", where).items():
        if isinstance(value, str) or type(value) is date:
            found[name] = value
        else:
            found[name] = number_of({name: value}, name, f"{where}parameters.")
    return found
