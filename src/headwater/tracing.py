"""What `headwater trace` asks: one question of a spreadsheet or of a case, and what proves and draws its answer."""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from ibis.backends.duckdb import Backend

from headwater.asking import current
from headwater.base.errors import CaseError
from headwater.base.files import write_whole
from headwater.base.unnamed import UNNAMED
from headwater.opened import OpenCase
from headwater.trace.answer import Answer, answer_to, with_more
from headwater.trace.case_book import CaseBook, case_book
from headwater.trace.case_columns import read_tables
from headwater.trace.case_names import entities_of
from headwater.trace.certificate import certificate_of, without_people
from headwater.trace.ledger import IndexArray
from headwater.trace.names import find_names
from headwater.trace.problem import Problem, problem_of
from headwater.trace.spreadsheet import read_ledger, read_payments

_TITLES = {
    "gifts": "Gifts to the candidate's committees",
    "expenditures_for": "Independent expenditures for",
    "expenditures_against": "Independent expenditures against",
}


@dataclass(frozen=True, slots=True)
class More:
    """What is asked beyond every question: rules by name, and the accounts that the rule owner gives to the donors."""

    rules: Sequence[str] = ()
    backed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, its answer in the words of the question, and the public addresses of payments by id."""

    title: str
    problem: Problem
    answer: Answer
    urls: Mapping[str, str]


NO_MORE = More()


def trace_file(
    file: Path, donors: Sequence[str], targets: Sequence[str], more: More = NO_MORE, *, with_urls: bool = False
) -> Asked:
    """One question asked of a spreadsheet, whose rows' public addresses are read where they are wanted.

    Raises:
        InputError: if the file cannot be read.
        UnknownNameError, AmbiguousNameError: if a name does not point at one name of the file.
        CaseError: if there is no such rule.
    """
    read = read_ledger(file)
    given, wanted = find_names(donors, read.names), find_names(targets, read.names)
    problem = problem_of(read, given, wanted)
    urls = {one.id: one.url for one in read_payments(file) if one.url} if with_urls else {}
    found = with_more(answer_to(problem, given, wanted), problem, more.rules, find_names(more.backed, read.names))
    return Asked(file.name, problem, found, urls)


def trace_case(
    opened: OpenCase, ends: tuple[Sequence[str], Sequence[str]], classes: Sequence[str], more: More = NO_MORE
) -> list[Asked]:
    """One question asked of a case: all classes together first, then each class that has payments.

    Args:
        opened: the case.
        ends: the donors and the targets, by name or number.
        classes: the classes of payments to a target that are asked about.
        more: what else is asked.

    Raises:
        UnknownNameError, AmbiguousNameError: if a name does not point at one entity.
        CaseError: if nothing was paid to the targets, or there is no such rule.
    """
    connection = current(opened).connect(opened.settings.threads)
    found = ask_book(case_book(read_tables(connection.table)), ends, classes, more)
    return [replace(one, urls=_urls(connection, one.answer)) for one in found]


def ask_book(
    book: CaseBook,
    ends: tuple[Sequence[str], Sequence[str]],
    classes: Sequence[str],
    more: More = NO_MORE,
    beside: Executor | None = None,
) -> Iterator[Asked]:
    """As `trace_case`, of a case that is read: each answer is computed when it is asked for, and has no addresses.

    With `beside` another thread computes the rules.
    """
    donors, targets = ends
    who, reached = book.who, entities_of(targets, book.who)
    given = [who.number[entity] for entity in entities_of(donors, who)]
    wanted = [book.target(entity) for entity in reached]
    nodes = sorted({node for target in wanted for node in target.nodes})
    by_class = {name: np.unique(np.concatenate([one.payments[name] for one in wanted])) for name in classes}
    for donor in given:
        if not book.occurs[donor]:
            raise CaseError(f"{who.labels[donor]!r} paid nothing in these records")
    parts = {name: rows for name, rows in by_class.items() if len(rows)}
    if not parts:
        raise CaseError(f"no payment of these records reaches {', '.join(targets)} ({', '.join(classes)})")
    questions = [(" and ".join(_TITLES[name] for name in parts), np.unique(np.concatenate(list(parts.values()))))]
    if len(parts) > 1:
        questions += [(_TITLES[name], rows) for name, rows in parts.items()]
    words = tuple(who.labels[one] for one in given), tuple(who.labels[who.number[one]] for one in reached)
    backed = [who.labels[who.number[entity]] for entity in entities_of(more.backed, who)]
    for title, rows in questions:
        problem = book.problem(given, nodes, rows)
        whole = with_more(answer_to(problem, *words, beside), problem, more.rules, backed)
        yield Asked(title, problem, _bearing(book, given, rows, whole), {})


def write_certificate(path: Path, asked: Asked) -> None:
    """Writes what proves an answer's bounds; people who may not be named stand together in it."""
    whole = without_people(certificate_of(asked.problem, asked.answer), UNNAMED)
    write_whole(path, json.dumps(whole, ensure_ascii=False).encode())


def _bearing(book: CaseBook, donors: Sequence[int], rows: IndexArray, found: Answer) -> Answer:
    """The answer with those of the opening balances that bear on it: donors' money can reach them, and they the target.

    See TRACING.md §2.
    """
    payers = np.zeros(len(book.who.ids), dtype=np.bool_)
    payers[book.book.ledger.payer[rows]] = True
    between = book.downstream(book.mask(donors)) & book.upstream(payers)
    names = {book.who.labels[one] for one in np.flatnonzero(between)}
    return replace(found, opening_balances=tuple(one for one in found.opening_balances if one[0] in names))


def _urls(connection: Backend, found: Answer) -> dict[str, str]:
    """The public addresses of the payments on an answer's paths."""
    ids = sorted({payment for path in found.paths for payment in path.payments})
    listed = connection.table("payments")
    rows = (
        listed.filter(listed.payment_id.isin(ids)).select("payment_id", "url").to_pyarrow().to_pylist() if ids else []
    )
    return {row["payment_id"]: row["url"] for row in rows if row["url"]}
