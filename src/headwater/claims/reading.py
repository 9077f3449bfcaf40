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
from headwater.claims.facts import Fact, fact_of
from headwater.claims.fields import Parameter, number_of, only, parameters_of, table_of, text_of, texts_of
from headwater.claims.listed import Article, Definition, read_articles, read_definitions
from headwater.claims.spans import Spans, check_lines, last_line, spans_of
from headwater.claims.stated import COMPARISONS, Stated
from headwater.claims.units import fault_of

RULES = ("compare", "own parts", "readings", "latest", "each", "not checkable")
"""How a verdict is reached: one comparison; the same where all numbers are the article's own; several readings;
several counts of which the last decides; several places of each of which it is said; or no query at all because
nothing could be counted."""

_TEXTS = ("id", "statement", "speaker", "publication", "article", "kind", "unit", "definition", "needs")
_MAY_LACK = ("lines", "note", "denominator", "window")
_FIELDS = {*_TEXTS, *_MAY_LACK, "span", "also", "query", "stated", "facts", "verdict", "reading"}
_FIELDS |= {"definitions", "parameters"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_YEARS = re.compile(r"\b(\d{4}) to (?:\w+ ){0,2}(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a statement, or one count of several, with the query that decides it."""

    name: str
    definition: str
    query: str
    as_of: date | None
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: the article's hash, its lines and its characters, as far as they are given."""

    article: str
    lines: str
    span: Spans


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """One claim as its file gives it; ``places`` begins with the article that the claim is filed under."""

    path: Path
    id: str
    statement: str
    speaker: str
    publication: str
    article: str
    kind: str
    unit: str
    definition: str
    needs: str
    lines: str
    note: str
    denominator: str
    window: str
    places: tuple[Place, ...]
    definitions: tuple[str, ...]
    stated: Stated | None
    facts: tuple[Fact, ...]
    rule: str
    readings: tuple[Reading, ...]


def read_claims(case_folder: Path) -> list[ClaimFile]:
    """All claims of a case, sorted by id, held against the articles and definitions that the case lists.

    Raises:
        CaseError: if the case has no claims.
        ClaimError: if a claim cannot be read, or two have one id; names the file and the field.
    """
    folder = case_folder / "claims"
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise CaseError(f"{folder}: the case has no claims; add at least one, as docs/methods/claims.md says")
    articles, definitions = read_articles(case_folder), read_definitions(case_folder)
    seen: dict[str, ClaimFile] = {}
    for claim in map(read_claim, paths):
        if claim.id in seen:
            raise ClaimError(f"{claim.path}: field id: {claim.id!r} is already in {seen[claim.id].path.name}")
        if fault := _unlisted(claim, articles, definitions):
            raise ClaimError(f"{claim.path}: {fault}")
        seen[claim.id] = claim
    return sorted(seen.values(), key=lambda claim: claim.id)


def read_claim(path: Path) -> ClaimFile:
    """One claim.

    Raises:
        ClaimError: naming the file, and the field or the line.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except FileNotFoundError as error:
        raise ClaimError(f"{path}: a link to a file that is not there") from error
    except OSError as error:
        raise ClaimError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ClaimError(f"{path}: {error}") from error
    try:
        return _claim_of(path, data)
    except (ValueError, TypeError) as error:
        raise ClaimError(f"{path}: {error}") from error


def _claim_of(path: Path, data: dict[str, Any]) -> ClaimFile:
    only(data, _FIELDS, "")
    texts = {name: text_of(data, name) for name in _TEXTS}
    texts |= {name: text_of(data, name, required=False) for name in _MAY_LACK}
    rule = _rule(data.get("verdict", {}))
    is_checked = rule != "not checkable"
    if not is_checked and (found := {"query", "stated", "reading", "parameters"} & set(data)):
        raise ValueError(f"field {min(found)}: a claim that is not checkable has none")
    if is_checked and (fault := fault_of(texts["kind"], texts["unit"])):
        raise ValueError(f"field unit: {fault}")
    if any(int(first) > int(last) for first, last in _YEARS.findall(texts["window"])):
        raise ValueError(f"field window: {texts['window']!r} ends before it begins")
    facts = tuple(fact_of(name, row) for name, row in table_of(data, "facts").items())
    places = (_place(data, ""), *_also(data))
    _refuse_foreign_facts(facts, rule, {place.article for place in places})
    return ClaimFile(
        path=path,
        **texts,
        places=places,
        definitions=texts_of(data, "definitions"),
        stated=_stated(table_of(data, "stated")) if is_checked else None,
        facts=facts,
        rule=rule,
        readings=_readings(data, rule) if is_checked else (),
    )


def _place(table: Mapping[str, Any], where: str) -> Place:
    article = text_of(table, "article", where)
    if not _SHA256.fullmatch(article):
        raise ValueError(f"field {where}article: not a SHA-256 in 64 hexadecimal digits")
    lines = text_of(table, "lines", where, required=False)
    check_lines(lines, f"{where}lines")
    span = spans_of(text_of(table, "span", where, required=False), f"{where}span")
    if not lines and not span:
        raise ValueError(f"field {where}span: missing, and no lines either")
    return Place(article, lines, span)


def _also(data: dict[str, Any]) -> list[Place]:
    rows = data.get("also", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TypeError("field also: not a list of tables")
    for number, row in enumerate(rows, 1):
        only(row, {"article", "lines", "span"}, f"also {number}.")
    return [_place(row, f"also {number}.") for number, row in enumerate(rows, 1)]


def _refuse_foreign_facts(facts: tuple[Fact, ...], rule: str, articles: set[str]) -> None:
    for fact in facts:
        if rule == "own parts" and fact.line is None:
            raise ValueError(f"field facts.{fact.name}: a verdict on the article's own parts cites its lines only")
        if fact.article and fact.article not in articles:
            raise ValueError(f"field facts.{fact.name}.article: the claim does not stand in that article")


def _unlisted(claim: ClaimFile, articles: Mapping[str, Article] | None, definitions: Mapping[str, Definition]) -> str:
    """What a claim refers to that its case does not list, or that lies outside its article; empty where nothing."""
    for name in claim.definitions:
        if name not in definitions:
            return f"field definitions: unknown definition {name!r}"
    for place in claim.places if articles is not None else ():
        found = (articles or {}).get(place.article)
        if found is None:
            return f"field article: {place.article[:16]}… is not among the articles that the case lists"
        cited = [fact.line or 0 for fact in claim.facts if (fact.article or claim.article) == place.article]
        if place.span and place.span[-1][1] > found.characters:
            return f"field span: ends at {place.span[-1][1]}, outside its article of {found.characters} characters"
        if max(last_line(place.lines), *cited, 0) > found.lines:
            return f"field lines: line {max(last_line(place.lines), *cited, 0)} is outside its article of {found.lines}"
    return ""


def _rule(table: Any) -> str:
    if not isinstance(table, dict):
        raise TypeError("field verdict: not a table")
    only(table, {"rule"}, "verdict.")
    rule = table.get("rule", "compare")
    if rule not in RULES:
        raise ValueError(f"field verdict.rule: {rule!r} is not one of {', '.join(RULES)}")
    return str(rule)


def _stated(table: dict[str, Any]) -> Stated:
    only(table, {"comparison", "value", "low", "high", "tolerance", "printed_to"}, "stated.")
    comparison = table.get("comparison")
    if comparison not in COMPARISONS:
        raise ValueError(f"field stated.comparison: {comparison!r} is not one of {', '.join(COMPARISONS)}")
    is_between, is_about = comparison == "between", comparison == "about"
    for name, wanted in (("low", is_between), ("high", is_between), ("value", not is_between), ("tolerance", is_about)):
        if (name in table) != wanted:
            raise ValueError(f"field stated.{name}: {'missing' if wanted else 'does not go'} with {comparison!r}")
    number = {name: Fraction(number_of(table, name, "stated.")) for name in table if name != "comparison"}
    if is_between and number["low"] > number["high"]:
        raise ValueError("field stated.low: above stated.high")
    for name in ("tolerance", "printed_to"):
        if name in number and number[name] <= 0:
            raise ValueError(f"field stated.{name}: not above zero")
    first = number["low"] if is_between else number["value"]
    return Stated(comparison, first, number.get("high"), number.get("tolerance"), number.get("printed_to"))


def _readings(data: dict[str, Any], rule: str) -> tuple[Reading, ...]:
    several = rule in ("readings", "latest", "each")
    if ("reading" in data) != several:
        raise ValueError(f"field reading: {'missing' if several else 'does not go'} with the rule {rule!r}")
    own = parameters_of(data, "")
    if not several:
        return (Reading("", "", text_of(data, "query"), None, own),)
    rows = data["reading"]
    if not isinstance(rows, list) or len(rows) < 2:
        raise ValueError(f"field reading: the rule {rule!r} needs two or more")
    shared = text_of(data, "query", required=False)
    if shared and all(isinstance(row, dict) and "query" in row for row in rows):
        raise ValueError("field query: every reading has its own")
    found = [_reading(number, row, shared, own, needs_day=rule == "latest") for number, row in enumerate(rows, 1)]
    if rule == "latest":
        found.sort(key=lambda reading: (reading.as_of or date.min, reading.name))
    return tuple(found)


def _reading(number: int, row: Any, shared: str, own: Mapping[str, Parameter], *, needs_day: bool) -> Reading:
    """One reading; without a query of its own it asks the claim's, with its own parameters beside the claim's."""
    where = f"reading {number}."
    if not isinstance(row, dict):
        raise TypeError(f"field reading {number}: not a table")
    only(row, {"name", "definition", "query", "as_of", "parameters"}, where)
    day = row.get("as_of")
    if (needs_day or day is not None) and type(day) is not date:
        raise ValueError(f"field {where}as_of: not a day written 2020-01-31")
    return Reading(
        text_of(row, "name", where),
        text_of(row, "definition", where),
        shared if shared and "query" not in row else text_of(row, "query", where),
        day,
        {**own, **parameters_of(row, where)},
    )
