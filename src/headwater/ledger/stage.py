"""The ledger: from lines to payments, each physical dollar once, each line with the reason it does not count."""

from collections.abc import Mapping

import ibis
from ibis import _

from headwater.base.stage import Inputs
from headwater.ledger.lines import LINES
from headwater.ledger.party_keys import PARTY_KEYS, party_keys
from headwater.ledger.payments import PAYMENTS
from headwater.ledger.why_not import KEY, RULES

READS = ("source_lines", "source_parties")
WRITES = (PARTY_KEYS, LINES, PAYMENTS)


def compute(inputs: Inputs) -> Mapping[str, ibis.Table]:
    """Reads the source lines, decides which count, and writes lines and payments."""
    keys = party_keys(inputs.read("source_parties"))
    inputs.progress("ledger", 0, 1)
    judged = judged_lines(inputs.read("source_lines"), keys).cache()
    return {"party_keys": keys, "lines": judged, "payments": payments(judged)}


def judged_lines(lines: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """Every line with ``counts``, ``why_not`` and the payment that it is evidence of.

    Args:
        lines: the table ``source_lines``.
        keys: the table ``party_keys``.
    """
    standing = keyed(lines, keys)
    dropped = []
    for rule in RULES:
        given_way = rule(standing)
        dropped.append(given_way)
        standing = standing.anti_join(given_way, KEY)
    why = ibis.union(*dropped)
    joined = lines.left_join(why, KEY).drop(*(f"{name}_right" for name in KEY))
    counts = joined.why_not.isnull()
    shared = ibis.ifelse(counts, joined.line_id, joined.same_as.fill_null(""))
    payment = ibis.ifelse(shared == "", "", ibis.literal("Y").concat(shared.substr(1)))
    judged = joined.mutate(counts=counts, why_not=joined.why_not.fill_null(""), own_payment=payment)
    # A record read again is evidence of whatever payment the line that stands for it is evidence of.
    first = judged.filter(~_.why_not.startswith("the same record")).select("line_id", first_payment="own_payment")
    return (
        judged.left_join(first, "line_id")
        .mutate(payment_id=ibis.coalesce(_.first_payment, _.own_payment))
        .select(*LINES.names)
    )


def payments(lines: ibis.Table) -> ibis.Table:
    """One payment for each line that counts; a negative amount is a payment the other way, of kind return.

    A payment lies in the days that all its lines allow; where they contradict one another, in those of the line
    that counts.

    Args:
        lines: the table ``lines``.
    """
    counted = lines.filter(_.counts)
    evidence = (
        lines.filter(_.payment_id != "")
        .group_by("payment_id")
        .aggregate(line_count=_.count(), latest_from=_.date_from.max(), earliest_to=_.date_to.min())
    )
    turned = counted.cents < 0
    kind = ibis.cases((turned, "return"), (counted.kind == "contribution_made", "monetary"), else_=counted.kind)
    shaped = counted.mutate(
        payer_party_id=ibis.ifelse(turned, counted.payee_party_id, counted.payer_party_id),
        payee_party_id=ibis.ifelse(turned, counted.payer_party_id, counted.payee_party_id),
        cents=counted.cents.abs(),
        kind=kind,
        source=counted.record_source,
    )
    proven = shaped.inner_join(evidence, "payment_id")
    agree = proven.latest_from <= proven.earliest_to
    return proven.mutate(
        date_from=ibis.ifelse(agree, proven.latest_from, proven.date_from),
        date_to=ibis.ifelse(agree, proven.earliest_to, proven.date_to),
    ).select(*PAYMENTS.names)


def keyed(lines: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """The lines with the keys of filer, payer and payee beside them."""
    found = lines
    for role in ("filer", "payer", "payee"):
        named = keys.select(**{f"{role}_party_id": "party_id", f"{role}_key": "key"})
        found = found.left_join(named, f"{role}_party_id").drop(f"{role}_party_id_right")
    return found
