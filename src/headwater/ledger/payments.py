"""The table `payments`: each physical dollar once."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Payment:
    """One physical transfer of money or in-kind value; it counts once, its lines are the evidence."""

    payment_id: Annotated[str, "Opaque id, stable from build to build"]
    date_from: Annotated[date, "First day on which it can have happened"]
    date_to: Annotated[date, "Last such day"]
    cents: Annotated[int, "Amount, cents, above zero"]
    kind: Annotated[
        str,
        "A kind of line (contribution_made is monetary here), or return: undoes a payment",
    ]
    returns_kind: Annotated[str, "The kind of payment that a return undoes; empty for any other"]
    payer_party_id: Annotated[str, "Who paid"]
    payee_party_id: Annotated[str, "Who was paid"]
    about_party_id: Annotated[str, "Candidate or measure it is about; empty if none"]
    stance: Annotated[str, "for, against or empty"]
    earmarked_for_party_id: Annotated[str, "The named payee of earmarked money; empty if none"]
    conduit_party_id: Annotated[str, "Who passed earmarked money on and held none of it; empty if none"]
    is_sum: Annotated[bool, "True where the publisher gives one sum for several payments"]
    line_count: Annotated[int, "How many lines are its evidence"]
    doubt: Annotated[str, "What is odd about its evidence, such as two sides that differ; empty if nothing"]
    filing_id: Annotated[str, "The filing of the line that counts"]
    source: Annotated[str, "The source that published the line that counts"]
    url: Annotated[str, "Public address; empty if none"]


PAYMENTS = table("payments", Payment, key=("payment_id",))
