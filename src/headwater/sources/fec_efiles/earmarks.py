"""What a line says beside its money: a memo, a gift in kind, money earmarked for another, and who passed it on."""

import re
from typing import NamedTuple

import polars as pl

from headwater.sources._reading.records import NO_IDENTITY, Identity, party
from headwater.sources._tables.parties import Party
from headwater.sources.fec_efiles.covers import SCHEME, Cover
from headwater.sources.fec_efiles.families import Family

_SAYS = "(?i)earmark|conduit"
_IN_KIND = r"(?i)^\W*in[ -]?kind\b"
_PASSED = r"(?i)^\W*(?:earmark|conduit contribution)"
_TOTAL = r"(?i)earmarked through (?:a |this |the )?(?:conduit|organi[sz]ation)\b"
_OTHER_ACCOUNT = r"(?i)non-?\s?contribution account"
_AIM = re.compile(r"\bearmark(?:ed)?\b.{0,40}? for\b.{0,200}?\((C[0-9]{8})\)", re.IGNORECASE)
_THROUGH = re.compile(
    r"\b(?:earmark(?:ed)?(?: contributions?)?(?: made)? (?:through|thru|via|by|from)|conduit:)\s+([^;.,*(]{2,90})"
    r"(?:\((C[0-9]{8})\))?",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"(?:a |an |the |this |above |below |see )|conduit|organi[sz]ation|committee$", re.IGNORECASE)
PASSED_ON = "B earmark"
_BODIES = ("committee", "organisation")

Conduits = dict[str, str]


class Said(NamedTuple):
    """The conduits of some lines: by the transaction that each names, and as parties."""

    by_transaction: Conduits
    parties: list[Party]


class _Text(NamedTuple):
    """What one text says: a conduit by name, and the committee that money is earmarked for."""

    conduit: Party | None
    aim: str


def marked(rows: pl.DataFrame, family: Family, cover: Cover) -> tuple[pl.DataFrame, Said]:
    """Lines with what they say of themselves, and the conduits that they name.

    Added are the columns of the table of lines that depend on texts and memo codes, and ``is_waiting``: whether a
    line says that its money was earmarked and points at another line for who passed it on.

    Args:
        rows: the lines with their parties.
        family: their records.
        cover: the filing's cover.
    """
    both = pl.concat_str("purpose", "note", separator=" ")
    # What the Levin account transfers to the filer's others stands on schedule H5, too.
    is_memo = (pl.col("memo") == "X") | pl.col("record").str.starts_with("SBSL4")
    is_body = pl.col("other_kind").is_in(_BODIES)
    is_either = pl.col("purpose").str.contains(_IN_KIND) | pl.col("note").str.contains(_IN_KIND)
    rows = rows.with_columns(
        both=both,
        is_memo=is_memo,
        is_body=is_body,
        is_in_kind=is_either,
        says=both.str.contains(_SAYS) | (pl.col("conduit_name") != ""),
    )
    rows, said = _texts(rows, family, cover)
    rows = _kinds(rows, family)
    rows, recipients = _passed_on(rows)
    said = said._replace(parties=said.parties + recipients)
    kept = _kept(rows, family)
    is_waiting = (
        (pl.lit(family.schedule == "A"))
        & pl.col("says")
        & ~pl.col("is_memo")
        & (pl.col("conduit_party_id") == "")
        & (pl.col("back_reference_tran_id_number") != "")
    )
    return rows.with_columns(is_waiting=is_waiting), said._replace(by_transaction=kept)


def _kept(rows: pl.DataFrame, family: Family) -> Conduits:
    """Memo lines of committees: what the earmarked gifts above or below them point at."""
    if family.schedule != "A":
        return {}
    named = rows.filter(pl.col("is_memo") & pl.col("is_body") & (pl.col(family.transaction) != ""))
    return dict(named.select(family.transaction, "other_id").iter_rows())


def _passed_on(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Party]]:
    """Schedule B's lines of earmarked money: for whom, known by number alone as on the conduit's receipts."""
    # Passed on to another conduit it is for whom the text names.
    is_passed = pl.col("is_passed") & (pl.col("earmarked_for_party_id") == "")
    numbers = rows.filter(is_passed).get_column("other_identifier").unique().to_list()
    known = {number: party("", "committee", Identity(SCHEME, number)) for number in sorted(numbers)}
    if not known:
        return rows, []
    ids = {number: one.party_id for number, one in known.items()}
    aim = pl.col("other_identifier").replace_strict(ids, default="", return_dtype=pl.String)
    own = pl.when(is_passed).then(aim).otherwise("earmarked_for_party_id")
    return rows.with_columns(earmarked_for_party_id=own), list(known.values())


def passed_once(lines: pl.DataFrame, came: set[str]) -> pl.DataFrame:
    """Lines of money passed on that a filing has among its receipts already, giver by giver, become memos.

    What came in for nobody by number is a payment like any other when it goes out.

    Args:
        lines: lines of one filing.
        came: the party ids of those for whom its receipts are earmarked.
    """
    is_out = pl.col("schedule") == PASSED_ON
    is_known = pl.col("earmarked_for_party_id").is_in(list(came))
    return lines.with_columns(
        schedule=pl.when(is_out & is_known).then(pl.lit("B memo")).when(is_out).then(pl.lit("B")).otherwise("schedule"),
        earmarked_for_party_id=pl.when(is_out & ~is_known).then(pl.lit("")).otherwise("earmarked_for_party_id"),
    )


def _texts(rows: pl.DataFrame, family: Family, cover: Cover) -> tuple[pl.DataFrame, Said]:
    """The conduit and the aim that each text names; a text is looked at once however many lines have it."""
    speaking = rows.filter(pl.col("says")).select("both", "conduit_name").unique(maintain_order=True)
    is_receipt = family.schedule == "A"
    found = {
        (text, name): _read(text, name, cover.filer_id, is_receipt=is_receipt)
        for text, name in (speaking.iter_rows() if family.schedule in ("A", "B") else ())
    }
    parties = [one.conduit for one in found.values() if one.conduit]
    parties += [party("", "committee", Identity(SCHEME, one.aim)) for one in found.values() if one.aim]
    known = pl.DataFrame(
        [
            (
                *key,
                one.conduit.party_id if one.conduit else "",
                party("", "committee", Identity(SCHEME, one.aim)).party_id if one.aim else "",
            )
            for key, one in found.items()
        ],
        schema=dict.fromkeys(("both", "conduit_name", "conduit", "aim"), pl.String),
        orient="row",
    )
    joined = rows.join(known, on=["both", "conduit_name"], how="left", maintain_order="left") if found else rows
    if not found:
        joined = rows.with_columns(conduit=pl.lit(""), aim=pl.lit(""))
    joined = joined.with_columns(pl.col("conduit", "aim").fill_null(""))
    unnamed = party(f"Contributors not itemized by {cover.filer.name}", "unnamed")
    is_total = (
        pl.lit(family.schedule == "A")
        & pl.col("is_body")
        & ~pl.col("is_memo")
        & (pl.col("kind") == "monetary")
        & pl.col("both").str.contains(_TOTAL)
    )
    if joined.select(is_total.any()).item():
        parties.append(unnamed)
    joined = joined.with_columns(
        conduit_party_id=pl.when(is_total).then("other_id").otherwise("conduit"),
        other_id=pl.when(is_total).then(pl.lit(unnamed.party_id)).otherwise("other_id"),
        is_sum=is_total,
    )
    return joined, Said({}, list({one.party_id: one for one in parties}.values()))


def _read(text: str, conduit_name: str, filer_id: str, *, is_receipt: bool) -> _Text:
    aim = _AIM.search(text)
    if aim and aim.group(1) != filer_id:
        return _Text(None, aim.group(1))
    if conduit_name:
        return _Text(party(conduit_name, "unknown"), "")
    # What is passed on is earmarked by its giver; only a receipt comes through a conduit.
    found = _THROUGH.search(text) if is_receipt else None
    name = found.group(1).strip(" -'\"") if found else ""
    if not found or not name or _NO_NAME.match(name):
        return _Text(None, "")
    number = found.group(2) or ""
    return _Text(party(name, "unknown", Identity(SCHEME, number) if number else NO_IDENTITY), "")


def _kinds(rows: pl.DataFrame, family: Family) -> pl.DataFrame:
    """Schedule, kind and measure of each line."""
    is_b = pl.lit(family.schedule == "B")
    kind, spent = pl.col("kind"), (pl.col("kind") == "spending") & (pl.col("sign") > 0)
    is_operating = pl.col("measure").str.contains("operating expenditures", literal=True)
    # The value of a gift in kind is stated as spent too, so that the books close: no money of its own.
    is_offset = is_b & spent & is_operating & pl.col("is_in_kind")
    is_transfer = is_b & spent & ~is_operating & (pl.col("other_kind") == "committee") & (pl.col("other_scheme") != "")
    is_passed = (
        is_b
        & pl.col("other_identifier").str.starts_with("C")
        & ((kind == "contribution_made") | is_transfer)
        & (pl.col("purpose").str.contains(_PASSED) | pl.col("note").str.contains(_PASSED))
    )
    is_in_kind = pl.col("is_in_kind") & kind.is_in(["monetary", "contribution_made"]) & (pl.col("sign") > 0)
    mark = (
        pl.when(pl.col("is_memo") | is_offset)
        .then(pl.lit(" memo"))
        .when(is_passed | (pl.col("aim") != ""))
        .then(pl.lit(" earmark"))
    )
    note, purpose = pl.col("note"), pl.col("purpose")
    return rows.with_columns(
        transaction_id=pl.col(family.transaction) if family.transaction in rows.columns else pl.lit(""),
        schedule=pl.lit(family.schedule) + mark.otherwise(pl.lit("")),
        kind=pl.when(is_in_kind)
        .then(pl.lit("in_kind"))
        .when(is_transfer)
        .then(pl.lit("contribution_made"))
        .when((kind == "unclassified") & pl.col("both").str.contains(_OTHER_ACCOUNT))
        .then(pl.lit("monetary"))
        .otherwise(kind),
        adds_to=pl.when(pl.col("is_memo")).then(pl.lit("")).otherwise("measure"),
        earmarked_for_party_id="aim",
        is_passed=is_passed,
        description=pl.when((note == "") | (note == purpose))
        .then(purpose)
        .when(purpose == "")
        .then(note)
        .otherwise(pl.concat_str(purpose, note, separator="; ")),
    )
