"""A new case: the folder and files that an investigation starts from."""

from pathlib import Path

from headwater.base.errors import CaseError
from headwater.base.ids import slug

_CASE = """\
title = "{title}"
question = "Whose money reached which candidate, and how sure can one be?"
naming_threshold = "5000"  # dollars to one vehicle in one two-year cycle, from which a person may be named

# A donor set is traced together. Name at least one from each side of a contest.
# [[donor_sets]]
# id = "example"
# name = "Example Committee"
# members = ["fppc:1234567"]

# What these records do not hold is said on the pages it touches.
# [[gaps]]
# division = "ocd-division/country:us/state:ca/county:example"
# years = "2020"
# text = "Monetary gifts of 2020 are not in these records."

# Who published what a spreadsheet of the case states, for rows that do not say it themselves.
# [[publishers]]
# file = "payments.csv"
# publisher = "Example County Registrar, campaign filings"
"""
_FILES = {
    "payments.csv": "date,payer,payee,amount,kind,payer_id,payee_id,filing,publisher,url\n",
    "contests.csv": "division,office,election_date,stage,candidate,party,votes,elected,denominator,denominator_kind,"
    "count_status,as_of,committees,publisher,url\n",
    "roster.csv": "division,office,person,start_date,start_kind,end_date,end_kind,publisher,url\n",
    "judgements.csv": "left,right,decision,author,date,reason\n",
    "claims/README.md": "One TOML file a published statement; docs/methods/claims.md gives the form.\n",
    ".gitignore": ".headwater/\n",
}


def new_case(name: str) -> Path:
    """Makes the folder of a new case, in ``cases/`` where there is one.

    Raises:
        CaseError: if the name has no letters or the folder exists.
    """
    clean = slug(name)
    if not clean:
        raise CaseError(f"{name!r} has no letters to name a folder with")
    folder = (Path("cases") if Path("cases").is_dir() else Path()) / clean
    if folder.exists():
        raise CaseError(f"{folder} exists already")
    title = clean.replace("-", " ").capitalize()
    for path, text in {"case.toml": _CASE.format(title=title), **_FILES}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder
