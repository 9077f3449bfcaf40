"""The publisher's layout: the fields of each record type in order, and which of them are private."""


def _address(whose: str, state: str = "STATE", extension: str = "ZIP_EXT") -> tuple[str, ...]:
    return tuple(f"{whose}_ADDRESS_{part}" for part in ("1", "2", "CITY", state, "ZIP_CODE", extension))


_CONTACTS = (
    "CUSTODIAN_NAME",
    *_address("CUSTODIAN"),
    "CONTACT_PERSON_NAME",
    *_address("CONTACT"),
    *_address("BUSINESS"),
)
_LINE = ("RECORD_TYPE", "FORM_ID_NUMBER")
FIELDS: dict[str, tuple[str, ...]] = {
    "H": ("RECORD_TYPE", "TRANSMISSION_DATE", "TRANSMISSION_TIME", "FILE_ID_MODIFIER"),
    "F": ("RECORD_TYPE", "TRANSMISSION_DATE", "TRANSMISSION_TIME", "RECORD_COUNT"),
    "1": (
        "RECORD_TYPE",
        "FORM_TYPE",
        "FORM_ID_NUMBER",
        "INITIAL_REPORT_INDICATOR",
        "AMENDED_REPORT_INDICATOR",
        "FINAL_REPORT_INDICATOR",
        "EIN",
        "ORGANIZATION_NAME",
        *_address("MAILING"),
        "E_MAIL_ADDRESS",
        "ESTABLISHED_DATE",
        *_CONTACTS,
        "EXEMPT_8872_INDICATOR",
        "EXEMPT_STATE",
        "EXEMPT_990_INDICATOR",
        "PURPOSE",
        "MATERIAL_CHANGE_DATE",
        "INSERT_DATETIME",
        "RELATED_ENTITY_BYPASS",
        "EAIN_BYPASS",
    ),
    "D": (*_LINE, "DIRECTOR_ID", "ORG_NAME", "EIN", "ENTITY_NAME", "ENTITY_TITLE", *_address("ENTITY")),
    "R": (*_LINE, "ENTITY_ID", "ORG_NAME", "EIN", "ENTITY_NAME", "ENTITY_RELATIONSHIP", *_address("ENTITY")),
    "E": (*_LINE, "EAIN_ID", "ELECTION_AUTHORITY_ID_NUMBER", "STATE_ISSUED"),
    "2": (
        "RECORD_TYPE",
        "FORM_TYPE",
        "FORM_ID_NUMBER",
        "PERIOD_BEGIN_DATE",
        "PERIOD_END_DATE",
        "INITIAL_REPORT_INDICATOR",
        "AMENDED_REPORT_INDICATOR",
        "FINAL_REPORT_INDICATOR",
        "CHANGE_OF_ADDRESS_INDICATOR",
        "ORGANIZATION_NAME",
        "EIN",
        *_address("MAILING"),
        "E_MAIL_ADDRESS",
        "ORG_FORMATION_DATE",
        *_CONTACTS,
        "QTR_INDICATOR",
        "MONTHLY_RPT_MONTH",
        "PRE_ELECT_TYPE",
        "PRE_OR_POST_ELECT_DATE",
        "PRE_OR_POST_ELECT_STATE",
        "SCHED_A_IND",
        "TOTAL_SCHED_A",
        "SCHED_B_IND",
        "TOTAL_SCHED_B",
        "INSERT_DATETIME",
    ),
    "A": (
        *_LINE,
        "SCHED_A_ID",
        "ORG_NAME",
        "EIN",
        "CONTRIBUTOR_NAME",
        *_address("CONTRIBUTOR"),
        "CONTRIBUTOR_EMPLOYER",
        "CONTRIBUTION_AMOUNT",
        "CONTRIBUTOR_OCCUPATION",
        "AGG_CONTRIBUTION_YTD",
        "CONTRIBUTION_DATE",
    ),
    "B": (
        *_LINE,
        "SCHED_B_ID",
        "ORG_NAME",
        "EIN",
        "RECIPIENT_NAME",
        *_address("RECIPIENT"),
        "RECIPIENT_EMPLOYER",
        "EXPENDITURE_AMOUNT",
        "RECIPIENT_OCCUPATION",
        "EXPENDITURE_DATE",
        "EXPENDITURE_PURPOSE",
    ),
}
"""Each record type's fields; the publisher writes RECIPIENT as RECIEPIENT."""

OPEN_ENDED = "1"
"""The one record type whose last field has no separator after it."""


def separators(kind: str) -> int:
    """How many separators a whole record of a type has."""
    return len(FIELDS[kind]) - (kind == OPEN_ENDED)


PRIVATE: dict[str, tuple[str, ...]] = {
    kind: tuple(
        name
        for name in names
        if name.endswith(("ADDRESS_1", "ADDRESS_2", "ZIP_EXT"))
        or name.startswith(("E_MAIL", "CUSTODIAN_", "CONTACT_", "BUSINESS_", "ENTITY_"))
    )
    for kind, names in FIELDS.items()
}
"""The fields that are dropped before a record is looked at."""
