"""Names of the elements that are read: each schema version's name, and the one that newer versions use."""

NEWER = {
    # ReturnHeader
    "Timestamp": "ReturnTs",
    "ReturnType": "ReturnTypeCd",
    "TaxPeriodBeginDate": "TaxPeriodBeginDt",
    "TaxPeriodEndDate": "TaxPeriodEndDt",
    "Name": "BusinessName",
    # names and addresses
    "BusinessNameLine1": "BusinessNameLine1Txt",
    "BusinessNameLine2": "BusinessNameLine2Txt",
    "RecipientNameBusiness": "RecipientBusinessName",
    "RecipientPersonName": "RecipientPersonNm",
    "AddressUS": "USAddress",
    "RecipientUSAddress": "USAddress",
    "AddressForeign": "ForeignAddress",
    "RecipientForeignAddress": "ForeignAddress",
    "AddressLine1": "AddressLine1Txt",
    "AddressLine2": "AddressLine2Txt",
    "City": "CityNm",
    "State": "StateAbbreviationCd",
    "ZIPCode": "ZIPCd",
    "ProvinceOrState": "ProvinceOrStateNm",
    "Country": "CountryCd",
    "PostalCode": "ForeignPostalCd",
    # Schedule I part II
    "EINOfRecipient": "RecipientEIN",
    "IRCSection": "IRCSectionDesc",
    "AmountOfCashGrant": "CashGrantAmt",
    "AmountOfNonCashAssistance": "NonCashAssistanceAmt",
    "MethodOfValuation": "ValuationMethodUsedDesc",
    "DescriptionOfNonCashAssistance": "NonCashAssistanceDesc",
    "PurposeOfGrant": "PurposeOfGrantTxt",
    # 990-PF, grants paid
    "RecipientRelationship": "RecipientRelationshipTxt",
    "RecipientFoundationStatus": "RecipientFoundationStatusTxt",
    "PurposeOfGrantOrContribution": "GrantOrContributionPurposeTxt",
    "Amount": "Amt",
}
"""An element's name in schema versions 2009 to 2013, and in later ones."""

HEADER = frozenset(
    {
        "Filer",
        "ReturnTs",
        "Timestamp",
        "ReturnTypeCd",
        "ReturnType",
        "TaxPeriodBeginDt",
        "TaxPeriodBeginDate",
        "TaxPeriodEndDt",
        "TaxPeriodEndDate",
    }
)
"""The parts of the header that are read; officers, signers and preparers stand in the others."""

SCHEDULE_I, FOUNDATION, NAMELESS, PROMISED = "I", "XV", "nameless", "promised"
GROUPS = {
    "RecipientTable": SCHEDULE_I,
    "GrantsOtherAsstToIndivInUSGrp": NAMELESS,
    "Form990ScheduleIPartIII": NAMELESS,
    "GrantOrContributionPdDurYrGrp": FOUNDATION,
    "GrantOrContriPaidDuringYear": FOUNDATION,
    "GrantOrContriApprvForFutGrp": PROMISED,
    "GrantOrContriApprovedForFuture": PROMISED,
}
"""The repeated groups that are rows of a return, each with what it is; each version's name is listed."""

SCHEDULE = "IRS990ScheduleI"
HOLDERS = {
    SCHEDULE_I: (SCHEDULE, "Form990ScheduleIPartII"),
    NAMELESS: (SCHEDULE,),
    FOUNDATION: ("SupplementaryInformationGrp", "SupplementaryInformation"),
    PROMISED: ("SupplementaryInformationGrp", "SupplementaryInformation"),
}
"""The elements that such a group stands in; one of the same name elsewhere is another thing."""

WRAPPERS = ("Form990PartVIII", "Form990PartIX")
"""Elements that stand between a form and its lines in some schema versions."""

FORMS = {
    "990": ("990", "IRS990"),
    "990O": ("990", "IRS990"),
    "990EZ": ("990EZ", "IRS990EZ"),
    "990EO": ("990EZ", "IRS990EZ"),
    "990PF": ("990PF", "IRS990PF"),
}
"""The return types that are read, each with its form and the form's element; an O marks those outside 501(c)(3)."""

OTHER_FORMS = ("990N", "990T", "1120POL", "4720", "5227")
"""Return types of the same publisher that list no grants: ignored by name."""
