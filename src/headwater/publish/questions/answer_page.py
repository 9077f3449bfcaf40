"""The page of one reader's trace: the same bar, way, paths and notes as the case's own traces have."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from headwater.publish import addresses
from headwater.publish.apart import target_name
from headwater.publish.citing import Citations, Number, sql_list
from headwater.publish.evidence import lines_of
from headwater.publish.page import Context
from headwater.publish.pages.trace import SHOWN_PATHS, contests_of, others_of
from headwater.publish.pages.traces import form
from headwater.publish.pictures.reach import rows_of
from headwater.publish.questions.answer_pictures import FILE_ENDINGS, amounts_of, bar, row_of, way
from headwater.publish.questions.question import Question, Traced
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import target_words

_DEFINITION = (
    "Amounts of one trace in cents: the target’s payments, the least and the most of them that can be the donors’, "
    "under every accounting that respects dates and balances, what each named rule gives, and what goes along each "
    "path. The lines are those of the payments on the paths that are listed."
)


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
    cents = cites.traced(amounts_of(traced, SHOWN_PATHS), _DEFINITION, f"{command} --json", lines)
    is_option = traced.target[0] in db.options
    row = row_of(db, question, traced, cents)
    names, target = ", ".join(name for _, name in traced.donors), target_name(db, *traced.target)
    answer = {
        "names": traced.donors,
        "target": {"id": traced.target[0], "name": target, "own": traced.target[1]},
        "said": " and ".join(target_words(one, is_option=is_option) for one in question.classes),
        "is_exact": traced.is_exact,
        "contests": contests_of(db, traced.target[0]) if db.has("contests", "candidacies") else [],
        "others": others_of(db, "", traced.target[0]) if db.has("traces", "candidacies") else [],
        "bar": bar(db, traced, row),
        "rows": list(rows_of([row])),
        "way": way(db, traced),
        "endings": tuple(FILE_ENDINGS),
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
