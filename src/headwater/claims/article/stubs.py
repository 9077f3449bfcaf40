"""Proposals as TOML: one document to look through, or one stub a file to be filled in as a claim."""

import json
from fractions import Fraction
from typing import Any

from headwater.claims.article.proposing import Proposal, Read
from headwater.claims.article.quantities import Quantity

_NOTE = "Proposed by headwater read: write the statement in your own words, then definition, needs and query."
_UNITS = {"sum": "dollars", "share": "percent", "margin": "percentage points"}


def document(read: Read, text: str, *, shows: bool) -> str:
    """All proposals as one TOML document.

    Args:
        read: the article as read.
        text: the article.
        shows: whether each sentence is shown above its proposal, as a comment; it is not meant for a case's folder.
    """
    out = [
        f'article = "{read.article}"',
        f"characters = {read.characters}",
        f"lines = {read.lines}",
        *([f"written_from = {read.written_from}"] if read.written_from else []),
        *([f"written_thru = {read.written_thru}"] if read.written_thru else []),
    ]
    for one in read.proposals:
        out += ["", *([f"# {' '.join(text[one.start : one.end].split())}"] if shows else []), "[[claim]]"]
        stated = [f"{name} = {_value(value)}" for name, value in _stated(one.quantity)]
        out += [*_fields(one), *(["[claim.stated]", *stated] if stated else [])]
    return "\n".join(out) + "\n"


def stub(read: Read, one: Proposal) -> str:
    """One proposal as the file of a claim that is yet to be filled in; empty fields are errors until they are."""
    top = [*_fields(one), f'article = "{read.article}"', f'lines = "{one.line}"', 'definition = ""', 'needs = ""']
    top += [f"note = {json.dumps(_NOTE)}", 'query = ""']
    if one.quantity is None:
        return "\n".join(top) + "\n"
    stated = [f"{name} = {_value(value)}" for name, value in _stated(one.quantity) if name != "quantity_span"]
    return "\n".join([*top, "", "[stated]", *stated]) + "\n"


def as_json(read: Read) -> dict[str, Any]:
    """The article and its proposals as ``headwater read --json`` prints them."""
    return {
        "article": read.article,
        "characters": read.characters,
        "lines": read.lines,
        "written_from": str(read.written_from) if read.written_from else None,
        "written_thru": str(read.written_thru) if read.written_thru else None,
        "claims": [
            {
                "id": one.id, "line": one.line, "span": [one.start, one.end], "kind": one.kind, "speaker": one.speaker,
                "unit": _unit(one), "times": list(one.times), "names": list(one.names),
                "wrong_places": list(one.wrong_places),
                "stated": {name: value if isinstance(value, str) else float(value)
                           for name, value in _stated(one.quantity)},
            }
            for one in read.proposals
        ],
    }  # fmt: skip


def _fields(one: Proposal) -> list[str]:
    said = {
        "id": one.id, "statement": "", "speaker": one.speaker, "publication": "", "span": f"{one.start}-{one.end}",
        "kind": one.kind, "unit": _unit(one), "window": ", ".join(one.times),
    }  # fmt: skip
    return [
        *(f"{name} = {_text(value)}" for name, value in said.items()),
        *([f"# names in the ledger: {_comment(', '.join(one.names))}"] if one.names else []),
        *(f"# no prosecutor's jurisdiction, and those that are: {_comment(place)}" for place in one.wrong_places),
    ]


def _unit(one: Proposal) -> str:
    unit = "" if one.quantity is None else one.quantity.unit
    default = _UNITS.get(one.kind, "")
    return unit if unit.startswith(default) and unit else default or unit


def _stated(quantity: Quantity | None) -> list[tuple[str, str | Fraction]]:
    if quantity is None:
        return []
    found: list[tuple[str, str | Fraction]] = [("comparison", quantity.comparison)]
    if quantity.high is not None:
        found += [("low", quantity.value), ("high", quantity.high)]
    else:
        found.append(("value", quantity.value))
    if quantity.comparison == "about":
        found.append(("tolerance", quantity.printed_to or Fraction(1)))
    elif quantity.printed_to is not None and quantity.printed_to != 1:
        found.append(("printed_to", quantity.printed_to))
    return [*found, ("quantity_span", f"{quantity.start}-{quantity.end}")]


def _value(value: str | Fraction) -> str:
    if isinstance(value, str):
        return _text(value)
    return str(value.numerator) if value.denominator == 1 else f"{round(float(value), 4):.4f}".rstrip("0")


def _text(value: str) -> str:
    return json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)
