"""Small books for tests of linking rules: payments written as tuples, entities by their own names."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from headwater.base.case import DonorSet
from headwater.trace.case_book import CaseBook, case_book
from headwater.trace.linking.affiliations import Affiliation
from headwater.trace.linking.book import LinkBook, link_book
from headwater.trace.linking.deciding import Decider
from headwater.trace.linking.reading import SHIPPED, read_rule
from headwater.trace.linking.rule import Link, Rule, Value
from headwater.trace.moves import TARGET
from headwater.trace.rules.fifo import fifo
from headwater.trace.rules.lifo import lifo
from headwater.trace.rules.pro_rata import pro_rata

Row = tuple[str, str, str, int] | tuple[str, str, str, int, str]
"""Day, payer, payee, dollars; and for an expenditure whom it is for, or against after a minus sign."""

CANDIDATES = ("Cand", "Rival")


def cased(
    rows: Sequence[Row], kinds: Mapping[str, str] | None = None, candidates: Iterable[str] = CANDIDATES
) -> CaseBook:
    """A case's book of rows; a candidate's own committee is the candidate itself."""
    names = sorted({name for row in rows for name in row[1:3]} | set(candidates))
    payments = []
    for number, row in enumerate(rows, start=1):
        about = row[4] if len(row) == 5 else ""
        payments.append({
            "payment_id": f"p{number}", "date_from": date.fromisoformat(row[0]), "date_to": date.fromisoformat(row[0]),
            "cents": row[3] * 100, "kind": "independent_expenditure" if about else "monetary",
            "payer_party_id": row[1], "payee_party_id": row[2], "about_party_id": about.removeprefix("-"),
            "stance": ("against" if about.startswith("-") else "for") if about else "", "earmarked_for_party_id": "",
        })  # fmt: skip
    known = {name: "candidate" if name in candidates else "committee" for name in names} | dict(kinds or {})
    return case_book(
        {
            "payments": pa.Table.from_pylist(payments),
            "entities": pa.Table.from_pylist(
                [{"entity_id": one, "name": one, "is_named": True, "kind": known[one]} for one in names]
            ),
            "party_entities": pa.Table.from_pylist([{"party_id": one, "entity_id": one} for one in names]),
            "source_parties": pa.Table.from_pylist(
                [{"party_id": one, "name": one, "scheme": "", "identifier": ""} for one in names]
            ),
            "identifiers": pa.Table.from_pylist(
                [{"entity_id": one, "scheme": "x", "identifier": one} for one in names]
            ),
            "candidacies": pa.Table.from_pylist([{"candidate_entity_id": one, "committees": ""} for one in candidates]),
        }
    )


def book_of(
    rows: Sequence[Row],
    donor_sets: Mapping[str, Sequence[str]],
    kinds: Mapping[str, str] | None = None,
    affiliations: Iterable[Affiliation] = (),
) -> LinkBook:
    """The book that rules decide on, with its traces computed by the engine."""
    book = cased(rows, kinds)
    sets = [DonorSet(id_, id_, tuple(f"x:{one}" for one in members)) for id_, members in donor_sets.items()]
    traces = [row for one in sets for row in traces_of(book, one)]
    return link_book(book, sets, CANDIDATES, traces, affiliations)


def traces_of(book: CaseBook, donor_set: DonorSet) -> Iterable[dict[str, object]]:
    donors = [book.who.number[book.who.entity_of[one]] for one in donor_set.members if one in book.who.entity_of]
    for candidate in CANDIDATES:
        target = book.target(candidate)
        for target_class, rows in target.payments.items():
            if len(rows):
                problem = book.problem(donors, target.nodes, rows)
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
