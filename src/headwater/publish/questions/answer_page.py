"""The page of one reader's trace: the same bar, way, paths and notes as the case's own traces have."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from headwater.publish import addresses
from headwater.publish.citing import Citations, Number, sql_list
from headwater.publish.evidence import lines_of
from headwater.publish.page import Context
from headwater.publish.pages.trace import SHOWN_PATHS, contests_of, others_of
from headwater.publish.pages.traces import form
from headwater.publish.pictures.drawing import Picture
from headwater.publish.pictures.reach import marks_of, rows_of
from headwater.publish.pictures.sankey import title_of, words_of
from headwater.publish.pictures.way import drawn_twice
from headwater.publish.questions.question import Question, Traced
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import target_words

_DEFINITION = (
    "Amounts of one trace in cents: the target’s payments, the least and the most of them that can be the donors’, "
    "under every accounting that respects dates and balances, what each named rule gives, and what goes along each "
    "path. The lines are those of the payments on the paths that are listed."
)
_MEASURES = ("target_total_cents", "low_cents", "high_cents")


def words_of_question(question: Question) -> str:
    """The question as the words behind ``?``."""
    words = [("from", one) for one in question.donors] + [("to", question.target)]
    return urlencode([*words, ("count", question.count)] if question.count else words)


def command_of(question: Question, traced: Traced) -> str:
    """The command that gives the same answer on the reader's own machine."""
    given = " ".join(f"--from {one}" for one, _ in traced.donors)
    counted = " ".join(f"--count {one}" for one in question.classes)
    return f"headwater trace --case CASE {given} --to {traced.target[0]} {counted}"


def answer_page(db: SiteDb, question: Question, traced: Traced) -> Context:
    """What the page shows."""
    cites = Citations(db)
    paths = traced.numbers["paths"][:SHOWN_PATHS]
    ids = sorted({payment for path in paths for payment in path["payments"]})
    command = command_of(question, traced)
    lines = lines_of(f"payment_id IN {sql_list(ids)}") if ids else ""
    cents = cites.traced(_cents(traced), _DEFINITION, f"{command} --json", lines)
    is_option = traced.target[0] in db.options
    said = " and ".join(target_words(one, is_option=is_option) for one in question.classes)
    row = {name: cents[name] for name in _MEASURES} | {
        "target_words": "payments that count",
        "rules": _rules(traced, cents),
    }
    names, target = ", ".join(name for _, name in traced.donors), traced.target[1]
    answer = {
        "names": traced.donors,
        "target": {"id": traced.target[0], "name": target},
        "said": said,
        "is_exact": traced.is_exact,
        "contests": contests_of(db, traced.target[0]) if db.has("contests", "candidacies") else [],
        "others": others_of(db, "", traced.target[0]) if db.has("traces", "candidacies") else [],
        "bar": _bar(row),
        "rows": list(rows_of([row])),
        "way": _way(traced),
        "paths": _paths(cites, paths, cents, lines),
        "unlisted": cents["unlisted"] if traced.numbers["paths"][SHOWN_PATHS:] else None,
        "words": words_of_question(question),
        "command": command,
    }
    found = form(question.donors, question.target, question.count)
    return {"title": f"From {names} to {target}", "crumbs": _crumbs(), "rows": [], "cites": cites, **found} | {
        "answer": answer
    }


def answer_json(question: Question, traced: Traced) -> bytes:
    """The answer as ``headwater trace --json`` prints it."""
    asked = {"command": f"{command_of(question, traced)} --json", "is_exact": traced.is_exact}
    return json.dumps({**traced.numbers, **asked}, ensure_ascii=False, indent=1).encode()


def _crumbs() -> list[tuple[str, str]]:
    return [("Traces", addresses.TRACES)]


def _cents(traced: Traced) -> dict[str, int]:
    """Every amount of the page by name."""
    numbers = traced.numbers
    found = {name: numbers[name] for name in (*_MEASURES, "direct_cents")}
    found |= {f"rules.{rule}": cents for rule, cents in numbers["rules"].items()}
    found |= {f"paths.{at}": path["cents"] for at, path in enumerate(numbers["paths"][:SHOWN_PATHS])}
    return found | {"unlisted": sum(path["cents"] for path in numbers["paths"][SHOWN_PATHS:])}


def _rules(traced: Traced, cents: Mapping[str, Number]) -> list[dict[str, Any]]:
    named = {"direct": cents["direct_cents"], **{rule: cents[f"rules.{rule}"] for rule in traced.numbers["rules"]}}
    low, high = traced.numbers["low_cents"], traced.numbers["high_cents"]
    return [
        {"rule": rule, "cents": number, "is_possible": low <= (number.value or 0) <= high}
        for rule, number in named.items()
    ]


def _bar(row: dict[str, Any]) -> Picture:
    marks, height = marks_of([row])
    said = "; ".join(f"{one['measure']} {one['cents'].text}" for one in rows_of([row]))
    return _picture("", f"A bar with the least, the most and each rule marked. {said}.", (marks, ""), height)


def _way(traced: Traced) -> Picture | None:
    if not traced.flow.bands:
        return None
    inside, height = drawn_twice(traced.flow, "asked", "one way")
    return _picture(title_of(traced.flow), words_of(traced.flow), ("", inside), height)


def _picture(title: str, alt: str, drawn: tuple[str, str], height: int) -> Picture:
    return Picture(title, alt, height, drawn[0], {}, (), addresses.TRACES, "", drawn[1])


def _paths(
    cites: Citations, paths: list[dict[str, Any]], cents: Mapping[str, Number], lines: str
) -> list[dict[str, Any]]:
    """The listed paths, each with its payments in the order in which money passed them."""
    if not lines:
        return []
    ids = sql_list(sorted({one for path in paths for one in path["payments"]}))
    found = cites.table(
        "SELECT payment_id, date_from, date_to, payer_entity_id, payer, payee_entity_id, payee, about_entity_id, "
        f"about, stance, cents AS payment_cents, url FROM payments WHERE payment_id IN {ids} ORDER BY payment_id",
        {"payment_cents": "cents"},
        "The whole of each payment on the paths.",
        lines,
    )
    by_id = {row["payment_id"]: row for row in found}
    return [
        {"cents": cents[f"paths.{at}"], "steps": [by_id[one] for one in path["payments"] if one in by_id]}
        for at, path in enumerate(paths)
    ]
