"""Uncertain matches, one at a time: same, different or unsure, and why; most money times doubt first."""

import os
import pwd
from datetime import date
from typing import Annotated

import typer

from headwater.asking import current
from headwater.commands.options import CaseFolder
from headwater.entities.reviewing import Reviewer, at_terminal, review
from headwater.opened import OpenCase, open_case


def command(
    case: CaseFolder,
    author: Annotated[str, typer.Option("--author", help="Who decides; the name of your account if not given")] = "",
) -> None:
    who = author.strip() or pwd.getpwuid(os.getuid()).pw_name
    if _review_case(open_case(case), who, date.today()):  # noqa: DTZ011 - the reviewer's own day
        print(f"next: headwater build {case}")


def _review_case(opened: OpenCase, author: str, day: date) -> int:
    """Asks at the terminal about the pairs in doubt; gives how many were decided."""
    # What is loaded and built on the way can take interrupts for itself: the terminal comes last.
    connection = current(opened).connect(opened.settings.threads)
    with at_terminal() as terminal:
        return review(connection, Reviewer(author, day, opened.case.folder, opened.home), terminal)
