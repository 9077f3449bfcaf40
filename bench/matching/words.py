"""The vocabulary of invented donors: given names by rank, syllables of surnames, trades, and how each is written."""

import tomllib
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))

WOMEN = tuple(_WORDS["women"].split())
MEN = tuple(_WORDS["men"].split())
ONSETS = tuple(_WORDS["onsets"].split())
VOWELS = tuple(_WORDS["vowels"].split())
CODAS = tuple(_WORDS["codas"].split())
ENDINGS = tuple(_WORDS["endings"].split())
STATES = tuple(_WORDS["states"].split())
TRADES = tuple(trade.strip() for trade in _WORDS["trades"].split("|"))

SHORT_FORMS = (
    ("University", "Univ"),
    ("Department", "Dept"),
    ("Services", "Svcs"),
    ("Government", "Govt"),
    ("Manufacturing", "Mfg"),
    ("Engineering", "Eng"),
    ("Associates", "Assoc"),
    ("Medical", "Med"),
    ("Technologies", "Tech"),
    ("Insurance", "Ins"),
    ("District", "Dist"),
    ("Hospital", "Hosp"),
)
OCCUPATIONS = (
    ("attorney", "lawyer", "atty", "attorney at law"),
    ("physician", "doctor", "md", "medical doctor"),
    ("teacher", "educator", "school teacher"),
    ("professor", "college professor", "prof"),
    ("engineer", "software engineer", "eng"),
    ("executive", "exec", "business executive"),
    ("owner", "business owner", "proprietor"),
    ("consultant", "management consultant"),
    ("real estate", "realtor", "real estate broker"),
    ("ceo", "chief executive officer", "president"),
    ("accountant", "cpa", "certified public accountant"),
    ("nurse", "rn", "registered nurse"),
    ("investor", "private investor", "investments"),
    ("manager", "mgr", "general manager"),
    ("writer", "author"),
    ("artist", "visual artist"),
    ("psychologist", "therapist"),
    ("sales", "salesman", "sales representative"),
    ("farmer", "agriculture"),
    ("architect",),
    ("dentist", "dds"),
    ("pharmacist",),
    ("scientist", "research scientist"),
    ("analyst", "financial analyst"),
    ("banker", "banking"),
    ("contractor", "general contractor"),
    ("electrician",),
    ("social worker", "lcsw"),
    ("designer", "graphic designer"),
    ("programmer", "software developer", "developer"),
)
TITLES = ("MR. ", "MRS. ", "DR. ", "MS. ")
NOBODY = ("INFORMATION REQUESTED", "REQUESTED", "N/A", "NONE", "INFORMATION REQUESTED PER BEST EFFORTS")
OWN_WORK = ("SELF-EMPLOYED", "SELF", "SELF EMPLOYED", "SELF/EMPLOYED")
AT_REST = ("RETIRED", "NONE", "N/A", "NOT EMPLOYED")
