"""What it matters: every figure of a donor set with each doubtful merge the other way, where that moves it.

An answer can move a donor set's figures only where one of its two entities is, or can be paid by, a donor of the set:
any other is not followed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pyarrow as pa

from headwater.base.case import DonorSet
from headwater.base.stage import Inputs
from headwater.trace import stage
from headwater.trace.case_book import reached
from headwater.trace.merge_tables import MERGE_EFFECTS, MergeEffect
from headwater.trace.tables import TRACES

READS = (*stage.READS, "traces", "merge_toggles")
WRITES = (MERGE_EFFECTS,)
FILES = stage.FILES
_KEY = ("donor_set", "target_entity_id", "target_class")
_FIGURES = tuple(name for name in TRACES.names if name.endswith("_cents"))
_GIVEN = "given_cents"
Rows = list[dict[str, Any]]
Figures = dict[tuple[str, ...], int]


@dataclass(frozen=True)
class Toggled(Inputs):
    """The same inputs with some parties of another entity."""

    tables: Mapping[str, Rows] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def rows(self, name: str, order: tuple[str, ...] = ()) -> Rows:
        """An input table, with who is who as it would be."""
        found = self._other(name)
        return sorted(found, key=lambda row: tuple(row[column] for column in order)) if order else found

    def _other(self, name: str) -> Rows:
        found = self.tables[name]
        whose = {row["party_id"]: row["entity_id"] for row in self.tables["party_entities"]}
        if name == "party_entities":
            return [{**row, "entity_id": self.moved.get(row["party_id"], row["entity_id"])} for row in found]
        if name == "identifiers":
            numbers = {
                (row["scheme"], row["identifier"]): self.moved[row["party_id"]]
                for row in self.tables["source_parties"]
                if row["identifier"] and row["party_id"] in self.moved
            }
            return [
                {**row, "entity_id": numbers.get((row["scheme"], row["identifier"]), row["entity_id"])} for row in found
            ]
        if name == "entities":
            known = {row["entity_id"]: row for row in found}
            new = {entity: known[whose[party]] for party, entity in sorted(self.moved.items()) if entity not in known}
            return [*found, *({**row, "entity_id": entity} for entity, row in new.items())]
        if name == "candidacies":
            left = {whose[party] for party in self.moved}
            left -= {entity for party, entity in whose.items() if party not in self.moved}
            gone = {whose[party]: entity for party, entity in self.moved.items() if whose[party] in left}
            return [
                {**row, "candidate_entity_id": gone.get(row["candidate_entity_id"], row["candidate_entity_id"])}
                for row in found
            ]
        return found


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Computes the figures of the donor sets that an answer can move, and keeps those that it moves."""
    answers: dict[tuple[str, str], dict[str, str]] = {}
    for row in inputs.rows("merge_toggles", ("left", "right", "party_id")):
        answers.setdefault((row["left"], row["right"]), {})[row["party_id"]] = row["entity_id"]
    if not (answers and inputs.case.donor_sets):
        return {"merge_effects": MERGE_EFFECTS.of_rows([])}
    tables = {name: inputs.rows(name) for name in stage.READS}
    now = _figures(inputs.rows("traces"))
    reach = {donor_set.id: _reach(donor_set, tables) for donor_set in inputs.case.donor_sets}
    whose = {row["party_id"]: row["entity_id"] for row in tables["party_entities"]}
    found: list[MergeEffect] = []
    for done, (pair, moved) in enumerate(sorted(answers.items())):
        inputs.progress("what merges matter", done, len(answers))
        touched = {*moved.values(), *(whose[party] for party in moved)}
        sets = tuple(one for one in inputs.case.donor_sets if touched & reach[one.id])
        if sets:
            case = replace(inputs.case, donor_sets=sets)
            other = Toggled(case, inputs.home, inputs.connection, tables=tables, moved=moved)
            plain = Toggled(case, inputs.home, inputs.connection, tables=tables)
            before = {key: cents for key, cents in now.items() if key[0] in {one.id for one in sets}} | _given(plain)
            found += _moved(pair, before, _figures(asdict(row) for row in stage.figures(other)) | _given(other))
    return {"merge_effects": MERGE_EFFECTS.of_rows(found)}


def _moved(pair: tuple[str, str], now: Figures, other: Figures) -> Iterator[MergeEffect]:
    for key in sorted(now.keys() | other.keys()):
        before, after = now.get(key, 0), other.get(key, 0)
        if before != after:
            donor_set, target, target_class, figure = key
            yield MergeEffect(*pair, donor_set, target, target_class, figure, before, after, abs(after - before))


def _figures(traces: Iterable[Mapping[str, Any]]) -> Figures:
    return {(*(row[name] for name in _KEY), figure): row[figure] for row in traces for figure in _FIGURES}


def _given(inputs: Toggled) -> Figures:
    """All that each donor set gave: its members' payments but for returns and what they paid one another."""
    whose = {row["party_id"]: row["entity_id"] for row in inputs.rows("party_entities")}
    number = {f"{row['scheme']}:{row['identifier']}": row["entity_id"] for row in inputs.rows("identifiers")}
    found: Figures = {}
    for one in inputs.case.donor_sets:
        donors = {number[member] for member in one.members if member in number}
        found[(one.id, "", "", _GIVEN)] = sum(
            row["cents"]
            for row in inputs.tables["payments"]
            if row["kind"] != "return"
            and whose[row["payer_party_id"]] in donors
            and whose[row["payee_party_id"]] not in donors
        )
    return found


def _reach(donor_set: DonorSet, tables: Mapping[str, Rows]) -> set[str]:
    """The donors of a set and every entity that their money could reach if days did not matter."""
    whose = {row["party_id"]: row["entity_id"] for row in tables["party_entities"]}
    number = {f"{row['scheme']}:{row['identifier']}": row["entity_id"] for row in tables["identifiers"]}
    onward: dict[str, set[str]] = {}
    for row in tables["payments"]:
        for payee in (row["payee_party_id"], row["earmarked_for_party_id"]):
            if payee:
                onward.setdefault(whose[row["payer_party_id"]], set()).add(whose[payee])
    return reached([number[member] for member in donor_set.members if member in number], onward)
