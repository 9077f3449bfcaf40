"""Reads the claims of a case: one TOML file a statement, every field known by name or an error."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from headwater.base.errors import CaseError, ClaimError
from headwater.claims.stated import COMPARISONS, Stated

RULES = ("compare", "own parts", "readings", "latest", "not checkable")
"""How a verdict is reached: one comparison; the same where all numbers are the article's own; several readings;
several counts of which the last decides; or no query at all because nothing could be counted."""

_TEXTS = ("id", "statement", "speaker", "publication", "article", "lines", "kind", "unit", "definition", "needs")
_FIELDS = {*_TEXTS, "query", "note", "stated", "facts", "verdict", "reading"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SPAN = re.compile(r"\d+(-\d+)?(, \d+(-\d+)?)*")
_MOST = Decimal(10) ** 11  # with four decimals fifteen digits, which a double holds exactly


@dataclass(frozen=True, slots=True)
class Fact:
    """One number or day that a claim rests on, with the place where it stands."""

    name: str
    value: Decimal | None
    day: date | None
    unit: str
    line: int | None
    publisher: str
    document: str
    url: str

    @property
    def citation(self) -> str:
        """Where it stands, in words."""
        if self.line is not None:
            return f"article, line {self.line}"
        return ", ".join(part for part in (self.publisher, self.document, self.url) if part)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a statement, or one count of several, with the query that decides it."""

    name: str
    definition: str
    query: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """One claim as its file gives it."""

    path: Path
    id: str
    statement: str
    speaker: str
    publication: str
    article: str
    lines: str
    kind: str
    unit: str
    definition: str
    needs: str
    note: str
    stated: Stated | None
    facts: tuple[Fact, ...]
    rule: str
    readings: tuple[Reading, ...]


def read_claims(case_folder: Path) -> list[ClaimFile]:
    """All claims of a case, sorted by id.

    Raises:
        CaseError: if the case has no claims.
        ClaimError: if a claim cannot be read, or two have one id; names the file and the field.
    """
    folder = case_folder / "claims"
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise CaseError(f"{folder}: the case has no claims; add at least one, as docs/methods/claims.md says")
    claims = [read_claim(path) for path in paths]
    seen: dict[str, Path] = {}
    for claim in claims:
        if claim.id in seen:
            raise ClaimError(f"{claim.path}: field id: {claim.id!r} is already in {seen[claim.id].name}")
        seen[claim.id] = claim.path
    return sorted(claims, key=lambda claim: claim.id)


def read_claim(path: Path) -> ClaimFile:
    """One claim.

    Raises:
        ClaimError: naming the file, and the field or the line.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ClaimError(f"{path}: {error}") from error
    try:
        return _claim_of(path, data)
    except (ValueError, TypeError) as error:
        raise ClaimError(f"{path}: {error}") from error


def _claim_of(path: Path, data: dict[str, Any]) -> ClaimFile:
    _only(data, _FIELDS, "")
    texts = {name: _text(data, name) for name in _TEXTS}
    if not _SHA256.fullmatch(texts["article"]):
        raise ValueError("field article: not a SHA-256 in 64 hexadecimal digits")
    if not _SPAN.fullmatch(texts["lines"]):
        raise ValueError(f"field lines: {texts['lines']!r} is not lines such as 3, 7-9")
    rule = _rule(data.get("verdict", {}))
    is_checked = rule != "not checkable"
    if not is_checked and (found := {"query", "stated", "reading"} & set(data)):
        raise ValueError(f"field {min(found)}: a claim that is not checkable has none")
    facts = tuple(_fact(name, row) for name, row in _table(data, "facts").items())
    if rule == "own parts" and (foreign := next((fact for fact in facts if fact.line is None), None)):
        raise ValueError(f"field facts.{foreign.name}: a verdict on the article's own parts cites its lines only")
    return ClaimFile(
        path=path,
        **texts,
        note=_text(data, "note", required=False),
        stated=_stated(_table(data, "stated")) if is_checked else None,
        facts=facts,
        rule=rule,
        readings=_readings(data, rule) if is_checked else (),
    )


def _rule(table: Any) -> str:
    if not isinstance(table, dict):
        raise TypeError("field verdict: not a table")
    _only(table, {"rule"}, "verdict.")
    rule = table.get("rule", "compare")
    if rule not in RULES:
        raise ValueError(f"field verdict.rule: {rule!r} is not one of {', '.join(RULES)}")
    return str(rule)


def _stated(table: dict[str, Any]) -> Stated:
    _only(table, {"comparison", "value", "low", "high", "tolerance", "printed_to"}, "stated.")
    comparison = table.get("comparison")
    if comparison not in COMPARISONS:
        raise ValueError(f"field stated.comparison: {comparison!r} is not one of {', '.join(COMPARISONS)}")
    is_between, is_about = comparison == "between", comparison == "about"
    for name, wanted in (("low", is_between), ("high", is_between), ("value", not is_between), ("tolerance", is_about)):
        if (name in table) != wanted:
            raise ValueError(f"field stated.{name}: {'missing' if wanted else 'does not go'} with {comparison!r}")
    number = {name: Fraction(_number(table, name, "stated.")) for name in table if name != "comparison"}
    if is_between and number["low"] > number["high"]:
        raise ValueError("field stated.low: above stated.high")
    for name in ("tolerance", "printed_to"):
        if name in number and number[name] <= 0:
            raise ValueError(f"field stated.{name}: not above zero")
    first = number["low"] if is_between else number["value"]
    return Stated(comparison, first, number.get("high"), number.get("tolerance"), number.get("printed_to"))


def _fact(name: str, row: Any) -> Fact:
    where = f"facts.{name}"
    if not _NAME.fullmatch(name):
        raise ValueError(f"field {where}: a fact's name is small letters, digits and underscores")
    if not isinstance(row, dict):
        raise TypeError(f"field {where}: not a table")
    _only(row, {"value", "date", "unit", "line", "publisher", "document", "url"}, where + ".")
    if ("value" in row) == ("date" in row):
        raise ValueError(f"field {where}: says either a value or a date")
    day = row.get("date")
    if "date" in row and type(day) is not date:
        raise ValueError(f"field {where}.date: not a day written 2020-01-31")
    line = row.get("line")
    if line is not None and (type(line) is not int or line < 1):
        raise ValueError(f"field {where}.line: not a line number")
    if (line is None) == ("publisher" not in row):
        raise ValueError(f"field {where}: cites either a line of the article or a publisher with a document")
    return Fact(
        name=name,
        value=_number(row, "value", where + ".") if "value" in row else None,
        day=day,
        unit=_text(row, "unit", where + "."),
        line=line,
        publisher=_text(row, "publisher", where + ".", required=line is None),
        document=_text(row, "document", where + ".", required=line is None),
        url=_text(row, "url", where + ".", required=False),
    )


def _readings(data: dict[str, Any], rule: str) -> tuple[Reading, ...]:
    several = rule in ("readings", "latest")
    for name, wanted in (("reading", several), ("query", not several)):
        if (name in data) != wanted:
            raise ValueError(f"field {name}: {'missing' if wanted else 'does not go'} with the rule {rule!r}")
    if not several:
        return (Reading("", "", _text(data, "query"), None),)
    rows = data["reading"]
    if not isinstance(rows, list) or len(rows) < 2:
        raise ValueError(f"field reading: the rule {rule!r} needs two or more")
    found = tuple(_reading(number, row, needs_day=rule == "latest") for number, row in enumerate(rows, 1))
    if rule == "latest":
        return tuple(sorted(found, key=lambda reading: (reading.as_of or date.min, reading.name)))
    return found


def _reading(number: int, row: Any, *, needs_day: bool) -> Reading:
    where = f"reading {number}."
    if not isinstance(row, dict):
        raise TypeError(f"field reading {number}: not a table")
    _only(row, {"name", "definition", "query", "as_of"}, where)
    day = row.get("as_of")
    if (needs_day or day is not None) and type(day) is not date:
        raise ValueError(f"field {where}as_of: not a day written 2020-01-31")
    return Reading(_text(row, "name", where), _text(row, "definition", where), _text(row, "query", where), day)


def _only(table: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(table) - known):
        raise ValueError(f"field {where}{unknown[0]}: unknown")


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise TypeError(f"field {name}: not a table")
    return found


def _text(table: Mapping[str, Any], name: str, where: str = "", *, required: bool = True) -> str:
    found = table.get(name, "")
    if not isinstance(found, str):
        raise TypeError(f"field {where}{name}: not text")
    if required and not found.strip():
        raise ValueError(f"field {where}{name}: missing")
    return " ".join(found.split()) if name != "query" else found.strip()


def _number(table: Mapping[str, Any], name: str, where: str) -> Decimal:
    found = table[name]
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise TypeError(f"field {where}{name}: not a number")
    number = Decimal(found)
    if not number.is_finite() or abs(number) >= _MOST or number != number.quantize(Decimal("0.0001")):
        raise ValueError(f"field {where}{name}: {found} has more than four decimals or is too large")
    return number
