"""Articles as files: proposals from one, and the quotations of one in another, as text or JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from headwater.base.files import write_whole
from headwater.claims.article.proposing import read_article
from headwater.claims.article.quoting import EXACT, Quote, compare_quotes, text_of
from headwater.claims.article.stubs import as_json as read_as_json
from headwater.claims.article.stubs import document, stub

_NO_STATEMENT = "the text holds no statement that could be checked: nothing is proposed"


@dataclass(frozen=True, slots=True)
class Known:
    """What sentences are held against: names that a case knows, and places that are no prosecutor's jurisdiction."""

    names: Sequence[str]
    no_jurisdictions: Mapping[str, tuple[str, ...]]


def propose(article: Path, known: Known, out: Path | None, *, shows: bool, as_json: bool) -> str:
    """What ``headwater read`` prints: the proposals of an article, or where their stubs were written.

    Raises:
        InputError: if the file is not UTF-8 text.
        OSError: if it cannot be read or a stub not be written.
    """
    text = text_of(str(article), article.read_bytes())
    read = read_article(text, known.names, known.no_jurisdictions)
    for one in read.proposals if out is not None else ():
        write_whole(Path(str(out)) / f"{one.id}.toml", stub(read, one).encode("utf-8"))
    if as_json:
        return json.dumps(read_as_json(read), indent=1)
    if not read.proposals:
        return f"# {_NO_STATEMENT}\n{document(read, text, shows=shows)}".rstrip("\n") if out is None else _NO_STATEMENT
    if out is not None:
        return f"{len(read.proposals)} stubs written to {out}; each is to be filled in before a case takes it"
    return document(read, text, shows=shows).rstrip("\n")


def compare(first: Path, second: Path, *, as_json: bool) -> tuple[str, bool]:
    """What ``headwater quote`` prints, and whether every quotation is exact.

    Raises:
        InputError: if a file is not UTF-8 text.
        OSError: if one cannot be read.
    """
    quoting, other = (text_of(str(path), path.read_bytes()) for path in (first, second))
    found = compare_quotes(quoting, other)
    all_exact = all(one.status == EXACT for one in found)
    if as_json:
        return json.dumps([asdict(one) for one in found], indent=1), all_exact
    return "\n".join(line for one in found for line in _told(one)) or "no quotation of four words or more", all_exact


def _told(one: Quote) -> list[str]:
    place = "" if one.found_start is None else f", found at {one.found_start}-{one.found_end}"
    left_out = ", words left out as marked" if one.omits else ""
    head = f"{one.start}-{one.end}: {one.status}, {one.same} of {one.words} words{place}{left_out}"
    return [head, *(f"  {change.quoted or '(nothing)'} | {change.found or '(nothing)'}" for change in one.changes)]
