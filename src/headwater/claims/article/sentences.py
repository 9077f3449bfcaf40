"""An article's sentences with the characters that they stand at, without what belongs to the page around it."""

import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gov",
        "sen",
        "rep",
        "atty",
        "dist",
        "gen",
        "lt",
        "col",
        "sgt",
        "st",
        "jr",
        "sr",
        "no",
        "vs",
        "inc",
        "co",
        "corp",
        "dept",
        "est",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "calif",
        "pa",
        "fla",
        "ga",
        "ariz",
        "mich",
        "ill",
        "minn",
        "tex",
        "va",
        "wash",
    ]
)
_END = re.compile(r"[.!?][\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9])")
_FURNITURE = re.compile(
    r"\b(?:you can now listen|click (?:here|to)|sign up|subscribe|newsletter|you (?:might|may) (?:also )?like|"
    r"read more|learn more about|follow (?:us|him|her|them) on|can be reached at|all rights reserved|copyright|"
    r"advertisement|sponsored (?:by|content|post)|share this|getty images|photo:|"
    r"download (?:the|our) app|cookies?\b.*\b(?:accept|policy)|"
    r"is an? .{0,40}\b(?:reporter|correspondent|columnist|staff writer)\b(?: (?:for|at|based|covering) .*)?\.?$|"
    r"contributed to this report|associated press contributed|get the latest|trending|"
    r"related (?:articles|stories)|terms of (?:use|service)|privacy policy)",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\s*(?:date|updated|published|posted)?:? ?\d{4}-\d\d-\d\d\s*", re.IGNORECASE)
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its text, its first character in the article, and its line, counted from 1."""

    text: str
    start: int
    line: int

    @property
    def end(self) -> int:
        """The character after its last."""
        return self.start + len(self.text)


def sentences_in(article: str) -> list[Sentence]:
    """The sentences of an article, line by line; headings, buttons, captions and credits are left out."""
    found: list[Sentence] = []
    at = 0
    for number, line in enumerate(article.splitlines(keepends=True), 1):
        stamp = _STAMP.match(line)
        skipped = stamp.end() if stamp else 0
        found += _of_line(line[skipped:].rstrip(), at + skipped, number)
        at += len(line)
    return [one for one in found if not _is_furniture(one.text)]


def _of_line(line: str, at: int, number: int) -> list[Sentence]:
    starts = [0]
    for match in _END.finditer(line):
        word = re.search(r"([\w.]+)\.$", line[max(0, match.start() - 20) : match.start() + 1])
        is_short = word is not None and (word[1].lower() in _ABBREVIATIONS or re.fullmatch(r"(?:\w\.)*[A-Z]", word[1]))
        if line[match.start()] != "." or not is_short:
            starts.append(match.end())
    found = []
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        part = line[start:end]
        lead = len(part) - len(part.lstrip())
        if part.strip():
            found.append(Sentence(part.strip(), at + start + lead, number))
    return found


def _is_furniture(text: str) -> bool:
    has_end = text.rstrip("\"”’')]").endswith((".", "!", "?", ":", ";", ","))
    return bool(_FURNITURE.search(text)) or len(text.split()) < _FEWEST_WORDS or (not has_end and len(text) < 80)
