"""Matching and who is who together: any order, any files, any number of builds, new records, and hostile ones."""

from collections.abc import Sequence
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching.donors import donors
from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.ids import stable_id
from headwater.base.new_case import new_case
from headwater.base.warehouse import Warehouse
from headwater.entities import match_stage
from headwater.ledger.judging import all_judged
from headwater.ledger.stage import judged_lines
from headwater.run import STAGES
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import Party
from headwater.sources.add import add_files
from tests.entities.whoiswho import entity_of, gifts, inputs_of, tables
from tests.planted import nullable, party

UP_TO_WHO = STAGES[: [stage.name for stage in STAGES].index("entities") + 1]
NAMES = ("DOE, ROBERT Q", "Doe, Bob Q", "DOE, ROBERT SR", "DOE, ROBERT JR", "Doe, Robert", "ROE, ANN", "Roe, Anne")


def person(name: str, zip5: str = "00001", employer: str = "") -> Party:
    made = replace(party(name, "person", place="Exampleville, CA", zip5=zip5), employer=employer)
    return replace(made, party_id=stable_id("P", name, zip5, employer))


def built(folder: Path, parties: Sequence[Party], lines: Sequence[Line]) -> dict[str, pa.Table]:
    """The tables of both stages, over planted parties and lines."""
    inputs = inputs_of(folder, parties, lines)
    connection = inputs.connection
    judged = judged_lines(connection.table(LINES.name), all_judged(connection).uncounted)
    connection.create_table("lines", judged)
    for name, rows in match_stage.compute(inputs).items():
        connection.create_table(name, nullable(rows.cast(rows.schema)), overwrite=True)
    pairs = connection.to_pyarrow(connection.table("match_pairs").order_by("left_key", "right_key"))
    return {**tables(inputs), "match_pairs": pairs}


@settings(max_examples=12, deadline=None)
@given(
    people=st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(["00001", "00002"]), st.sampled_from(["", "Example Farms"])),
        min_size=1, max_size=10, unique=True,
    ),
    seed=st.integers(0, 2**16),
)  # fmt: skip
def test_order_of_records_and_splitting_of_files_change_no_byte(
    people: list[tuple[str, str, str]], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    parties = [person(*one) for one in people]
    lines = gifts(*parties)
    other_parties, other_lines = parties.copy(), [replace(one, file_sha256=f"f{n % 3}") for n, one in enumerate(lines)]
    Random(seed).shuffle(other_parties)  # noqa: S311
    Random(seed + 1).shuffle(other_lines)  # noqa: S311
    folder = tmp_path_factory.mktemp("any")
    first, second = built(folder, parties, lines), built(folder, other_parties, other_lines)

    assert {name for name, rows in first.items() if not rows.equals(second[name])} == set()


def test_strangers_that_come_later_leave_everybody_as_he_was(tmp_path: Path) -> None:
    old = [person(name, employer=firm) for name in NAMES for firm in ("", "Example Farms")]
    new = [person(f"STRANGER{n}, NAME{n}", "00001", "Example Farms") for n in range(300)]
    before, after = built(tmp_path, old, gifts(*old)), built(tmp_path, [*new, *old], gifts(*old, *new))
    ids = {one.party_id for one in old}

    assert entity_of(before).items() <= entity_of(after).items()
    assert len({entity_of(after)[one] for one in ids}) < len(ids)


def test_hostile_records_are_nobody_s_and_cost_no_square(tmp_path: Path) -> None:
    """Values that name nobody join nothing, and pairs stay few beside the records."""
    hostile = [
        *(person("INFORMATION REQUESTED", f"{n:05}", "INFORMATION REQUESTED") for n in range(300)),
        *(person(f"SURNAME{n}, GIVEN{n}", "00001", "SELF-EMPLOYED") for n in range(10_000)),
        *(person(face, "00001") for face in "🙂😀🙃"),
        *(person(f"{letter * 5_000}, {letter * 5_000}", "00001") for letter in "xyz"),
        *(person("", f"{n:05}", "NONE") for n in range(200)),
    ]
    found = built(tmp_path, hostile, gifts(*hostile))
    entities = entity_of(found)

    assert len({entities[one.party_id] for one in hostile}) == len(hostile)
    assert found["match_pairs"].num_rows < len(hostile)


def test_identical_records_are_one_and_cost_one_pair_each(tmp_path: Path) -> None:
    """Two thousand parties of one name, home and work, told apart by the case of a letter or a dot alone."""
    same = [person(f"DOE, JANE Q{'.' * (n % 2)}", "00001", f"Example Farms{' ' * n}") for n in range(2_000)]
    found = built(tmp_path, same, gifts(*same))

    assert len({entity_of(found)[one.party_id] for one in same}) == 1
    assert found["match_pairs"].num_rows < len(same)


def itcont(records: int) -> list[str]:
    """Lines of the Commission's individual contributions, of invented donors."""
    rows = donors(records, seed=9).to_dicts()
    lines = []
    for n, row in enumerate(rows):
        who = [row[name] for name in ("name", "city", "state", "zip5", "employer", "occupation")]
        paid = [f"{1 + n % 12:02}{1 + n % 28:02}2019", "250", "", f"T{n}", "900001", "", "", f"{4 * 10**18 + n}"]
        lines.append("|".join(["C99000001", "N", "Q1", "P", f"{n:018}", "15", "IND", *who, *paid]))
    return lines


def of_files(folder: Path, files: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Who is who after a whole build of files that hold these lines."""
    folder.mkdir()
    with chdir(folder):
        case, home = read_case(new_case("invented").resolve()), folder / "home"
    paths = [folder / f"itcont_{n}.txt" for n in range(len(files))]
    for path, lines in zip(paths, files, strict=True):
        path.write_text("".join(f"{line}\n" for line in lines))
    add_files(home, paths, "fec_bulk")
    build(UP_TO_WHO, case, home)
    connection = Warehouse(home).connect()
    return {
        name: connection.to_pyarrow(connection.table(name).order_by(ibis._[0])).to_pylist()
        for name in ("party_entities", "key_entities", "match_pairs", "redirects")
    }


def test_whole_builds_of_the_same_lines_say_the_same(tmp_path: Path) -> None:
    """One file, two files in another order of lines, and a second build; a model is trained on these records."""
    lines = itcont(3_000)
    shuffled = lines.copy()
    Random(3).shuffle(shuffled)  # noqa: S311
    first = of_files(tmp_path / "one", [lines])

    assert len(first["match_pairs"]) > 500
    assert of_files(tmp_path / "again", [lines]) == first
    assert of_files(tmp_path / "two", [shuffled[:1_100], shuffled[1_100:]]) == first
