"""How a number is cited elsewhere: as one sentence and as a BibTeX entry; both say edition, rule and address."""

import re

from headwater.publish.citing import Panel

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")
_LONGEST = 240


def permalink(panel: Panel, address: str) -> str:
    """The note's address from the site's top."""
    return f"{address}#{panel.anchor}"


def as_text(panel: Panel, case: dict[str, str], title: str, address: str) -> str:
    """The number as a sentence of a bibliography."""
    as_of = f" Latest day on its lines: {panel.as_of}." if panel.as_of else ""
    return (
        f"{_said(panel)} In: {_short(title)}. {case['title']}, edition {case['edition']}. Headwater."
        f"{as_of} {permalink(panel, address)}"
    )


def as_bibtex(panel: Panel, case: dict[str, str], title: str, address: str) -> str:
    """The number as a BibTeX entry (``@misc``, as BibTeX 0.99 reads it)."""
    note = f"Rule {panel.anchor}" + (f"; latest day on its lines: {panel.as_of}" if panel.as_of else "")
    fields = (
        ("author", "{Headwater}"),
        ("title", f"{tex(_said(panel))}"),
        ("howpublished", f"{tex(_short(title))}. {tex(case['title'])}, edition {tex(case['edition'])}"),
        ("note", tex(note)),
        ("url", tex(permalink(panel, address))),
    )
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields)
    return f"@misc{{headwater-{case['edition']}-{panel.anchor},\n{lines}\n}}"


def tex(text: str) -> str:
    """A text with what TeX would read escaped."""
    return _SPECIAL.sub(lambda found: _TEX[found[0]], text)


def _said(panel: Panel) -> str:
    words = _short(panel.cite.definition)
    return words if panel.is_table else f"{panel.cite.value}: {words}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
