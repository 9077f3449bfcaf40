"""Who is named on many records at once: names as the Commission's bulk files write them, kinds, numbers, places."""

from collections.abc import Sequence

import polars as pl

from headwater.sources._fec.identity import CANDIDATE, COMMITTEE, ENTITIES
from headwater.sources.fec_efiles.families import Family

_PAYEES = ("B", "LB", "E", "F")
_PARTS = ("first_name", "middle_name", "prefix", "suffix")
_OCD = "ocd-division/country:us"
BENEFICIARY = "beneficiary_committee_name"
"""The name of the committee that a gift or a payment was for, which may be another than whoever was paid."""


def with_other_party(rows: pl.DataFrame, family: Family, filer_id: str) -> pl.DataFrame:
    """Rows with the party that is not the filer: its parts as `bulk_parties` names them, ``other_`` before each.

    What several parts need is made a column first: expressions that stand twice are worked out twice.

    Args:
        rows: the records, with their ``entity``.
        family: where they say what.
        filer_id: the filer's own number, which some programs put beside whoever was paid.
    """
    prefix, columns = family.party, rows.columns
    entity = pl.col("entity").replace_strict(ENTITIES, default="unknown", return_dtype=pl.String)
    organisation = _text(f"{prefix}_organization_name", columns)
    rows = rows.with_columns(person_name(prefix, _said(rows, prefix)).alias("person"), entity.alias("other_kind"))
    is_personal = (pl.col("person") != "") & pl.col("other_kind").is_in(["person", "candidate"])
    has_person = (pl.col("person") != "") & (organisation == "") & _is_personal(prefix, columns)
    place = pl.concat_str(_text(f"{prefix}_city", columns), _text(f"{prefix}_state", columns), separator=", ")
    postal = (
        _text(f"{prefix}_zip_code", columns) if f"{prefix}_zip_code" in columns else _text(f"{prefix}_zip", columns)
    )
    rows = rows.with_columns(
        pl.when(is_personal | (organisation == "")).then("person").otherwise(organisation).alias("other_name"),
        pl.when((pl.col("entity") == "") & has_person)
        .then(pl.lit("person"))
        .otherwise("other_kind")
        .alias("other_kind"),
        place.str.strip_chars(", ").alias("other_place"),
        # Whether it is one is told sooner than what of it is in a bracket.
        pl.when(postal.str.contains("^[0-9]{5}(?:-?[0-9]{4})?$"))
        .then(postal.str.head(5))
        .otherwise(pl.lit(""))
        .alias("other_zip5"),
        _text(f"{prefix}_employer", columns).alias("other_employer"),
        _text(f"{prefix}_occupation", columns).alias("other_occupation"),
    )
    rows = _with_beneficiary(rows, family, filer_id)
    rows = rows.with_columns(_number(family, columns, filer_id).alias("other_identifier"))
    number = pl.col("other_identifier")
    own_kind = pl.when(number.str.starts_with("C")).then(pl.lit("committee")).when(number != "")
    return rows.with_columns(
        pl.when(number != "").then(pl.lit("fec")).otherwise(pl.lit("")).alias("other_scheme"),
        own_kind.then(pl.lit("candidate")).otherwise("other_kind").alias("other_kind"),
    )


def _with_beneficiary(rows: pl.DataFrame, family: Family, filer_id: str) -> pl.DataFrame:
    """Rows in which a gift paid to a vendor, or in the candidate's own name, is given to the committee it was for.

    Whoever gives something in kind names the vendor as paid; the committee reports what it was given.
    """
    if family.schedule != "B" or not family.committee:
        return rows
    number = pl.col(family.committee).str.to_uppercase()
    is_for = (
        (pl.col("kind") == "contribution_made")
        & pl.col("other_kind").is_in(["organisation", "candidate"])
        & (pl.col(BENEFICIARY) != "")
        & (number != filer_id)
        & number.str.contains(f"^{COMMITTEE}$")
    )
    told = {"name": pl.col(BENEFICIARY), "kind": pl.lit("committee"), "place": pl.lit(""), "zip5": pl.lit("")}
    return rows.with_columns(
        pl.when(is_for).then(value).otherwise(f"other_{part}").alias(f"other_{part}") for part, value in told.items()
    )


def candidate_party(prefix: str, columns: Sequence[str]) -> dict[str, pl.Expr]:
    """The candidate whom spending is about, with ``about_`` before each part; its place is the office's division."""
    number = _text(f"{prefix}_id_number", columns).str.to_uppercase()
    is_known = number.str.contains(f"^{CANDIDATE}$")
    office, state = _text(f"{prefix}_office", columns), _text(f"{prefix}_state", columns).str.to_lowercase()
    district = _text(f"{prefix}_district", columns).str.extract("^0*([1-9][0-9]?)$").fill_null("")
    in_state = (office != "P") & state.str.contains("^[a-z]{2}$")
    whole = pl.format(f"{_OCD}/state:{{}}", state)
    in_district = (office == "H") & (district != "")
    none = pl.lit("")
    return {
        "about_name": person_name(prefix, columns),
        "about_kind": pl.lit("candidate"),
        "about_scheme": pl.when(is_known).then(pl.lit("fec")).otherwise(none),
        "about_identifier": pl.when(is_known).then(number).otherwise(none),
        "about_place": pl.when(in_state & in_district)
        .then(pl.format("{}/cd:{}", whole, district))
        .when(in_state)
        .then(whole)
        .otherwise(pl.lit(_OCD)),
        "about_zip5": none,
        "about_employer": none,
        "about_occupation": none,
    }


def person_name(prefix: str, columns: Sequence[str]) -> pl.Expr:
    """A name as "LAST, FIRST MIDDLE PREFIX SUFFIX"; the older format has one field whose parts stand between ``^``."""
    whole = _text(f"{prefix}_name", columns)
    if f"{prefix}_name" in columns:
        first = whole.str.replace("^", ", ", literal=True)
        whole = first.str.replace_all("^", " ", literal=True).str.strip_chars(", ")
    if f"{prefix}_last_name" not in columns:
        return whole
    rest = _filled([pl.col(f"{prefix}_{part}") for part in _PARTS if f"{prefix}_{part}" in columns], " ")
    named = _filled([_text(f"{prefix}_last_name", columns), rest], ", ")
    return pl.when(named == "").then(whole).otherwise(named) if f"{prefix}_name" in columns else named


def _said(rows: pl.DataFrame, prefix: str) -> list[str]:
    """The columns without those parts of a name that no row has."""
    parts = [f"{prefix}_{part}" for part in _PARTS if f"{prefix}_{part}" in rows.columns]
    said = rows.select((pl.col(parts) != "").any()).row(0, named=True) if parts else {}
    return [name for name in rows.columns if said.get(name, True)]


def _filled(parts: Sequence[pl.Expr], separator: str) -> pl.Expr:
    """The parts that are not empty, joined."""
    if not parts:
        return pl.lit("")
    return pl.concat_str([pl.when(part != "").then(part) for part in parts], separator=separator, ignore_nulls=True)


def _is_personal(prefix: str, columns: Sequence[str]) -> pl.Expr:
    """Whether a name stands in the fields that the form has for people."""
    if f"{prefix}_last_name" in columns:
        return _text(f"{prefix}_last_name", columns) != ""
    return _text(f"{prefix}_name", columns).str.contains("^", literal=True)


def _number(family: Family, columns: Sequence[str], filer_id: str) -> pl.Expr:
    """The other party's own number: a person has none, and a payee's is its own only where it is that committee."""
    kind = pl.col("other_kind")
    committee = _text(family.committee, columns).str.to_uppercase()
    candidate = _text(family.candidate, columns).str.to_uppercase()
    is_own = (kind != "person") & (kind != "candidate")
    if family.schedule in _PAYEES:
        is_own = kind == "committee"
    if family.schedule == "B" and BENEFICIARY in columns:
        same = _text(BENEFICIARY, columns) == _text("payee_organization_name", columns)
        is_own = is_own | ((kind != "person") & (kind != "candidate") & same)
    return (
        pl.when(is_own & (committee != filer_id) & committee.str.contains(f"^{COMMITTEE}$"))
        .then(committee)
        .when((kind == "candidate") & candidate.str.contains(f"^{CANDIDATE}$"))
        .then(candidate)
        .otherwise(pl.lit(""))
    )


def _text(name: str, columns: Sequence[str]) -> pl.Expr:
    return pl.col(name) if name in columns else pl.lit("")
