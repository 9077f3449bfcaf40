"""The site and its JSON beside each page, on localhost."""

from typing import Annotated

import typer

from headwater.answering import CaseTracer
from headwater.commands.options import CaseFolder
from headwater.opened import open_case
from headwater.publish import server
from headwater.up_to_date import build_all, publish_pages


def command(
    case: CaseFolder, port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port on localhost")] = 8000
) -> None:
    opened = open_case(case)
    build_all(opened)
    publish_pages(opened)
    server.serve(opened.home, port, CaseTracer(opened.home, opened.settings.threads))
