"""The columns of the tables of lines and filings that differ from row to row of a bulk file."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwater.sources._reading.bulk_parties import Numbers, spelled_ids
from headwater.sources._reading.bulk_typed import ROW
from headwater.sources._reading.coded import Coded, Holds, combined, text
from headwater.sources.fec_bulk.codes import Code
from headwater.sources.fec_bulk.measures import adds_to
from headwater.sources.fec_bulk.saying import Said

IMAGE_URL = "https://docquery.fec.gov/cgi-bin/fecimg/?"
NOTICES = ("24", "48")
FILING = "fec:"


class Filed(NamedTuple):
    """Where rows stand: the filing, its form, and the number of the amendment."""

    filing: Coded[str]
    form: Coded[str]
    amendment: Coded[int]


def filed(said: Said) -> Filed:
    """Where a block's rows stand; a filing without a number is known by its filer, its report and the image."""
    few = said.recurring
    if "FORM_TP_CD" in few:
        form = few["FORM_TP_CD"].of(lambda code: code.removeprefix("F"))
    else:
        form = few["RPT_TP"].of(lambda report: "24" if report in NOTICES else "")
    filing = few["FILE_NUM"].of(lambda number: FILING + number if number else "")
    if "" in filing.values:
        bare = np.flatnonzero(filing.array(lambda named: not named, np.bool_))
        filing = filing.replaced(bare, _unnumbered(said, bare))
    return Filed(filing, form, few["AMNDT_IND"].of(lambda mark: int(mark == "A")))


def filing_columns(said: Said, place: Filed, filer: Coded[str]) -> dict[str, pa.Array]:
    """The filings that a block's rows stand in; bulk files give neither their day nor their period."""
    firsts = place.filing.firsts()
    return {
        "filing_id": pa.array(place.filing.values, pa.string()),
        "filer_party_id": text(filer.at(firsts)).dictionary_decode(),
        "form": text(place.form.at(firsts)).dictionary_decode(),
        "report_number": pa.array(place.amendment.at(firsts).array(int, np.int64)),
        "number": text(said.recurring["FILE_NUM"].at(firsts)).dictionary_decode(),
    }


def line_columns(said: Said, place: Filed) -> dict[str, pa.Array]:
    """The columns of a block's lines, without those of parties."""
    rows, code, report = said.rows, said.code, said.recurring["RPT_TP"]
    record, image = (rows.columns[name] for name in ("SUB_ID", "IMAGE_NUM"))
    is_memo = said.recurring["MEMO_CD"].of(lambda mark: mark == "X")
    is_notice = report.of(lambda one: one in NOTICES)
    return {
        "line_id": spelled_ids("L", rows.fields.numbers(record)),
        ROW: pa.array(rows.rows),
        "record_id": rows.text("SUB_ID"),
        "filing_id": text(place.filing),
        "form": text(place.form),
        "schedule": text(combined(code, is_memo).of(_schedule)),
        "report_number": pa.array(place.amendment.array(int, np.int64)),
        "report_code": text(report),
        "transaction_id": pc.utf8_trim(rows.text("TRAN_ID"), " "),
        "cents": pa.array(rows.amounts * code.array(lambda one: one.sign, np.int64)),
        "kind": text(code.of(lambda one: one.kind)),
        "side": text(code.of(lambda one: "payee" if one.to_filer else "payer")),
        "stance": text(code.of(lambda one: one.stance)),
        "adds_to": text(combined(said.kind, is_notice).of(lambda pair: adds_to(*pair))),
        "description": said.note,
        "url": rows.fields.texts(image, IMAGE_URL),
    }


def side_columns(said: Said, filer: Coded[str], others: Numbers) -> dict[str, pa.Array]:
    """Who paid and who was paid.

    Args:
        said: the rows.
        filer: the filer's id.
        others: the number that the id of the other party is.
    """
    to_filer = said.code.array(lambda one: one.to_filer, np.bool_)
    filers = filer.array(lambda one: int(one[1:], 16), np.uint64)
    return {
        "payer_party_id": spelled_ids("P", np.where(to_filer, others, filers)),
        "payee_party_id": _payees(to_filer, filer, others),
    }


def _payees(to_filer: Holds, filer: Coded[str], others: Numbers) -> pa.Array:
    """Mostly the filers, of which there are few."""
    rest = np.flatnonzero(~to_filer)
    return text(filer.replaced(rest, spelled_ids("P", others[rest]).to_pylist()) if len(rest) else filer)


def _unnumbered(said: Said, rows: Numbers) -> list[str]:
    filers, reports = (said.recurring[name].at(rows) for name in ("CMTE_ID", "RPT_TP"))
    pairs = combined(filers, reports).of(lambda pair: f"{FILING}-{pair[0]}-{pair[1]}-")
    images = said.rows.text("IMAGE_NUM").take(pa.array(rows)).to_pylist()
    return [pairs.values[place] + image for place, image in zip(pairs.places.tolist(), images, strict=True)]


def _schedule(told: tuple[Code, bool]) -> str:
    code, has_mark = told
    if code.role == "passed_on":
        return f"{code.schedule} earmark"
    return f"{code.schedule} memo" if code.role == "memo" or has_mark else code.schedule
