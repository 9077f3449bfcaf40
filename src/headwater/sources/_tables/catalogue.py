"""The table `sources`: what each source says of itself."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One source: a publisher's data set, with its licence and terms of use."""

    source: Annotated[str, "Short name, as given to --source"]
    title: Annotated[str, "What it is"]
    publisher: Annotated[str, "Who publishes it"]
    licence: Annotated[str, "Licence or legal basis"]
    terms: Annotated[str, "Terms of use that travel with every export"]
    url: Annotated[str, "Where it is published"]
    holds: Annotated[str, "What its files hold, in one sentence"]


SOURCES = table("sources", SourceInfo, key=("source",))
