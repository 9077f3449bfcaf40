"""The form in which a rule names the lines that give way."""

import ibis

from headwater.ledger.numbers import no_line
from headwater.ledger.pairing import HELD

READ_AGAIN = "the same record"
"""How the reason of a line begins that is a record which another file holds, too."""
WHY_FILED = "the filing itself holds this transaction"
WHY_SIDE = "the payee reports the same transfer"
WHY_PAYER = "the payer reports the same transfer and names both accounts"
WHY_RECIPIENT = "the recipient itemizes the gift that this conduit passed on"
WHY_ONWARD = "the conduit that it was passed on to reports it"
WHY_RETURN = "the other party reports it as a return of what was given"
WHY_PARTS = "the single payments of its days add up to it"
WHY_ELSEWHERE = "records of another agency hold the same payment"
WHY_OUTLET = "another outlet holds this transaction of the same report"
WHY_IN_KIND = "the payee reports it as given in kind"
WHY_SPENT = "the payer reports it as an independent expenditure"
TO_OTHERS = (
    WHY_FILED, WHY_SIDE, WHY_PAYER, WHY_RECIPIENT, WHY_ONWARD, WHY_RETURN, WHY_PARTS, WHY_ELSEWHERE, WHY_OUTLET,
    WHY_SPENT, WHY_IN_KIND,
)  # fmt: skip
"""Reasons for which a line gives way to one in other records: it is still part of what its filer states."""
COLUMNS = (*HELD, "record_source", "why_not", "same_as", "doubt")


def giving_way(
    lines: ibis.Table, why: ibis.Value, same_as: ibis.Value | None = None, doubt: ibis.Value | None = None
) -> ibis.Table:
    """Lines that give way, each with the reason.

    Args:
        lines: the lines, or pairs of lines.
        why: the reason.
        same_as: the line whose payment this line is evidence of; nothing where it proves no payment.
        doubt: what is odd about the evidence, for people to look at.
    """
    return lines.mutate(
        why_not=why,
        same_as=no_line() if same_as is None else same_as,
        doubt=ibis.literal("") if doubt is None else doubt,
    ).select(*COLUMNS)
