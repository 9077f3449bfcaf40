"""Which lines the rules need to see at all."""

from typing import NamedTuple

import ibis
from ibis import _

from headwater.ledger.book import Filed, is_notice
from headwater.ledger.keyed import with_key, with_name
from headwater.ledger.numbers import hash_of
from headwater.ledger.own_accounts import ALLOCATED
from headwater.ledger.recurring import ALIKE, hashed_alike

OFTEN = "_often"
_MARKED = "judging_wanted"


class Wanted(NamedTuple):
    """Marks of lines that some rule may look at, and a step that numbers what must recur for it, if something must."""

    marks: ibis.Table
    numbers: ibis.Table | None = None


def wanted(filed: Filed, replaced: ibis.Table) -> dict[str, Wanted]:
    """Marks of lines that some rule may look at: each condition is necessary for a rule and cheap to see.

    Most lines of a large ledger are gifts that one recipient reports once; the rules need not see them. The conditions
    are asked one after the other: what counts all lines at once takes memory for each.

    Returns:
        By name; where numbers must recur, those that do stand in a table of that name and `OFTEN`.
    """
    lines = filed.lines
    plain = lines.filter(
        (_.cents <= 0) | _.schedule.endswith(" memo") | _.schedule.endswith(" earmark") | _.is_sum
        | (_.side == "payer") | _.form.isin(("401", "460", "9")) | (_.schedule == ALLOCATED) | is_notice(lines)
    )  # fmt: skip
    named = lines.filter(_.transaction_id != "")
    unnamed = lines.filter((_.transaction_id == "") & _.period_from.notnull())
    counted = (
        hashed_alike(lines, "line_id"),
        hashed_alike(named, "transaction_id", "cents", "date_from"),
        hashed_alike(unnamed, "cents", "date_from"),
        hashed_alike(named, "filer_party_id", "report_code", "transaction_id"),
        hashed_alike(named, "filing_id", "transaction_id"),
    )
    found = (
        plain,
        lines.semi_join(replaced, "filing_id"),
        _amended_elsewhere(filed),
        _partners(filed),
        _aims(filed),
        _of_two_sources(filed),
    )
    names = [f"{_MARKED}_{number}" for number in range(len(counted) + len(found))]
    recurring = (_recurring(name, table) for name, table in zip(names, counted, strict=False))
    others = (Wanted(_marks(table)) for table in found)
    return dict(zip(names, (*recurring, *others), strict=True))


def _recurring(name: str, hashed: ibis.Table) -> Wanted:
    often = ibis.table({ALIKE: hashed.schema()[ALIKE]}, name=name + OFTEN)
    return Wanted(_marks(hashed.semi_join(often, ALIKE)), hashed.select(ALIKE))


def _marks(lines: ibis.Table) -> ibis.Table:
    return lines.select(mark=_mark(lines)).distinct()


def suspects(lines: ibis.Table, marks: ibis.Table) -> ibis.Table:
    """The lines that have one of the marks."""
    return lines.mutate(mark=_mark(lines)).semi_join(marks, "mark").drop("mark")


def _mark(lines: ibis.Table) -> ibis.Value:
    """By the hash of its id a line is found with less memory, and a few more by accident do no harm."""
    return hash_of(lines.line_id)


def _amended_elsewhere(filed: Filed) -> ibis.Table:
    """Lines of filers whose reports stand in two outlets, one of which tells of amendments and not their periods."""
    coded = filed.lines.view().filter((_.transaction_id != "") & (_.report_code != ""))
    bare = coded.filter(_.period_from.isnull() & (_.report_number > 0))
    whole, extracts = (
        with_key(some.select("filer_party_id").distinct(), filed.keys, "filer").select(key="filer_key").distinct()
        for some in (coded.filter(_.period_from.notnull()), bare)
    )
    both = filed.keys.view().semi_join(whole, "key").semi_join(extracts, "key")
    return coded.semi_join(both.select(filer_party_id="party_id"), "filer_party_id")


def _partners(filed: Filed) -> ibis.Table:
    """What payees report from those who report payments of their own, or that they gave something back."""
    paid, returned = filed.lines.filter(_.side == "payer"), filed.lines.filter((_.side == "payee") & (_.cents < 0))
    payers = paid.select("payer_party_id").union(returned.select(payer_party_id="payee_party_id"), distinct=True)
    keys = with_key(payers, filed.keys, "payer").select(key="payer_key").distinct()
    parties = filed.keys.view().semi_join(keys, "key").select(payer_party_id="party_id")
    return filed.lines.view().filter(_.side == "payee").semi_join(parties, "payer_party_id")


def _aims(filed: Filed) -> ibis.Table:
    """What the named payees of money that a conduit passed on report of givers and amounts that the conduit names."""
    passed = with_key(filed.lines.filter(_.schedule.endswith(" earmark")), filed.keys, "earmarked_for")
    told = with_name(passed, filed.keys, "payer").select("cents", recipient="earmarked_for_key", giver="payer_name")
    keys = told.select(key="recipient").distinct()
    parties = filed.keys.view().semi_join(keys, "key").select(payee_party_id="party_id", recipient="key")
    own = filed.lines.view().filter(_.side == "payee").select("line_id", "payer_party_id", "payee_party_id", "cents")
    near = own.inner_join(parties, "payee_party_id").select("line_id", "payer_party_id", "cents", "recipient")
    named = with_name(near, filed.keys, "payer").rename(giver="payer_name")
    return named.semi_join(told.distinct(), ["recipient", "giver", "cents"])


def _of_two_sources(filed: Filed) -> ibis.Table:
    """Payments between parties that both stand in the records of more than one source."""
    found = filed.lines.view()
    # Nothing is read for it where there is only one.
    several = filed.lines.view().aggregate(sources=_.record_source.nunique()).filter(_.sources > 1)
    for role in ("payer", "payee"):
        seen = filed.lines.cross_join(several).select(f"{role}_party_id", "record_source").distinct()
        keyed = with_key(seen, filed.keys, role).select("record_source", key=f"{role}_key").distinct()
        often = keyed.group_by("key").aggregate(times=_.count()).filter(_.times > 1)
        parties = filed.keys.view().semi_join(often, "key").select(**{f"{role}_party_id": "party_id"})
        found = found.semi_join(parties, f"{role}_party_id")
    return found
