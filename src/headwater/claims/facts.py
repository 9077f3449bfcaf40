"""The facts of a claim: numbers and days with the place where each stands."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from headwater.claims.fields import number_of, only, text_of

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KNOWN = {"value", "date", "unit", "line", "article", "publisher", "document", "url"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One number or day that a claim rests on, with the place where it stands.

    ``article`` is the SHA-256 of the article that ``line`` counts in, where it is not the claim's own.
    """

    name: str
    value: Decimal | None
    day: date | None
    unit: str
    line: int | None
    publisher: str
    document: str
    url: str
    article: str = ""

    @property
    def citation(self) -> str:
        """Where it stands, in words."""
        if self.line is not None:
            return f"{self.article_words}, line {self.line}"
        return ", ".join(part for part in (self.publisher, self.document, self.url) if part)

    @property
    def article_words(self) -> str:
        """Which article its line is of."""
        return f"article {self.article[:16]}…" if self.article else "article"


def fact_of(name: str, row: Any) -> Fact:
    """One fact of a claim's file.

    Raises:
        TypeError, ValueError: naming the field at fault.
    """
    where = f"facts.{name}"
    if not _NAME.fullmatch(name):
        raise ValueError(f"field {where}: a fact's name is small letters, digits and underscores")
    if not isinstance(row, dict):
        raise TypeError(f"field {where}: not a table")
    only(row, _KNOWN, where + ".")
    if ("value" in row) == ("date" in row):
        raise ValueError(f"field {where}: says either a value or a date")
    day = row.get("date")
    if "date" in row and type(day) is not date:
        raise ValueError(f"field {where}.date: not a day written 2020-01-31")
    line = row.get("line")
    if line is not None and (type(line) is not int or line < 1):
        raise ValueError(f"field {where}.line: not a line number")
    if (line is None) == ("publisher" not in row):
        raise ValueError(f"field {where}: cites either a line of the article or a publisher with a document")
    return Fact(
        name=name,
        value=number_of(row, "value", where + ".") if "value" in row else None,
        day=day,
        unit=text_of(row, "unit", where + "."),
        line=line,
        publisher=text_of(row, "publisher", where + ".", required=line is None),
        document=text_of(row, "document", where + ".", required=line is None),
        url=text_of(row, "url", where + ".", required=False),
        article=text_of(row, "article", where + ".", required=False),
    )
