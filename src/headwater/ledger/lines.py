"""The table `lines`: every line with the payment it is evidence of, and whether it counts."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of a filing; exactly one line of each payment counts, the others say why they do not."""

    line_id: Annotated[str, "Id of the line"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    source: Annotated[str, "The source whose reader read it"]
    record_source: Annotated[str, "The source that published the record"]
    record_id: Annotated[str, "The publisher's own id of the record"]
    filing_id: Annotated[str, "The filing it stands in"]
    filer_party_id: Annotated[str, "Who filed"]
    form: Annotated[str, "Form code"]
    schedule: Annotated[str, "Schedule of the form"]
    report_number: Annotated[int, "Amendment number of the report, 0 for the original"]
    report_code: Annotated[str, "The agency's code of the periodic report or notice; empty if it has none"]
    period_from: Annotated[date | None, "First day the report covers"]
    period_thru: Annotated[date | None, "Last day the report covers"]
    transaction_id: Annotated[str, "The filer's id of the transaction"]
    date_from: Annotated[date, "First day on which the payment can have happened"]
    date_to: Annotated[date, "Last such day"]
    shown_date: Annotated[
        date | None, "Day on which what was paid for was shown to the public, where the line states it"
    ]
    cents: Annotated[int, "Amount as filed, cents"]
    kind: Annotated[str, "Kind as filed"]
    side: Annotated[str, "payer or payee: who filed"]
    payer_party_id: Annotated[str, "Who paid"]
    payee_party_id: Annotated[str, "Who was paid"]
    about_party_id: Annotated[str, "Candidate or measure it is about; empty if none"]
    stance: Annotated[str, "for, against or empty"]
    earmarked_for_party_id: Annotated[str, "The named payee of earmarked money; empty if none"]
    conduit_party_id: Annotated[str, "Who passed earmarked money on; empty if none"]
    adds_to: Annotated[str, "The stated total that the amount is part of; empty if none is known"]
    is_sum: Annotated[bool, "True where the publisher gives one sum for several payments"]
    publisher: Annotated[str, "Who published a fact that was carried over, in words; empty for a source's own record"]
    description: Annotated[str, "What it was for, as filed"]
    url: Annotated[str, "Public address"]
    payment_id: Annotated[str, "The payment that it is evidence of; empty where it is superseded or no payment"]
    counts: Annotated[bool, "Whether the payment's amount is taken from this line"]
    why_not: Annotated[str, "Why it does not count; empty where it does"]


LINES = table("lines", LedgerLine, key=("line_id", "file_sha256", "row"))
