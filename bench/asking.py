"""A reader's own question of a case in which very many payments mix: how long until the page with its answer."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa

from bench.row import Row
from bench.sites import write_site
from bench.sizes import arrays_of, names_of
from headwater.answering import CaseTracer
from headwater.base.warehouse import Warehouse
from headwater.publish import addresses
from headwater.publish.questions.answer_page import answer_page
from headwater.publish.questions.question import MOST_DONORS, Question
from headwater.publish.render import render_as
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.trace.ledger import IndexArray

LIMIT_SECONDS, TIMES, SITE = 2.0, 2, 20_000
_EPOCH = 719_163  # ordinal of 1970-01-01


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds until an answer's page was made, of the clock and of the cores."""

    seconds: float
    cores: float


def traces_of_readers(payments: int) -> tuple[Row, ...]:
    """Makes a case's payments ready, as the server does at its start, and asks questions one after the other.

    Sources and accounts, one or as many as may be named, to a campaign and to an account.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder)
        write_site(home, min(payments, SITE))
        paid = write_book(home, payments)
        tracer = CaseTracer(home, 0)
        ready = _cost(tracer.make_ready)
        with SiteDb(home / FILE_NAME) as db:
            asked = [_cost(partial(_page, tracer, db, one)) for one in questions_of(paid, payments)]
    slowest = max(asked, key=lambda cost: cost.seconds)
    said = (
        f"the slowest of {len(asked)} in {slowest.seconds:.2f} s, {slowest.cores:.2f} s of the cores "
        f"(median {sorted(cost.seconds for cost in asked)[len(asked) // 2]:.2f} s; ready with the server's start after "
        f"{ready.cores:.1f} s of the cores)"
    )
    return (Row("a reader's trace", said, f"{LIMIT_SECONDS:.0f} s", LIMIT_SECONDS / slowest.seconds, payments),)


def write_book(home: Path, payments: int) -> tuple[IndexArray, IndexArray]:
    """Writes what a question reads: the payments of `bench.sizes`, each name an entity; gives payers and payees."""
    payer, payee, day, cents = arrays_of(payments)
    count = names_of(payments).count
    parties, said, numbers = (pa.array([f"{word}{number}" for number in range(count)]) for word in ("P", "Name ", ""))
    entities = pa.array([f"E{number:016x}" for number in range(count)])
    schemes, nothing = pa.array(["invented"] * count), pa.array([""] * payments)
    days = pa.array(day - _EPOCH, pa.int32()).cast(pa.date32())
    tables = {
        "payments": {
            "payment_id": pa.array([f"Y{number:016x}" for number in range(payments)]), "date_from": days,
            "date_to": days, "cents": pa.array(cents), "kind": pa.array(["monetary"] * payments),
            "payer_party_id": parties.take(pa.array(payer)), "payee_party_id": parties.take(pa.array(payee)),
            "about_party_id": nothing, "stance": nothing, "earmarked_for_party_id": nothing,
        },
        "entities": {
            "entity_id": entities, "name": said, "is_named": pa.array(np.ones(count, dtype=np.bool_)),
            "kind": pa.array(["committee"] * count),
        },
        "party_entities": {"party_id": parties, "entity_id": entities},
        "source_parties": {"party_id": parties, "name": said, "scheme": schemes, "identifier": numbers},
        "identifiers": {"entity_id": entities, "scheme": schemes, "identifier": numbers},
        "candidacies": {"candidate_entity_id": entities[:0], "committees": said[:0]},
    }  # fmt: skip
    warehouse = Warehouse(home)
    with warehouse.building():
        warehouse.commit("invented", "", {name: pa.table(columns) for name, columns in tables.items()})
    return payer, payee


def questions_of(paid: tuple[IndexArray, IndexArray], payments: int) -> Iterator[Question]:
    """Each kind of question, drawn by lot from names that paid and names that were paid."""
    names, lot = names_of(payments), random.Random(4)
    payers, payees = (np.unique(side) for side in paid)
    accounts, sources = payers[payers < names.accounts].tolist(), payers[payers >= names.accounts].tolist()
    campaigns = payees[payees >= names.accounts].tolist()
    received = payees[payees < names.accounts].tolist()
    for _ in range(TIMES):
        for targets in (campaigns, received):
            for donors in (sources, accounts):
                for most in (1, MOST_DONORS):
                    target = lot.choice(targets)
                    given = [one for one in lot.sample(donors, min(most + 1, len(donors))) if one != target][:most]
                    yield Question(tuple(f"invented:{one}" for one in given), f"invented:{target}", "")


def _page(tracer: CaseTracer, db: SiteDb, question: Question) -> bytes:
    found = answer_page(db, question, tracer(question, lambda _step: None))
    return render_as(db, addresses.TRACES, "traces.html", found)


def _cost(work: Callable[[], object]) -> Cost:
    begin, cores = perf_counter(), process_time()
    work()
    return Cost(perf_counter() - begin, process_time() - cores)
