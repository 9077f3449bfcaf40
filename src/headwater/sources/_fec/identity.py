"""Who is who in the Commission's records: the shapes of its ids, and its codes for kinds of party."""

COMMITTEE, CANDIDATE = r"C[0-9]{8}", r"[HSP][0-9][0-9A-Z]{7}"
ENTITIES = {
    "IND": "person",
    "CAN": "candidate",
    "CCM": "committee",
    "COM": "committee",
    "PAC": "committee",
    "PTY": "committee",
    "ORG": "organisation",
    "": "unknown",
}
