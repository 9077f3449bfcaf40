"""Reconciliation: what filers and agencies state of themselves against the sum of the lines for the same thing.

A line says in ``adds_to`` which stated total it is part of. Behind a question mark stands why it may not be: the same
type of transaction may stand on another line of the form. Where a source says nothing of the kind, a filer's receipts
are the lines that it filed as payee, its expenditures those that it filed as payer.
"""

import ibis
from ibis import _

from headwater.ledger.audits import RECONCILIATION
from headwater.ledger.book import WHOLE, Filed, agency_number
from headwater.ledger.differences import NOT_OF_IT, classed, parts
from headwater.ledger.giving_way import READ_AGAIN, TO_OTHERS
from headwater.ledger.recurring import recurring

_GENERIC = ("receipts", "expenditures")
_SUMS = ("ledger_cents", "itemized_cents", "memo_cents", "doubtful", "line_count")


def kinds_of_lines(lines: ibis.Table, totals: ibis.Table) -> ibis.Table:
    """What all lines that reconciliation holds alike add up to: there are far fewer kinds of lines than lines.

    ``stands``: they are money of the filer's, counted here or with another filer's line. Topic and stance are those of
    independent expenditures that add to no total they name, and the filing that of one that states totals of itself.

    Args:
        lines: the table ``lines``.
        totals: the table ``source_totals``.
    """
    is_spent = (_.kind == "independent_expenditure") & (_.about_party_id != "") & (_.adds_to == "")
    own = lines.filter(~_.why_not.startswith(READ_AGAIN))
    stating = totals.filter(_.filing_id != "").select("filing_id").distinct()
    replaced = _memos_replaced(own)
    return own.group_by(
        "filer_party_id", "record_source", "side", "adds_to", is_replaced=_.line_id.isin(replaced.line_id),
        stands=_.counts | _.why_not.isin(TO_OTHERS), stance=ibis.ifelse(is_spent, _.stance, ""),
        about_party_id=ibis.ifelse(is_spent, _.about_party_id, ""),
        is_memo=_.schedule.endswith(" memo"), is_passed=_.schedule.endswith(" earmark"),
        filing_id=ibis.ifelse(_.filing_id.isin(stating.filing_id), _.filing_id, ""),
    ).aggregate(cents=_.cents.sum(), lines=_.count())  # fmt: skip


def _memos_replaced(lines: ibis.Table) -> ibis.Table:
    """The memo lines that a later filing of the same report holds again.

    They count nowhere, so that no rule of the ledger looks for what replaces them; a transaction is the same as it is
    for those that count (`again.amended_transaction`).
    """
    coded = lines.filter(_.schedule.endswith(" memo") & (_.transaction_id != "") & (_.report_code != ""))
    memos = recurring(coded, "filer_party_id", "report_code", "transaction_id")
    memos = memos.mutate(year=_.date_from.year(), number=agency_number(_.filing_id))
    chain = ibis.window(
        group_by=["record_source", "filer_party_id", "report_code", "transaction_id", "year"],
        order_by=[_.report_number.desc(), _.number.desc(nulls_first=False), _.filing_id.desc()],
    )
    told = memos.mutate(last=_.filing_id.first().over(chain), last_number=_.report_number.first().over(chain))
    return told.filter((_.last_number > 0) & (_.filing_id != _.last)).select("line_id")


def reconciliation(filed: Filed, kinds: ibis.Table) -> ibis.Table:
    """Each stated total for which there is a line, as the table ``reconciliation`` has it.

    A total that a filing states of itself is held against the lines of that filing, also where the filing is here as a
    whole, or lines of it are, and none of this total, though the form itemizes each dollar of it. An agency's total is
    held against what the filer's lines add up to once amended and repeated ones are left out. Where another page of the
    source states another total for the same thing, it stands beside it. A total of which the ledger makes a line, as of
    what is not itemized, is held against nothing: it would be itself.

    Args:
        filed: the tables of the stage `sources`, and the keys.
        kinds: as `kinds_of_lines` gives them.
    """
    totals, keys = filed.totals, filed.keys
    marked = _marked(kinds, keys, filed.parties)
    of_total = {"measure": "adds_to", "itemizes": ibis.literal(value=False)}
    made_of = filed.lines.filter(_.is_sum & (_.adds_to != "")).select("file_sha256", "row", **of_total)
    told = totals.anti_join(made_of, made_of.columns)
    whose = told.inner_join(keys.select("party_id", "key"), "party_id")
    same_thing = ibis.window(
        group_by=["key", "measure", "source", "filing_id", "election_date", "period_from", "period_thru"]
    )
    whose = whose.mutate(lowest=_.cents.min().over(same_thing), highest=_.cents.max().over(same_thing))
    whole = filed.filings.filter(_.schedules == WHOLE).select(whole_filing="filing_id").distinct()
    whose = whose.left_join(whole, whose.filing_id == whole.whole_filing)
    columns = [*whose.columns, *_SUMS]
    both = ibis.union(_of_filings(whose, marked).select(*columns), _of_agencies(whose, marked).select(*columns))
    filled = {name: both[name].fill_null("" if name == "doubtful" else 0) for name in _SUMS}
    return _once(classed(both.mutate(**filled)))


def _once(rows: ibis.Table) -> ibis.Table:
    """Each statement once, under the file whose name comes first: files of several days hold it again."""
    places = ("file_name", "url")
    stated = [name for name in RECONCILIATION.names if name not in places]
    return rows.group_by(stated).aggregate(**{name: rows[name].min() for name in places})


def _of_filings(whose: ibis.Table, marked: ibis.Table) -> ibis.Table:
    """Totals that a filing states of itself, with the sums of its own lines."""
    # What says of itself that it adds to a total of the filing is part of it, if no money of its own.
    as_filed = marked.mutate(is_memo=ibis.literal(value=False), is_passed=ibis.literal(value=False))
    # Where the filing itself is here, what an extract that says nothing of totals holds of it is no part of them.
    telling = as_filed.filter(_.adds_to != "").select("filing_id").distinct()
    as_filed = ibis.union(as_filed.filter(_.adds_to != ""), as_filed.anti_join(telling, "filing_id"))
    sums = _summed(as_filed, "filing_id").rename(of_filing="filing_id", of_measure="measure")
    own = whose.filter(_.filing_id != "")
    held = marked.select(held_filing="filing_id").distinct()
    known = own.left_join(held, own.filing_id == held.held_filing)
    found = known.left_join(sums, [known.filing_id == sums.of_filing, known.measure == sums.of_measure])
    is_held = found.held_filing.notnull() | found.whole_filing.notnull()
    is_lacking = found.itemizes & (found.cents != 0) & is_held
    return found.filter(found.of_filing.notnull() | is_lacking)


def _of_agencies(whose: ibis.Table, marked: ibis.Table) -> ibis.Table:
    """Totals that an agency states of a filer, with the sums of the filer's lines but amended and repeated ones."""
    standing = marked.filter((_.stands | _.is_memo) & ~_.is_replaced)
    sums = _summed(standing, "key", "record_source").rename(
        of_key="key", of_source="record_source", of_measure="measure"
    )
    # It is not held against memo lines alone: they are no money.
    sums = sums.filter(_.line_count > 0)
    theirs = whose.filter(_.filing_id == "")
    return theirs.join(
        sums, [theirs.key == sums.of_key, theirs.source == sums.of_source, theirs.measure == sums.of_measure]
    )


def _marked(kinds: ibis.Table, keys: ibis.Table, parties: ibis.Table) -> ibis.Table:
    """Sums of lines with the measure that they add to, once for each; ``doubtful`` says why they may not."""
    base = kinds.inner_join(keys.select(filer_party_id="party_id", key="key"), "filer_party_id")
    told = base.filter(base.adds_to != "").mutate(
        measure=base.adds_to.split("?")[0],
        doubtful=ibis.ifelse(base.adds_to.contains("?"), base.adds_to.split("?")[1], ""),
    )
    telling = told.select("record_source").distinct()
    silent = base.anti_join(telling, "record_source").mutate(doubtful=ibis.literal(""))
    sides = silent.mutate(measure=ibis.ifelse(silent.side == "payee", *_GENERIC))
    named_topic = parties.select(about_party_id="party_id", about="name")
    about = silent.filter(_.about_party_id != "").inner_join(named_topic, "about_party_id")
    topics = about.mutate(measure="independent expenditures " + about.stance + " " + about.about)
    columns = [*base.columns, "measure", "doubtful"]
    return ibis.union(*(part.select(*columns) for part in (told, sides, topics)))


def _summed(marked: ibis.Table, *by: str) -> ibis.Table:
    """Sums of each measure; refunds and what a conduit passed on are never among what is itemized in doubt."""
    is_certain = ~_.is_memo & ~_.is_passed & (_.doubtful == "")
    is_itemized = ~_.is_passed & (_.doubtful != NOT_OF_IT)
    is_doubted = is_itemized & ~_.is_memo & (_.doubtful != "")
    by_doubt = marked.group_by(*by, "measure", "doubtful").aggregate(
        ledger_cents=ibis.ifelse(is_certain, _.cents, 0).sum(),
        itemized_cents=ibis.ifelse(is_itemized, _.cents, 0).sum(),
        memo_cents=ibis.ifelse(is_itemized & _.is_memo, _.cents, 0).sum(),
        doubtful_cents=ibis.ifelse(is_doubted, _.cents, 0).sum(),
        line_count=ibis.ifelse(_.is_memo, 0, _.lines).sum(),
    )
    is_part = by_doubt.doubtful_cents != 0
    part = ibis.ifelse(is_part, parts(by_doubt.doubtful_cents, by_doubt.doubtful), ibis.null("string"))
    told = by_doubt.mutate(part=part)
    return told.group_by(*by, "measure").aggregate(
        **{name: told[name].sum() for name in _SUMS if name != "doubtful"},
        doubtful=_.part.collect().sort().join(", ").fill_null(""),
    )
