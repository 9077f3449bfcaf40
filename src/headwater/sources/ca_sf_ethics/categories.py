"""The categories of expenditure that the pages know (codes of form 460, schedule E, in words)."""

IES_CATEGORY = "independent expenditure supporting/opposing others"
CONTRIBUTION_CATEGORY = "contribution"
CATEGORIES = frozenset(
    {
        "Category not listed",
        "campaign consultants",
        "campaign literature and mailing",
        "campaign paraphernalia/misc.",
        "campaign workers salaries",
        "candidate filing/ballot fees",
        "candidate travel, lodging, and meals",
        "category in description field",
        "civic donations",
        CONTRIBUTION_CATEGORY,
        "fundraising events",
        IES_CATEGORY,
        "information technology costs (internet, e-mail)",
        "legal defense",
        "meetings and appearances",
        "member communications",
        "non-standard category, see description field",
        "office expenses",
        "petition circulating",
        "phone banks",
        "polling and survey research",
        "postage, delivery and messenger services",
        "print ads",
        "professional services (legal, accounting)",
        "radio airtime and production costs",
        "returned contributions",
        "staff/spouse travel, lodging, and meals",
        "t.v. or cable airtime and production costs",
        "transfer between committees of the same candidate/sponsor",
        "voter registration",
    }
)
