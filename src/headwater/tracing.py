"""What `headwater trace` asks: one question of a spreadsheet or of a case, and what proves and draws its answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from headwater.asking import OpenCase, current
from headwater.base.errors import CaseError
from headwater.base.files import write_whole
from headwater.base.views import UNNAMED
from headwater.trace.answer import Answer, answer_to, with_more
from headwater.trace.case_book import TABLES, CaseBook, case_book
from headwater.trace.case_names import entities_of
from headwater.trace.certificate import certificate_of, without_people
from headwater.trace.ledger import ledger_of
from headwater.trace.names import find_names
from headwater.trace.problem import Problem, book_of, problem_of
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
    donors, targets = ends
    connection = current(opened).connect(opened.settings.threads)
    book = case_book({name: connection.table(name).to_pyarrow().to_pylist() for name in TABLES})
    given = [book.label_of[entity] for entity in entities_of(donors, book)]
    reached = entities_of(targets, book)
    wanted = [book.target(entity) for entity in reached]
    ledger = book_of(ledger_of(book.payments))
    known = set(ledger.ledger.names)
    nodes = [node for target in wanted for node in target.nodes if node in known]
    by_class = {name: [p for target in wanted for p in target.payments[name]] for name in classes}
    everything = list(dict.fromkeys(p for ids in by_class.values() for p in ids))
    for name in given:
        if name not in known:
            raise CaseError(f"{name!r} paid nothing in these records")
    if not everything:
        raise CaseError(f"no payment of these records reaches {', '.join(targets)} ({', '.join(classes)})")
    asked = tuple(book.label_of[entity] for entity in reached)
    backed = [book.label_of[entity] for entity in entities_of(more.backed, book)]
    parts = {name: ids for name, ids in by_class.items() if ids}
    questions = [(" and ".join(_TITLES[name] for name in parts), everything)]
    if len(parts) > 1:
        questions += [(_TITLES[name], ids) for name, ids in parts.items()]
    urls = {payment.id: payment.url for payment in book.payments if payment.url}
    found = []
    for title, ids in questions:
        problem = problem_of(ledger, given, nodes, ids)
        whole = with_more(answer_to(problem, given, nodes), problem, more.rules, backed)
        found.append(Asked(title, problem, _in_words(book, whole, asked, ids), urls))
    return found


def write_certificate(path: Path, asked: Asked) -> None:
    """Writes what proves an answer's bounds; people who may not be named stand together in it."""
    whole = without_people(certificate_of(asked.problem, asked.answer), UNNAMED)
    write_whole(path, json.dumps(whole, ensure_ascii=False).encode())


def _in_words(book: CaseBook, found: Answer, asked: tuple[str, ...], payments: Sequence[str]) -> Answer:
    """The answer in the words of the question; of the opening balances those that bear on it (TRACING §2)."""
    between = book.between(found.donors, payments)
    bearing = tuple(opening for opening in found.opening_balances if opening[0] in between)
    return replace(found, targets=asked, opening_balances=bearing)
