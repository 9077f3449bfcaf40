"""XLSX archives checked before a spreadsheet reader sees them: readers lay out every cell up to the last one."""

import io
import re
import zipfile
import zlib

from lxml import etree

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile

_MOST_BYTES = 2**28
_MOST_COLUMNS = 200
_MOST_CELLS = 20_000_000
_PARTS = (".xml", ".rels")
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_ROW = re.compile(r"[1-9]\d{0,6}", re.ASCII)
# What a cell holds whose formula failed: a spreadsheet reader would give an empty cell.
_FAILED = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*)(["'])e\2""")
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)


def sound_copy(raw: RawFile) -> io.BytesIO:
    """The file's XML parts as an archive of their own, each well-formed, with all cells where a schedule has them.

    A cell whose formula failed has the name of the failure as its text.

    Raises:
        InputError: if the file is no ZIP archive or is damaged, unpacks to more than 256 MiB, has a part that is no
            XML, a cell far out or twice, or a formula whose value is not in the file.
    """
    copy = io.BytesIO()
    try:
        with raw.open() as stream, zipfile.ZipFile(stream) as archive, zipfile.ZipFile(copy, "w") as sound:
            _copy(raw, archive, sound)
    except _DAMAGED as error:
        raise InputError(raw.name, f"not an XLSX file ({str(error)[:80]})") from error
    copy.seek(0)
    return copy


def _copy(raw: RawFile, archive: zipfile.ZipFile, sound: zipfile.ZipFile) -> None:
    left = _MOST_BYTES
    for name in sorted(set(archive.namelist())):
        content = archive.open(name).read(left + 1)
        left -= len(content)
        if left < 0:
            raise InputError(raw.name, f"the file unpacks to more than {_MOST_BYTES >> 20} MiB")
        if name.lower().endswith(_PARTS):
            _Extent(raw, name).check(content)
            sound.writestr(name, _FAILED.sub(rb'\1"str"', content))


class _Extent:
    """How far the cells of one part reach."""

    def __init__(self, raw: RawFile, part: str) -> None:
        self._raw, self._part = raw, part
        self._row = self._column = 0
        self._last_row = self._last_column = 0
        self._is_sheet = self._has_begun = self._has_value = False

    def check(self, content: bytes) -> None:
        """Walks through the part.

        Raises:
            InputError: if it is not well-formed, declares a document type, or has a cell that cannot be trusted.
        """
        events = etree.iterparse(io.BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True)
        try:
            for event, element in events:
                if not isinstance(element.tag, str):
                    continue
                name = etree.QName(element).localname
                if event == "start":
                    self._met(name, element.get("r"))
                    continue
                if self._is_sheet:
                    self._ended(name, element)
                element.clear()
            if content and events.root.getroottree().docinfo.doctype:
                raise InputError(self._raw.name, "a part of the file declares a document type")
        except etree.XMLSyntaxError as error:
            raise InputError(self._raw.name, f"not an XLSX file ({str(error.msg)[:80]})") from error

    def _met(self, name: str, place: str | None) -> None:
        if not self._has_begun:
            self._has_begun, self._is_sheet = True, name == "worksheet"
        before = self._row, self._column
        if name == "row":
            self._row, self._column = self._row + 1, 0
            if place is not None:
                self._row = int(place) if _ROW.fullmatch(place) else 0
        elif name == "c":
            self._column += 1
            if place is not None:
                self._column, self._row = _coordinates(place)
        else:
            return
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        far = self._last_column > _MOST_COLUMNS or self._last_row * self._last_column > _MOST_CELLS
        if self._row < 1 or far:
            said = (place or "a place")[:20]
            raise InputError(self._raw.name, f"a cell stands at {said!r}, where no schedule has any")
        # Of two rows or cells in one place a spreadsheet reader keeps the last, and the money of the first is lost.
        if self._is_sheet and (self._row, self._column) <= before:
            raise InputError(self._raw.name, f"{self._part}: row {self._row} stands twice, or is out of order")

    def _ended(self, name: str, element: etree._Element) -> None:
        if name == "v":
            self._has_value = bool(element.text)
        elif name == "c":
            has_formula = any(etree.QName(inner).localname == "f" for inner in element.iterchildren("*"))
            # A formula may give an empty text.
            if has_formula and not self._has_value and element.get("t") != "str":
                where = f"{self._part}, column {self._column} of row {self._row}"
                reason = f"{where} has a formula without its value: save the file anew in a spreadsheet program"
                raise InputError(self._raw.name, reason)
            self._has_value = False


def _coordinates(place: str) -> tuple[int, int]:
    """Column and row of a place such as ``B7``; row 0 where it is none."""
    found = _CELL.fullmatch(place)
    if found is None:
        return 0, 0
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found.group(2))
