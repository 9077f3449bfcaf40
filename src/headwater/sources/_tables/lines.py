"""The table `source_lines`: one row of a filing as filed, in the shape that all sources share."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


# Never changed once made, but not frozen: that makes a row of so many columns take four times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class Line:
    """One line of a filing as filed, never edited: the evidence."""

    line_id: Annotated[str, "Opaque id made of the record source and record id, or of the file's hash and row"]
    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file in the archive"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1; list position in JSON; line in text"]
    record_source: Annotated[str, "The source that published the record; differs from `source` for facts carried over"]
    record_id: Annotated[str, "The publisher's own id of this record; empty without one"]
    filing_id: Annotated[str, "The filing that it stands in"]
    filer_party_id: Annotated[str, "Who filed"]
    form: Annotated[str, "Form code such as 460, 496, 497; empty if not known"]
    schedule: Annotated[str, "Schedule of the form such as A, C, D, E; empty if not known"]
    report_number: Annotated[int, "Amendment number of the report, 0 for the original"]
    report_code: Annotated[str, "Which periodic report or notice it is, as the agency codes it (Q1, M4, 24); or empty"]
    report_date: Annotated[date | None, "Day the report was filed"]
    period_from: Annotated[date | None, "First day the report covers"]
    period_thru: Annotated[date | None, "Last day the report covers"]
    transaction_id: Annotated[str, "The filer's id of the transaction; empty without one"]
    date_from: Annotated[date, "First day on which the payment can have happened"]
    date_to: Annotated[date, "Last such day; equals date_from where the day is known"]
    shown_date: Annotated[
        date | None, "Day on which what was paid for was shown to the public, where the line states it"
    ]
    cents: Annotated[int, "Amount as filed, cents; negative for a correction or a return"]
    kind: Annotated[str, "One of the kinds in docs/sources.md: monetary, in_kind, contribution_made, spending …"]
    side: Annotated[str, "Which side of the payment filed the line: payer or payee"]
    payer_party_id: Annotated[str, "Who paid"]
    payee_party_id: Annotated[str, "Who was paid"]
    about_party_id: Annotated[str, "Candidate or measure that an expenditure is about; empty if none"]
    stance: Annotated[str, "for or against what it is about; empty if none is stated"]
    earmarked_for_party_id: Annotated[str, "The named payee of earmarked money; empty if none"]
    conduit_party_id: Annotated[str, "Who passed earmarked money on and held none of it; empty if none"]
    adds_to: Annotated[str, "The measure of source_totals that the amount is part of; empty if none is known"]
    is_sum: Annotated[bool, "True where the publisher gives one sum for several payments"]
    publisher: Annotated[str, "Who published a fact that was carried over, in words; empty for a source's own record"]
    description: Annotated[str, "What it was for, as filed; shown only where both parties may be named"]
    url: Annotated[str, "Public address of the filing or page; empty if none"]


LINES = table("source_lines", Line, key=("line_id", "file_sha256", "row"))
