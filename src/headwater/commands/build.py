"""Filings to ledger to verdicts to pages; only what changed."""

from headwater.asking import show_verdicts, verdicts
from headwater.commands.options import CaseFolder
from headwater.opened import open_case
from headwater.up_to_date import build_all, publish_pages


def command(case: CaseFolder) -> None:
    opened = open_case(case)
    build_all(opened)
    site = publish_pages(opened)
    show_verdicts(opened, verdicts(opened))
    print(f"site: {site.resolve() / 'index.html'}")
    print(f"      or `headwater serve {case}` for http://127.0.0.1:8000/")
