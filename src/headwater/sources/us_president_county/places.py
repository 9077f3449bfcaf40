"""OCD division ids of counties, parishes, independent cities and districts, from FIPS code and name."""

import re

STATES = {
    "01": ("al", "Alabama"), "02": ("ak", "Alaska"), "04": ("az", "Arizona"), "05": ("ar", "Arkansas"),
    "06": ("ca", "California"), "08": ("co", "Colorado"), "09": ("ct", "Connecticut"), "10": ("de", "Delaware"),
    "11": ("dc", "District of Columbia"), "12": ("fl", "Florida"), "13": ("ga", "Georgia"), "15": ("hi", "Hawaii"),
    "16": ("id", "Idaho"), "17": ("il", "Illinois"), "18": ("in", "Indiana"), "19": ("ia", "Iowa"),
    "20": ("ks", "Kansas"), "21": ("ky", "Kentucky"), "22": ("la", "Louisiana"), "23": ("me", "Maine"),
    "24": ("md", "Maryland"), "25": ("ma", "Massachusetts"), "26": ("mi", "Michigan"), "27": ("mn", "Minnesota"),
    "28": ("ms", "Mississippi"), "29": ("mo", "Missouri"), "30": ("mt", "Montana"), "31": ("ne", "Nebraska"),
    "32": ("nv", "Nevada"), "33": ("nh", "New Hampshire"), "34": ("nj", "New Jersey"), "35": ("nm", "New Mexico"),
    "36": ("ny", "New York"), "37": ("nc", "North Carolina"), "38": ("nd", "North Dakota"), "39": ("oh", "Ohio"),
    "40": ("ok", "Oklahoma"), "41": ("or", "Oregon"), "42": ("pa", "Pennsylvania"), "44": ("ri", "Rhode Island"),
    "45": ("sc", "South Carolina"), "46": ("sd", "South Dakota"), "47": ("tn", "Tennessee"), "48": ("tx", "Texas"),
    "49": ("ut", "Utah"), "50": ("vt", "Vermont"), "51": ("va", "Virginia"), "53": ("wa", "Washington"),
    "54": ("wv", "West Virginia"), "55": ("wi", "Wisconsin"), "56": ("wy", "Wyoming"),
}  # fmt: skip
"""FIPS code of each state → its postal abbreviation and name."""

# FIPS gives independent cities the county codes from 510; they are places, not counties, in OCD ids.
_FIRST_CITY = 510
_DISTRICT = re.compile(r"(?:State House )?District (\d{1,2})")
_WARD = re.compile(r"Ward (\d)")
_NOT_OCD = re.compile(r"[^\w.~-]")


def division_of(fips: str, name: str) -> str:
    """The OCD division id of one row.

    Args:
        fips: five digits, state and county.
        name: the county's name as published, with or without ``County``.

    Raises:
        ValueError: if the state is unknown, or the row is a whole state under a county's code.
    """
    if fips[:2] not in STATES:
        raise ValueError(f"{fips!r} begins with no state's FIPS code")
    state, state_name = STATES[fips[:2]]
    if state == "dc":
        ward = _WARD.fullmatch(name)
        return "ocd-division/country:us/district:dc" + (f"/ward:{ward.group(1)}" if ward else "")
    if name == state_name:
        raise ValueError(f"the statewide count of {state_name}, repeated in the row of a county")
    base = f"ocd-division/country:us/state:{state}"
    district = _DISTRICT.fullmatch(name)
    if district:
        return f"{base}/sldl:{int(district.group(1))}"
    if int(fips[2:]) >= _FIRST_CITY and state in {"md", "mo", "nv", "va"}:
        return f"{base}/place:{_slug(_without(name, 'city') if name != 'Carson City' else name)}"
    if state == "la":
        return f"{base}/parish:{_slug(_without(name, 'parish'))}"
    return f"{base}/county:{_slug(_without(name, 'county'))}"


def _without(name: str, kind: str) -> str:
    stem = name[: -len(kind)]
    is_kind = name[-len(kind) :].lower() == kind and stem[-1:].isspace()
    return stem.rstrip() if is_kind else name


def _slug(name: str) -> str:
    return _NOT_OCD.sub("~", "_".join(name.lower().split()))
