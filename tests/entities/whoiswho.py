"""The stage of who is who over planted parties, lines, pairs and judgements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from ibis.backends.duckdb import Backend

from headwater.base.case import Case
from headwater.base.stage import Inputs
from headwater.base.table import Table
from headwater.entities import stage
from headwater.entities.judgements import COLUMNS
from headwater.entities.matching.tables import MATCH_PAIRS, MatchPair
from headwater.ledger.judging import all_judged
from headwater.ledger.nameless import each_its_own, nameless_sides, with_sides
from headwater.ledger.stage import payments
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import Party
from headwater.sources._tables.registrations import REGISTRATIONS, Registration
from headwater.sources._tables.votes import VOTES, Vote
from tests.planted import filed, line, nullable, party

Row = dict[str, Any]
CASE = Case(Path(), "Invented", "Who?", 500_000, (), (), (), ())
VOTER = party("A Voter Of No Name", "person")


def pair(left: str, right: str, decision: str = "merge", probability: float = 0.99, **more: Any) -> MatchPair:
    """A pair of keys as matching gives it, in the order of the keys."""
    low, high = sorted((left, right))
    values = {"kind": "organisation", "tier": "model", "weight": 6.6, "reason": "alike", "evidence": "[]", **more}
    return MatchPair(left_key=low, right_key=high, decision=decision, probability=probability, **values)


def judgement(left: str, right: str, decision: str, day: str = "2026-01-01") -> tuple[str, ...]:
    return (left, right, decision, "A. Editor", day, "seen on the form")


def gifts(*parties: Party, cents: int = 100, **more: Any) -> list[Line]:
    """A gift of each party to one committee, so that each stands on a line."""
    payee = party("Invented Vehicle", number="77")
    return [line(one, payee, cents, transaction_id=f"T{place}", **more) for place, one in enumerate(parties)]


def registration(one: Party, treasurer: str = "", address: str = "", *days: date | None) -> Registration:
    """A registration of a committee, with digests as given and the days of its opening and closing."""
    opened, closed = (*days, None, None)[:2]
    return Registration("invented", one.party_id, "x.csv", 1, one.party_id, treasurer, address, opened, closed)


def inputs_of(
    folder: Path,
    parties: Sequence[Party],
    lines: Sequence[Line] | None = None,
    judgements: Iterable[Sequence[str]] = (),
    pairs: Iterable[MatchPair] = (),
    votes: Iterable[Vote] = (),
    registrations: Iterable[Registration] = (),
) -> Inputs:
    """What the stage reads: a case in a folder, and an engine that holds the planted tables."""
    given = gifts(*parties) if lines is None else lines
    connection = filed(list(given), [*parties, party("Invented Vehicle", number="77")])
    found = all_judged(connection)
    paid, keys = payments(connection.table(LINES.name), found), connection.table("party_keys")
    connection.create_table("nameless_sides", nameless_sides(paid, keys))
    sides = connection.table("nameless_sides")
    connection.create_table("payments", each_its_own(paid, sides))
    connection.create_table("party_keys", connection.to_pyarrow(with_sides(keys, sides)), overwrite=True)
    connection.create_table(REGISTRATIONS.name, nullable(REGISTRATIONS.of_rows(registrations)))
    connection.create_table("contest_votes", nullable(VOTES.of_rows(votes)))
    connection.create_table(MATCH_PAIRS.name, nullable(MATCH_PAIRS.of_rows(pairs)))
    rows = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in judgements)
    (folder / "judgements.csv").write_text(",".join(COLUMNS) + "\n" + rows)
    return Inputs(replace(CASE, folder=folder), folder, connection)


def tables(inputs: Inputs, writes: Sequence[Table] = stage.WRITES) -> dict[str, pa.Table]:
    """What the stage writes, checked and in the order in which it is written."""
    computed = stage.compute(inputs)
    found = {}
    for table in writes:
        rows = computed[table.name]
        rows = rows if isinstance(rows, pa.Table) else inputs.connection.to_pyarrow(rows)
        found[table.name] = table.checked(rows.sort_by([(name, "ascending") for name in table.key]))
    return found


def who(parties: Sequence[Party], **more: Any) -> dict[str, pa.Table]:
    """The stage's tables over planted parties; `more` as for ``inputs_of``."""
    with TemporaryDirectory() as folder:
        return tables(inputs_of(Path(folder), parties, **more))


def entity_of(found: Mapping[str, pa.Table]) -> dict[str, str]:
    """The entity of each party."""
    rows = found["party_entities"]
    return dict(zip(rows.column("party_id").to_pylist(), rows.column("entity_id").to_pylist(), strict=True))


def key_of(connection: Backend, one: Party) -> str:
    """The key of a party."""
    keys = connection.table("party_keys")
    return str(keys.filter(keys.party_id == one.party_id).to_pyarrow().column("key")[0].as_py())
