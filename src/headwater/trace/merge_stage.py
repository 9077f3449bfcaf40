"""What it matters: every figure of a donor set with each doubtful merge the other way, where that moves it.

An answer can move a donor set's figures only where one of its two entities is, or can be paid by, a donor of the set:
any other is not followed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwater.base.case import DonorSet
from headwater.base.stage import Inputs
from headwater.trace import stage
from headwater.trace.case_book import case_book
from headwater.trace.case_columns import Tables, Who, is_one_of, read_tables, who_of
from headwater.trace.merge_tables import MERGE_EFFECTS, MergeEffect
from headwater.trace.tables import TRACES

READS = (*stage.READS, "traces", "merge_toggles")
WRITES = (MERGE_EFFECTS,)
FILES = stage.FILES
_KEY = ("donor_set", "target_entity_id", "target_class")
_FIGURES = tuple(name for name in TRACES.names if name.endswith("_cents"))
_GIVEN = "given_cents"
Figures = dict[tuple[str, ...], int]


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Computes the figures of the donor sets that an answer can move, and keeps those that it moves."""
    answers: dict[tuple[str, str], dict[str, str]] = {}
    for row in inputs.rows("merge_toggles", ("left", "right", "party_id")):
        answers.setdefault((row["left"], row["right"]), {})[row["party_id"]] = row["entity_id"]
    if not (answers and inputs.case.donor_sets):
        return {"merge_effects": MERGE_EFFECTS.of_rows([])}
    tables = read_tables(inputs.read)
    now = _figures(inputs.rows("traces"))
    book = case_book(tables)
    reach = {one.id: book.downstream(book.mask(_members(one, book.who))) for one in inputs.case.donor_sets}
    given = _given(tables, book.who, inputs.case.donor_sets)
    found: list[MergeEffect] = []
    for done, (pair, moved) in enumerate(sorted(answers.items())):
        inputs.progress("what merges matter", done, len(answers))
        touched = [book.who.number[one] for one in {*moved.values(), *_whose(tables, moved)} if one in book.who.number]
        sets = tuple(one for one in inputs.case.donor_sets if reach[one.id][touched].any())
        if sets:
            ids = {one.id for one in sets}
            before = {key: cents for key, cents in (now | given).items() if key[0] in ids}
            other = toggled(tables, moved)
            after = _figures(asdict(row) for row in stage.figures(other, sets)) | _given(other, who_of(other), sets)
            found += _moved(pair, before, after)
    return {"merge_effects": MERGE_EFFECTS.of_rows(found)}


def toggled(tables: Tables, moved: Mapping[str, str]) -> dict[str, pa.Table]:
    """The same tables with some parties of another entity: who is who, identifiers, new entities, candidacies."""
    whose = dict(zip(moved, _whose(tables, moved), strict=True))
    joins, entities = tables["party_entities"], tables["entities"]
    known = set(entities["entity_id"].to_pylist())
    parties = tables["source_parties"].filter(is_one_of(tables["source_parties"]["party_id"], *moved)).to_pylist()
    numbers: dict[tuple[str, ...], str] = {
        (row["scheme"], row["identifier"]): moved[row["party_id"]] for row in parties if row["identifier"]
    }
    left = {
        entity
        for entity in whose.values()
        if set(joins.filter(is_one_of(joins["entity_id"], entity))["party_id"].to_pylist()) <= moved.keys()
    }
    gone = {whose[party]: entity for party, entity in moved.items() if whose[party] in left}
    new = {entity: whose[party] for party, entity in sorted(moved.items()) if entity not in known}
    added = [
        _with(entities.filter(is_one_of(entities["entity_id"], old)), "entity_id", ("entity_id",), {(old,): entity})
        for entity, old in new.items()
    ]
    return {
        **tables,
        "party_entities": _with(joins, "entity_id", ("party_id",), {(party,): one for party, one in moved.items()}),
        "identifiers": _with(tables["identifiers"], "entity_id", ("scheme", "identifier"), numbers),
        "entities": pa.concat_tables([entities, *added]),
        "candidacies": _with(
            tables["candidacies"], "candidate_entity_id", ("candidate_entity_id",),
            {(old,): entity for old, entity in gone.items()},
        ),
    }  # fmt: skip


def _with(found: pa.Table, column: str, names: tuple[str, ...], by_key: Mapping[tuple[str, ...], str]) -> pa.Table:
    """A table with other values in one column, for the rows that hold some values in the columns ``names``."""
    values = found[column]
    for key, value in by_key.items():
        hit = np.logical_and.reduce([is_one_of(found[name], one) for name, one in zip(names, key, strict=True)])
        values = pc.if_else(pa.array(hit), value, values)
    return found.set_column(found.column_names.index(column), column, values)


def _whose(tables: Tables, parties: Iterable[str]) -> list[str]:
    """The entity of each of some parties."""
    joins, wanted = tables["party_entities"], list(parties)
    some = joins.filter(is_one_of(joins["party_id"], *wanted))
    known = dict(zip(some["party_id"].to_pylist(), some["entity_id"].to_pylist(), strict=True))
    return [known[one] for one in wanted]


def _moved(pair: tuple[str, str], now: Figures, other: Figures) -> Iterator[MergeEffect]:
    for key in sorted(now.keys() | other.keys()):
        before, after = now.get(key, 0), other.get(key, 0)
        if before != after:
            donor_set, target, target_class, figure = key
            yield MergeEffect(*pair, donor_set, target, target_class, figure, before, after, abs(after - before))


def _figures(traces: Iterable[Mapping[str, Any]]) -> Figures:
    return {(*(row[name] for name in _KEY), figure): row[figure] for row in traces for figure in _FIGURES}


def _given(tables: Tables, who: Who, donor_sets: Iterable[DonorSet]) -> Figures:
    """All that each donor set gave: its members' payments but for returns and what they paid one another."""
    listed = tables["payments"]
    payer, payee = (who.numbers_of(listed[f"{one}_party_id"]) for one in ("payer", "payee"))
    cents, back = listed["cents"].to_numpy(), is_one_of(listed["kind"], "return")
    found: Figures = {}
    for one in donor_sets:
        donors = np.zeros(len(who.ids), dtype=np.bool_)
        donors[_members(one, who)] = True
        found[one.id, "", "", _GIVEN] = int(cents[~back & donors[payer] & ~donors[payee]].sum())
    return found


def _members(donor_set: DonorSet, who: Who) -> list[int]:
    return [who.number[who.entity_of[one]] for one in donor_set.members if one in who.entity_of]
