"""Which texts name nobody: expected answers are what a reader of a filing would say."""

import polars as pl
import pytest

from headwater.base.ids import normal_name
from headwater.base.nobody import names_nobody, says_nothing
from headwater.entities.matching.preparing import plain, somebody
from headwater.sources._tables.parties import PARTIES
from tests.planted import memory, party

NOBODY = (
    *("", "---", "...", "  ", "🙂", "?", "N/A", "n.a.", "NA", "None", "NONE NONE", "Not Applicable", "UNKNOWN"),
    *("Information Requested", "INFORMATION REQUESTED (BEST EFFORTS)", "REQUESTED, INFORMATION", "Anonymous"),
    *("INFORMATION REQUESTED PER BEST EFFORTS", "See attached", "UNITEMIZED TOTAL", "not employed", "Retired"),
    *("SELF", "Self-Employed", "SELF EMPLOYED / SELF", "homemaker", "N/A - RETIRED", "xxx"),
)
SOMEBODY = (
    *(
        "SELF, LAURA",
        "Self Storage Inc",
        "CASSIOPEIA, N. A.",
        "BANK OF EXAMPLE, N.A.",
        "FLORIDA, NONE",
        "Retired Teachers",
    ),
    *("Contributors not itemized by Invented PAC", "Unknown Pleasures LLC", "X", "7-Eleven", "李", "Información"),
    *("Student Loan Fund", "Requested Items Co", "None Such Records", "3M"),
)


@pytest.mark.parametrize("name", [*NOBODY, *SOMEBODY])
def test_the_ledger_and_matching_agree_on_who_is_nobody(name: str) -> None:
    rows = memory(PARTIES, [party(name, "organisation")])
    frame = pl.DataFrame({"name": [name]}).select(plain("name")).select(somebody("name"))

    assert rows.select(is_nobody=names_nobody(rows.normal_name)).to_pyarrow().to_pylist() == [
        {"is_nobody": name in NOBODY}
    ]
    assert (frame["name"].to_list() == [None]) == (name in NOBODY)


def test_that_somebody_is_retired_says_that_he_is_a_person() -> None:
    assert [says_nothing(normal_name(text)) for text in ("Retired", "not employed", "N/A", "---", "", "Teacher")] == [
        *(False, False, True, True, True, False)
    ]
