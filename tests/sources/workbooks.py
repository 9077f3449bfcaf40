"""Spreadsheets of planted rows, as few parts as the format asks for."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

Sheet = list[dict[str, str]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FIRST_DAY = date(1899, 12, 30)


def workbook(sheets: Mapping[str, tuple[list[str], Sheet]], parts: Mapping[str, bytes] | None = None) -> bytes:
    """A spreadsheet: cells of columns named like an amount are numbers, those named like a day are days.

    Args:
        sheets: name of a sheet → its header and rows.
        parts: parts of the archive that are to be as given, whatever the sheets are.
    """
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in zip(numbers, sheets, strict=True))
    links = "".join(_link(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in numbers)
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    content = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}"/></Types>',
        "_rels/.rels": _links(_link("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _links(links + _link("rId0", "styles", "styles.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        **{f"xl/worksheets/sheet{i}.xml": sheet_xml(*sheet) for i, sheet in zip(numbers, sheets.values(), strict=True)},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            if name not in (parts or {}):
                archive.writestr(name, text)
        for name, given in (parts or {}).items():
            archive.writestr(name, given)
    return out.getvalue()


def sheet_xml(header: list[str], rows: Sheet) -> str:
    """One sheet as the format writes it."""
    named = [dict(zip(header, header, strict=True)), *rows]
    lines = "".join(
        f'<row r="{at}">' + "".join(_cell(column, at, name, row[name]) for column, name in enumerate(header)) + "</row>"
        for at, row in enumerate(named, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(column: int, row: int, name: str, text: str) -> str:
    if not text:
        return ""
    letters = chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)
    place = f'r="{letters}{row}"'
    if row > 1 and ("Date" in name):
        return f'<c {place} s="1"><v>{(date.fromisoformat(text) - _FIRST_DAY).days}</v></c>'
    if row > 1 and ("Am" in name and name != "Report_Num"):
        return f"<c {place}><v>{text}</v></c>"
    return f'<c {place} t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _link(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _links(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
