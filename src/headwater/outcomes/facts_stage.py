"""What happened in office: timelines, spans of terms, recall petitions, ballot measures, and nonprofits' years."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
from ibis import _

from headwater.base.errors import CaseError
from headwater.base.stage import Inputs
from headwater.outcomes.fact_tables import (
    MEASURE_RESULTS,
    NONPROFIT_TOTALS,
    RECALL_PETITIONS,
    RECALL_STATEMENTS,
    TERM_SPANS,
    TIMELINE,
    MeasureResult,
)
from headwater.outcomes.nonprofits import nonprofit_totals
from headwater.outcomes.places import place_of
from headwater.outcomes.recalls import recall_petitions, recall_statements
from headwater.outcomes.returns_990 import SOURCE, figures_of_returns
from headwater.outcomes.tenures import term_spans, timeline

READS = (
    *("terms", "source_events", "source_recalls", "source_measures", "source_figures"),
    *("source_totals", "source_parties"),
)
WRITES = (TIMELINE, TERM_SPANS, RECALL_PETITIONS, RECALL_STATEMENTS, MEASURE_RESULTS, NONPROFIT_TOTALS)


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads terms and the case's facts; writes what follows from them.

    Raises:
        CaseError: if figures contradict themselves, such as a sample with more valid signatures than signatures.
    """
    terms = inputs.rows("terms", ("term_id",))
    order = ("file_name", "row")
    events = inputs.rows("source_events", order)
    recalls = inputs.rows("source_recalls", order)
    figures = inputs.rows("source_figures", order)
    try:
        return {
            "timeline": TIMELINE.of_rows(timeline(terms, events)),
            "term_spans": TERM_SPANS.of_rows(term_spans(terms, events)),
            "recall_petitions": RECALL_PETITIONS.of_rows(recall_petitions(recalls)),
            "recall_statements": RECALL_STATEMENTS.of_rows(recall_statements(recalls)),
            "measure_results": MEASURE_RESULTS.of_rows(measure_results(inputs.rows("source_measures", order))),
            "nonprofit_totals": NONPROFIT_TOTALS.of_rows(nonprofit_totals([*figures, *returns(inputs, figures)])),
        }
    except ValueError as error:
        raise CaseError(f"{inputs.case.folder}: {error}") from error


def returns(inputs: Inputs, figures: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The figures of the returns of these records."""
    totals = inputs.read("source_totals").filter(_.source == SOURCE)
    parties = inputs.read("source_parties").filter(_.scheme == "ein").select("party_id", "name", "scheme", "identifier")
    order = ["file_name", "row", "party_id", "measure", "page"]
    return figures_of_returns(
        totals.order_by(order).to_pyarrow().to_pylist(), parties.to_pyarrow().to_pylist(), figures
    )


def measure_results(rows: Iterable[Mapping[str, Any]]) -> list[MeasureResult]:
    """Each count of a measure with its share of yes; counts of different days stand beside each other."""
    return [
        MeasureResult(
            measure=row["measure"],
            title=row["title"],
            division=row["division"],
            place=place_of(row["division"]),
            election_date=row["election_date"],
            yes=row["yes"],
            no=row["no"],
            yes_share=row["yes"] / (row["yes"] + row["no"]) if row["yes"] + row["no"] else None,
            count_status=row["count_status"],
            as_of=row["as_of"],
            publisher=row["publisher"],
            url=row["url"],
            file_name=row["file_name"],
            row=row["row"],
        )
        for row in rows
    ]
