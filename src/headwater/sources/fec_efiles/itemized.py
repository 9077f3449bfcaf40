"""A block of a filing's lines as records: who paid whom, when, how much, and what the form makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa

from headwater.sources._reading.batches import batch
from headwater.sources._reading.bulk_parties import (
    PARTY_PARTS,
    cleaned,
    ids_of,
    joined,
    numbered_ids,
    party_ids,
    party_rows,
)
from headwater.sources._reading.bulk_typed import ROW
from headwater.sources._reading.records import BLANK, Batch, IgnoredRows, Record, party
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.parties import PARTIES
from headwater.sources._tables.rejected import REJECTED
from headwater.sources.fec_efiles.covers import NAME, Cover
from headwater.sources.fec_efiles.earmarks import PASSED_ON, Conduits, marked, passed_once
from headwater.sources.fec_efiles.ending import without_cut
from headwater.sources.fec_efiles.families import FAMILIES, Family, family_of
from headwater.sources.fec_efiles.forms import IGNORED
from headwater.sources.fec_efiles.groups import Framed, Group, frame, groups, record_of
from headwater.sources.fec_efiles.names import BENEFICIARY, candidate_party, with_other_party
from headwater.sources.fec_efiles.text import Block, Odd
from headwater.sources.fec_efiles.typed import ACCOUNTS, LEVIN, REJECTED_SCHEMA, account_name, typed
from headwater.sources.fec_efiles.versions import columns

_COLUMNS = (
    "line_id", "row", "record_id", "schedule", "transaction_id", "date_from", "date_to", "shown_date", "cents", "kind",
    "side", "payer_party_id", "payee_party_id", "about_party_id", "stance", "earmarked_for_party_id",
    "conduit_party_id", "adds_to", "is_sum", "description",
)  # fmt: skip
_POINTS_AT = "back_reference_tran_id_number"
_NUMBER_DIGITS = 8
_LEFT, _UNKNOWN = "records left out", "unknown records"


@dataclass(slots=True)
class Found:
    """What a block holds: records, its lines, those whose conduit another block may name, and the conduits it names.

    ``came`` are those for whom its receipts are earmarked.
    """

    records: list[Record] = field(default_factory=list)
    lines: list[pl.DataFrame] = field(default_factory=list)
    waiting: list[pl.DataFrame] = field(default_factory=list)
    conduits: Conduits = field(default_factory=dict)
    came: set[str] = field(default_factory=set)


def read_block(cover: Cover, block: Block) -> Found:
    """The records of one block of a filing."""
    found = Found()
    block = without_cut(block, cover)
    odd = list(block.odd)
    left = [
        (pa.array(rows, pa.int64()), reason)
        for rows, reason in ((block.left, "free text"), (block.blank, BLANK))
        if len(rows)
    ]
    framed: list[tuple[Family, Framed]] = []
    for group in groups(block, _group_of):
        if group.name == _LEFT:
            left.append((pa.array(group.rows), "a record without money of its own"))
        elif group.name not in FAMILIES:
            odd += _unknown(group)
        else:
            family = FAMILIES[group.name]
            names = columns(family.example, cover.version)
            if not names:
                odd += [Odd(row, f"{group.name} is not in version {cover.version}", "") for row in group.rows.tolist()]
                continue
            family = family.of_version(names)
            framed.append((family, frame(group, names, family.wanted)))
            odd += framed[-1][1].odd
    found.records += [IgnoredRows(_after(rows, cover.document.before), reason) for rows, reason in left]
    for family, one in framed:
        rows, rejected = typed(one.rows, family, cover)
        found.records += _rejected(cover, rejected)
        if rows.height:
            _note(found, cover, family, rows, one.rough)
    if odd:
        listed = [(one.row, "", one.reason, one.shown) for one in odd]
        found.records += _rejected(cover, pl.DataFrame(listed, schema=REJECTED_SCHEMA, orient="row"))
    return found


def settled(waiting: Sequence[pl.DataFrame], conduits: Conduits) -> tuple[list[pl.DataFrame], list[pl.DataFrame]]:
    """Lines that point at others for their conduit: those whose conduit is among these, and those still waiting.

    Args:
        waiting: the lines.
        conduits: the party id of each conduit by the transaction id of the line that names it.
    """
    done, still = [], []
    for rows in waiting:
        named = rows.get_column(_POINTS_AT).replace_strict(conduits, default="", return_dtype=pl.String)
        done.append(rows.with_columns(named.alias("conduit_party_id")).filter(named != ""))
        still.append(rows.filter(named == ""))
    return [rows for rows in done if rows.height], [rows for rows in still if rows.height]


def batch_of_lines(cover: Cover, lines: Sequence[pl.DataFrame], came: set[str]) -> Batch:
    """Lines of a filing in the order of their rows.

    Args:
        cover: the filing's cover.
        lines: as `read_block` and `settled` give them.
        came: those for whom receipts of the filing are earmarked.
    """
    whole = pl.concat(rows.select(_COLUMNS) for rows in lines)
    if not whole.get_column(ROW).is_sorted():
        whole = whole.sort(ROW)
    if (whole.get_column("schedule") == PASSED_ON).any():
        whole = passed_once(whole, came)
    raw = cover.document.raw
    same = {
        "source": NAME,
        "file_sha256": raw.sha256,
        "file_name": raw.name,
        "record_source": NAME,
        "filing_id": cover.filing_id,
        "filer_party_id": cover.filer.party_id,
        "form": cover.form,
        "report_number": cover.report_number,
        "report_code": cover.report_code,
        "report_date": cover.report_date,
        "period_from": cover.period_from,
        "period_thru": cover.period_thru,
        "publisher": "",
        "url": cover.url,
    }
    return batch(LINES, whole, same)


def _group_of(begins: str) -> str:
    record = record_of(begins)
    return family_of(record) or (_LEFT if record in IGNORED else f"{_UNKNOWN} {record[:12]}")


def _unknown(group: Group) -> list[Odd]:
    record = group.name.removeprefix(_UNKNOWN).strip()
    return [Odd(row, f"{record!r} is no record that is known", record) for row in group.rows.tolist()]


def _note(found: Found, cover: Cover, family: Family, rows: pl.DataFrame, rough: frozenset[str]) -> None:
    """Adds the lines of one family to what is found; of the texts only those in rough columns may need cleaning."""
    rows = _with_parties(cover, family, rows, rough)
    for of in ("other", "about") if family.about else ("other",):
        rows, parties = _with_ids(rows, of)
        found.records.append(parties)
    rows, said = marked(rows, family, cover)
    found.conduits |= said.by_transaction
    if said.parties:
        found.records.append(Batch(PARTIES, PARTIES.of_rows(said.parties)))
    if family.schedule == "A":
        found.came |= set(rows.filter(pl.col("schedule") == "A earmark").get_column("earmarked_for_party_id"))
    own = cover.filer
    if family.schedule in LEVIN:
        own = party(account_name(family.schedule, cover), "unnamed")
        found.records.append(own)
    rows = _finished(cover, rows, own.party_id)
    is_waiting = rows.get_column("is_waiting")
    if is_waiting.any():
        done, still = settled([rows.filter(is_waiting)], said.by_transaction)
        found.lines += (part.select(_COLUMNS) for part in done)
        found.waiting += (part.select(*_COLUMNS, _POINTS_AT) for part in still)
        rows = rows.filter(~is_waiting)
    if rows.height:
        found.lines.append(rows.select(_COLUMNS))


def _with_parties(cover: Cover, family: Family, rows: pl.DataFrame, rough: frozenset[str]) -> pl.DataFrame:
    """The lines with their ids, the other party, and the candidate whom they are about."""
    if family.party:
        rows = with_other_party(rows, family, cover.filer_id)
    else:
        empty = dict.fromkeys((f"other_{part}" for part in PARTY_PARTS), pl.lit(""))
        rows = rows.with_columns(**empty)
        if family.schedule in ACCOUNTS:
            rows = rows.with_columns(
                other_name=pl.lit(account_name(family.schedule, cover)), other_kind=pl.lit("unnamed")
            )
    if family.about:
        rows = rows.with_columns(**candidate_party(family.about, rows.columns))
    rows = cleaned(rows, _rough_texts(family, rough))
    rows = _without_nameless(rows, cover)
    rows = rows.with_columns(record_id=_record_id(cover))
    return rows.with_columns(_line_ids(cover, rows).alias("line_id"))


def _rough_texts(family: Family, rough: frozenset[str]) -> list[str]:
    """The texts that are made of any rough column."""
    party, about = f"{family.party}_", f"{family.about}_"
    made_of = {
        "other_name": family.party and any(name.startswith((party, BENEFICIARY)) for name in rough),
        "other_place": family.party and not rough.isdisjoint((f"{party}city", f"{party}state")),
        "other_employer": family.party and f"{party}employer" in rough,
        "other_occupation": family.party and f"{party}occupation" in rough,
        "purpose": family.purpose in rough,
        "note": not rough.isdisjoint(("memo_text_description", "memo_text")),
        "about_name": family.about and any(name.startswith(about) for name in rough),
    }
    return [text for text, is_rough in made_of.items() if is_rough]


def _line_ids(cover: Cover, rows: pl.DataFrame) -> pl.Series:
    """The ids of lines, as `records.line_id` gives them."""
    number = cover.document.number
    if number and len(number) <= _NUMBER_DIGITS:
        # No file has lines beyond what 32 bits count.
        return numbered_ids("L", rows.get_column(ROW) + (int(number) << 32))
    return ids_of("L", rows.select(joined([pl.lit(NAME), pl.col("record_id")])).to_series())


def _without_nameless(rows: pl.DataFrame, cover: Cover) -> pl.DataFrame:
    """Rows in which whoever has no name is one unnamed party of the filer's."""
    is_nobody = pl.col("other_name") == ""
    if not rows.select(is_nobody.any()).item():
        return rows
    side = pl.when("to_filer").then(pl.lit("Contributors")).otherwise(pl.lit("Payees"))
    nameless = pl.concat_str(side, pl.lit(f" not itemized by {cover.filer.name}"))
    rest = ("scheme", "identifier", "place", "zip5", "employer", "occupation")
    return rows.with_columns(
        other_name=pl.when(is_nobody).then(nameless).otherwise("other_name"),
        other_kind=pl.when(is_nobody).then(pl.lit("unnamed")).otherwise("other_kind"),
        **{f"other_{part}": pl.when(is_nobody).then(pl.lit("")).otherwise(f"other_{part}") for part in rest},
    )


def _with_ids(rows: pl.DataFrame, of: str) -> tuple[pl.DataFrame, Batch]:
    """The lines with the id of one party of each, and these parties."""
    named = rows.select(pl.col(f"{of}_{part}").alias(part) for part in PARTY_PARTS)
    mine, told = party_ids(named)
    parties = party_rows(told)
    return rows.with_columns(mine.alias(f"{of}_id")), Batch(PARTIES, parties.select(PARTIES.names).to_arrow())


def _record_id(cover: Cover) -> pl.Expr:
    """The filing's number and the line's place in it: the same from a file of its own as from a day's archive."""
    return pl.format(f"{cover.document.key}:{{}}", pl.col(ROW))


def _finished(cover: Cover, rows: pl.DataFrame, own: str) -> pl.DataFrame:
    """The columns of the table of lines in which lines differ; the filer's own side has the party id ``own``."""
    to_filer = pl.col("to_filer")
    filer = pl.lit(own)
    return rows.with_columns(
        date_from=pl.coalesce("day", pl.lit(cover.period_from, pl.Date)),
        date_to=pl.coalesce("day", pl.lit(cover.period_thru, pl.Date)),
        cents=pl.col("amount") * pl.col("sign"),
        side=pl.when(to_filer).then(pl.lit("payee")).otherwise(pl.lit("payer")),
        payer_party_id=pl.when(to_filer).then("other_id").otherwise(filer),
        payee_party_id=pl.when(to_filer).then(filer).otherwise("other_id"),
        about_party_id=pl.col("about_id") if "about_id" in rows.columns else pl.lit(""),
        row=pl.col(ROW) + cover.document.before,
    )


def _rejected(cover: Cover, rows: pl.DataFrame) -> list[Record]:
    if not rows.height:
        return []
    raw = cover.document.raw
    same = {"source": NAME, "file_sha256": raw.sha256, "file_name": raw.name}
    return [batch(REJECTED, rows.with_columns(row=pl.col(ROW) + cover.document.before), same)]


def _after(rows: pa.Array, before: int) -> pa.Array:
    return pa.array(rows.to_numpy(zero_copy_only=False) + before, pa.int64())
