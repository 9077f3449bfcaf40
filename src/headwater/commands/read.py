"""Proposes claims from an article: its countable statements, with their characters, as TOML."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.asking import query
from headwater.claims.article.files import Known, propose
from headwater.commands.options import AsJson
from headwater.opened import open_case
from headwater.outcomes.jurisdictions import place_names, wrong_names
from headwater.outcomes.state_laws import cities, state_laws


def command(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE", help="The article's text, as UTF-8")],
    case: Annotated[
        Path | None, typer.Option("--case", metavar="CASE", help="A case whose names are looked for")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write one TOML stub a claim here")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Show each sentence as a comment, not for a case's folder")
    ] = False,
    as_json: AsJson = False,
) -> None:
    print(propose(article, _held_against(case), out, shows=show, as_json=as_json))


def _held_against(case: Path | None) -> Known:
    """What the sentences of an article are held against: a case's names, and what the laws say of places."""
    return Known(_known_names(case), wrong_names(place_names(state_laws(), cities())))


def _known_names(case: Path | None) -> list[str]:
    """The names in a case that may be named: its candidates, office-holders and entities; none without a case."""
    if case is None:
        return []
    opened = open_case(case)
    sql = "SELECT candidate FROM candidacies UNION SELECT person FROM terms UNION SELECT name FROM entities"
    return sorted(str(row[0]) for row in query(opened, sql)[1] if row[0])
