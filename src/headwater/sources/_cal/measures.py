"""What the summary pages measure, and which of it the lines of each schedule add up to."""

PAGES = {
    "F460": {
        "1": "monetary contributions",
        "2": "loans received, net",
        "3": "monetary contributions and loans",
        "4": "nonmonetary contributions",
        "5": "receipts",
        "6": "payments made",
        "7": "loans made, net",
        "8": "expenditures",
        "9": "accrued expenses, net",
        "10": "nonmonetary adjustment",
        "11": "expenditures with accrued and nonmonetary",
        "12": "opening_balance",
        "13": "cash receipts",
        "14": "miscellaneous increases to cash",
        "15": "cash payments",
        "16": "closing_balance",
        "17": "loan guarantees received",
        "18": "cash equivalents",
        "19": "outstanding debts",
    },
    # As the table HEADER_CD of Cal-Access has them. Who files it has no gift to itemize.
    "F450": {
        "1": "payments made, itemized",
        "2": "payments made, not itemized",
        "3": "expenditures",
        "4": "payments made, from the statement before",
        "5": "payments made, year to date",
        "6": "monetary contributions",
        "7": "nonmonetary contributions",
        "8": "contributions received, from the statement before",
        "9": "contributions received, year to date",
        "10": "opening_balance",
        "11": "cash receipts",
        "12": "miscellaneous increases to cash",
        "13": "cash payments",
        "14": "closing_balance",
    },
    "F461": {
        "1": "contributions and expenditures made, itemized",
        "2": "contributions and expenditures made, not itemized",
        "3": "expenditures",
        "4": "contributions and expenditures made, from the statement before",
        "5": "contributions and expenditures made, year to date",
    },
    "F465": {
        "1": "independent expenditures made, itemized",
        "2": "independent expenditures made, not itemized",
        "3": "independent expenditures made",
    },
    "A": {
        "1": "monetary contributions, itemized",
        "2": "monetary contributions, not itemized",
        "3": "monetary contributions",
    },
    "B1": {"1": "loans received", "2": "loans paid back or forgiven", "3": "loans received, net"},
    # Only the form of until 2001 has these parts.
    "B2": {
        "4": "loans paid back or forgiven, of $100 or more",
        "5": "loans paid back or forgiven, under $100",
        "6": "loans paid back or forgiven",
        "7": "loans received, net",
    },
    "C": {
        "1": "nonmonetary contributions, itemized",
        "2": "nonmonetary contributions, not itemized",
        "3": "nonmonetary contributions",
    },
    "D": {
        "1": "contributions and independent expenditures made, itemized",
        "2": "contributions and independent expenditures made, not itemized",
        "3": "contributions and independent expenditures made",
    },
    "E": {
        "1": "payments made, itemized",
        "2": "payments made, not itemized",
        "3": "interest paid on loans",
        "4": "payments made",
    },
    "F": {"1": "accrued expenses incurred", "2": "accrued expenses paid", "3": "accrued expenses, net"},
    "H": {"1": "loans made", "2": "payments received on loans made", "3": "loans made, net"},
    "H1": {"1": "loans made, of $100 or more", "2": "loans made, under $100", "3": "loans made"},
    "H2": {
        "4": "payments received on loans made, of $100 or more",
        "5": "payments received on loans made, under $100",
        "6": "payments received on loans made",
        "7": "loans made, net",
    },
    "I": {
        "1": "miscellaneous increases to cash, itemized",
        "2": "miscellaneous increases to cash, not itemized",
        "3": "interest received on loans made",
        "4": "miscellaneous increases to cash",
    },
    "401A": {
        "1": "payments received for slate mailers, itemized",
        "2": "payments received for slate mailers, not itemized",
        "3": "payments received for slate mailers",
    },
    "401B": {
        "1": "payments made for slate mailers, itemized",
        "2": "payments made for slate mailers, not itemized",
        "3": "payments made for slate mailers",
    },
}
"""Form or schedule → number of the line on its summary → what the line states."""

OLD_PAGES = {
    **PAGES,
    "B1": {"1": "loans received, of $100 or more", "2": "loans received, under $100", "3": "loans received"},
}
"""As ``PAGES``, on the form of until 2001: part 1 of schedule B is what was lent alone, part 2 what was paid back."""

ADDS_TO = {
    **{schedule: PAGES[schedule]["1"] for schedule in "ACDEI"},
    # What is paid back or forgiven is a negative line, so that loans add up to the net amount.
    **dict.fromkeys(("B1", "B2"), PAGES["B1"]["3"]),
    **dict.fromkeys(("H", "H1", "H2"), PAGES["H"]["3"]),
    "F450P5": PAGES["F450"]["1"],
    "F461P5": PAGES["F461"]["1"],
    "F465P3": PAGES["F465"]["1"],
    "F401A": PAGES["401A"]["1"],
    "F401B": PAGES["401B"]["1"],
}
"""FORM_TYPE of a row → the measure that its amount is part of; interest and what is not itemized have their own."""


def is_itemized(measure: str) -> bool:
    """Whether each dollar of a measure stands on a line that is money of its own.

    Of schedule D most lines are memos: schedule E holds their money.
    """
    return "itemized" in measure and "not itemized" not in measure and measure != PAGES["D"]["1"]
