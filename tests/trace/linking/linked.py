"""Small books for tests of linking rules: payments written as tuples, entities by their own names."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from headwater.base.case import DonorSet
from headwater.trace.case_book import CaseBook, undo_returns
from headwater.trace.ledger import Payment, ledger_of
from headwater.trace.linking.affiliations import Affiliation
from headwater.trace.linking.book import LinkBook, link_book
from headwater.trace.linking.deciding import Decider
from headwater.trace.linking.reading import SHIPPED, read_rule
from headwater.trace.linking.rule import Link, Rule, Value
from headwater.trace.moves import TARGET
from headwater.trace.problem import problem_of
from headwater.trace.rules.fifo import fifo
from headwater.trace.rules.lifo import lifo
from headwater.trace.rules.pro_rata import pro_rata

Row = tuple[str, str, str, int] | tuple[str, str, str, int, str]
"""Day, payer, payee, dollars; and for an expenditure whom it is for, or against after a minus sign."""

CANDIDATES = ("Cand", "Rival")


def cased(rows: Sequence[Row], candidates: Iterable[str] = CANDIDATES) -> CaseBook:
    """A case's book of rows; a candidate's own committee is the candidate itself."""
    payments: list[Payment] = []
    spent: dict[tuple[str, str], list[str]] = {}
    gifts: dict[str, list[str]] = {}
    for number, row in enumerate(rows, start=1):
        day = date.fromisoformat(row[0]).toordinal()
        about = row[4] if len(row) == 5 else ""
        kind = "independent_expenditure" if about else "monetary"
        payments.append(Payment(f"p{number}", day, day, row[1], row[2], row[3] * 100, kind))
        if about:
            stance = "against" if about.startswith("-") else "for"
            spent.setdefault((about.removeprefix("-"), stance), []).append(f"p{number}")
        else:
            gifts.setdefault(row[2], []).append(f"p{number}")
    names = {name for row in rows for name in row[1:3]} | set(candidates)
    return CaseBook(
        payments=tuple(undo_returns(payments)),
        gifts_to={name: tuple(ids) for name, ids in gifts.items()},
        spent_on={what: tuple(ids) for what, ids in spent.items()},
        label_of={name: name for name in names},
        spellings={},
        entity_of={f"x:{name}": name for name in names},
        own_committees={},
    )


def book_of(
    rows: Sequence[Row],
    donor_sets: Mapping[str, Sequence[str]],
    kinds: Mapping[str, str] | None = None,
    affiliations: Iterable[Affiliation] = (),
) -> LinkBook:
    """The book that rules decide on, with its traces computed by the engine."""
    book = cased(rows)
    sets = [DonorSet(id_, id_, tuple(f"x:{one}" for one in members)) for id_, members in donor_sets.items()]
    known = {name: "candidate" if name in CANDIDATES else "committee" for name in book.label_of} | dict(kinds or {})
    traces = [row for one in sets for row in traces_of(book, one)]
    return link_book(book, sets, known, CANDIDATES, traces, affiliations)


def traces_of(book: CaseBook, donor_set: DonorSet) -> Iterable[dict[str, object]]:
    ledger = ledger_of(book.payments)
    donors = [book.entity_of[one] for one in donor_set.members if book.entity_of[one] in ledger.names]
    for candidate in CANDIDATES:
        target = book.target(candidate)
        for target_class, ids in target.payments.items():
            if ids:
                problem = problem_of(ledger, donors, [one for one in target.nodes if one in ledger.names], ids)
                bounds = problem.ranged.bounds
                yield {
                    "donor_set": donor_set.id, "target_entity_id": candidate, "target_class": target_class,
                    "target_total_cents": problem.moves.total(problem.moves.dest == TARGET),
                    "direct_cents": problem.moves.total(problem.moves.direct), "low_cents": bounds.low,
                    "high_cents": bounds.high, "pro_rata_cents": pro_rata(problem), "fifo_cents": fifo(problem),
                    "lifo_cents": lifo(problem),
                }  # fmt: skip


def shipped(name: str) -> Rule:
    """A rule that ships."""
    return read_rule(SHIPPED / f"{name}.toml")


def links(rule: Rule, level: str, book: LinkBook, **changed: Value) -> list[Link]:
    """The links of one level, parameters at their defaults but for those given."""
    found = next(one for one in rule.levels if one.id == level)
    return Decider(book).decide(rule, found, {**rule.defaults, **changed})


def write_rule(folder: Path, name: str, text: str) -> Path:
    """A rule of a case."""
    (folder / "linking").mkdir(parents=True, exist_ok=True)
    path = folder / "linking" / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path
