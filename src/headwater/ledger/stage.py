"""The ledger: from lines to payments, each physical dollar once, each line with the reason it does not count."""

from collections.abc import Mapping

import duckdb
import ibis

from headwater.base.code import code_hash
from headwater.base.derived import Derived
from headwater.base.ids import stable_id
from headwater.base.stage import Computed, InParts, Inputs
from headwater.base.warehouse import Warehouse
from headwater.ledger.evidence import Found
from headwater.ledger.judged_groups import JUDGED_GROUPS
from headwater.ledger.lines import LINES
from headwater.ledger.nameless import NAMELESS_SIDES, each_its_own, nameless_sides, nobodies, with_sides
from headwater.ledger.numbers import hash_of
from headwater.ledger.party_keys import PARTY_KEYS, party_keys
from headwater.ledger.payments import PAYMENTS
from headwater.ledger.rejudging import Judged, judged_again
from headwater.ledger.uncounted import KEY, UNCOUNTED

_AT_ONCE, _ONE_OF = 6_000_000, 1 << 10
"""Payments of so many lines are sorted at once; where they part, one line of so many tells."""
READS = ("source_lines", "source_parties", "source_filings", "source_totals")
WRITES = (PARTY_KEYS, UNCOUNTED, JUDGED_GROUPS, LINES, PAYMENTS, NAMELESS_SIDES)


def compute(inputs: Inputs) -> Mapping[str, Computed]:
    """Reads the source lines, decides which count, and writes lines and payments."""
    inputs.progress("ledger", 0, 1)
    keys = party_keys(inputs.read("source_parties"), inputs.read("source_filings"))
    inputs.connection.create_table("party_keys", keys, temp=True, overwrite=True)
    found, groups = judged_again(inputs.connection, _seed(), _before(inputs), inputs.home)
    gone = found.uncounted
    lines = inputs.read("source_lines")
    inputs.connection.create_table("nameless_now", _nameless(lines, gone, inputs.read("party_keys")), temp=True)
    sides = inputs.read("nameless_now")
    # The lines are there already: what the ledger adds to them is which of them do not count.
    stored = judged_lines(ibis.table(lines.schema(), name="source_lines"), ibis.table(gone.schema(), name="uncounted"))
    return {
        "party_keys": with_sides(inputs.read("party_keys"), sides),
        "uncounted": gone,
        "judged_groups": groups,
        "lines": Derived(stored, ("source_lines", "uncounted")),
        "payments": in_parts(lines, found, sides),
        "nameless_sides": sides,
    }


def in_parts(lines: ibis.Table, found: Found, sides: ibis.Table) -> InParts:
    """The payments, part by part in the order of their ids, which are those of their lines.

    Args:
        lines: the table ``source_lines``.
        found: which of them do not count.
        sides: the table ``nameless_sides``.
    """
    parts = 1 + lines.count().to_pyarrow().as_py() // _AT_ONCE
    few = lines.filter(hash_of(lines.line_id) % _ONE_OF == 0) if parts > 1 else lines.limit(0)
    seen = sorted(few.line_id.to_pyarrow().to_pylist())
    ends = sorted({seen[len(seen) * part // parts][1:] for part in range(1, parts)}) if seen else []
    spans = zip(("", *ends), (*ends, ""), strict=True)
    return InParts(tuple(each_its_own(payments(lines, found, span), sides) for span in spans))


def _nameless(lines: ibis.Table, gone: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """Rows of ``nameless_sides``, found among the few lines that name nobody somewhere."""
    nobody = nobodies(keys).party_id
    roles = ("payer_party_id", "payee_party_id", "earmarked_for_party_id")
    some = lines.filter(ibis.or_(*(lines[role].isin(nobody) for role in roles)))
    return nameless_sides(_shaped(_counted(some, gone)), keys)


def _seed() -> int:
    """What a judgement depends on besides the lines: the code, and the engine that makes the marks of lines."""
    return int(stable_id("", code_hash("ledger"), duckdb.__version__), 16)


def _before(inputs: Inputs) -> Judged | None:
    """What the last build found, if there was one."""
    warehouse = Warehouse(inputs.home)
    if not all(warehouse.holds(table.name) for table in (UNCOUNTED, JUDGED_GROUPS)):
        return None
    return Judged(inputs.read(UNCOUNTED.name), inputs.read(JUDGED_GROUPS.name).to_pyarrow())


def judged_lines(lines: ibis.Table, gone: ibis.Table) -> ibis.Table:
    """Every line with ``counts``, ``why_not`` and the payment that it is evidence of.

    Args:
        lines: the table ``source_lines``.
        gone: the table ``uncounted``.
    """
    joined = lines.left_join(gone, KEY)
    counts = joined.why_not.isnull()
    return joined.mutate(
        counts=counts,
        why_not=joined.why_not.fill_null(""),
        payment_id=ibis.ifelse(counts, _own_payment(joined), joined.payment_id),
    ).select(*LINES.names)


def payments(lines: ibis.Table, found: Found, span: tuple[str, str] = ("", "")) -> ibis.Table:
    """One payment for each line that counts; a negative amount is a payment the other way, of kind return.

    A payment lies in the days that all its lines allow; where they contradict one another, in those of the line
    that counts. Where that line does not say whom it was for or against, a notice of it may. Money that a conduit
    alone records goes from the giver to the named payee; the conduit held none.

    Args:
        lines: the table ``source_lines``.
        found: which of them do not count.
        span: the first of the ids that are asked for, and the first behind them, without their letters; all without.
    """
    evidence = _within(found.evidence, "payment_id", "Y", span)
    own, gone = (_within(table, "line_id", "L", span) for table in (lines, found.uncounted))
    proven = _shaped(_counted(own, gone)).left_join(evidence, "payment_id")
    is_untold = (proven.kind == "independent_expenditure") & (proven.about_party_id == "") & proven.told_about.notnull()
    latest = ibis.greatest(proven.date_from, ibis.coalesce(proven.latest_from, proven.date_from))
    earliest = ibis.least(proven.date_to, ibis.coalesce(proven.earliest_to, proven.date_to))
    agree = latest <= earliest
    return proven.mutate(
        date_from=ibis.ifelse(agree, latest, proven.date_from),
        date_to=ibis.ifelse(agree, earliest, proven.date_to),
        line_count=1 + proven.more_lines.fill_null(0),
        doubt=proven.doubts.fill_null(""),
        about_party_id=ibis.ifelse(is_untold, proven.told_about, proven.about_party_id),
        stance=ibis.ifelse(is_untold, proven.told_stance, proven.stance),
    ).select(*PAYMENTS.names)


def _counted(lines: ibis.Table, gone: ibis.Table) -> ibis.Table:
    """The lines that count.

    Of a line that was read several times one counts, or none: only where one does are the others told by their files.
    By its id alone a line is found in less memory.
    """
    is_again = gone.payment_id == _own_payment(gone)
    left = lines.anti_join(gone.filter(~is_again).select("line_id"), "line_id")
    return left.anti_join(gone.filter(is_again).select(*KEY), KEY)


def _within(rows: ibis.Table, column: str, letter: str, span: tuple[str, str]) -> ibis.Table:
    first, end = span
    found = rows.filter(rows[column] >= letter + first) if first else rows
    return found.filter(found[column] < letter + end) if end else found


def _own_payment(lines: ibis.Table) -> ibis.Value:
    """The payment of a line that counts."""
    return ibis.literal("Y").concat(lines.line_id.substr(1))


def _shaped(counted: ibis.Table) -> ibis.Table:
    """The columns of payments that follow from the line that counts."""
    turned = counted.cents < 0
    of_kind = ibis.cases((counted.kind == "contribution_made", "monetary"), else_=counted.kind)
    is_passed = counted.schedule.endswith(" earmark") & (counted.earmarked_for_party_id != "")
    payee = ibis.ifelse(is_passed, counted.earmarked_for_party_id, counted.payee_party_id)
    return counted.mutate(
        payment_id=_own_payment(counted),
        payer_party_id=ibis.ifelse(turned, payee, counted.payer_party_id),
        payee_party_id=ibis.ifelse(turned, counted.payer_party_id, payee),
        conduit_party_id=ibis.ifelse(is_passed, counted.filer_party_id, counted.conduit_party_id),
        earmarked_for_party_id=ibis.ifelse(is_passed, "", counted.earmarked_for_party_id),
        cents=counted.cents.abs(),
        kind=ibis.ifelse(turned, "return", of_kind),
        returns_kind=ibis.ifelse(turned, of_kind, ""),
        source=counted.record_source,
    )
