"""Records that share their fields, and where each says who, how much, when and what for, under all versions' names."""

from collections.abc import Sequence
from typing import NamedTuple

_PERSON = ("last_name", "first_name", "middle_name", "prefix", "suffix")
_OTHER = ("organization_name", "name", "city", "state", "zip_code", "zip", "employer", "occupation")
SHOWN = ("dissemination_date", "communication_date")
"""Days on which what was paid for was shown to the public."""
_OFFICE = ("id_number", "office", "state", "district")


class Family(NamedTuple):
    """Records with the same fields. Names are tried in order: versions name one thing differently.

    ``party`` begins the fields of the other party, ``about`` those of the candidate whom spending is about;
    ``committee`` and ``candidate`` are the other party's own numbers. ``whole_amount`` has the amount in versions
    without the field ``amount``.
    """

    schedule: str
    example: str
    party: str
    amount: str
    days: tuple[str, ...]
    transaction: str = "transaction_id"
    purpose: str = ""
    about: str = ""
    committee: str = ""
    candidate: str = ""
    whole_amount: str = ""

    def of_version(self, columns: Sequence[str]) -> "Family":
        """The same in a version with these fields, where the first versions may not break an amount down."""
        has_amount = not self.whole_amount or self.amount in columns
        return self if has_amount else self._replace(amount=self.whole_amount)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every field that is read, under every name; all others are never looked at."""
        named = (f"{self.party}_{part}" for part in (*_PERSON, *_OTHER)) if self.party else ()
        about = (f"{self.about}_{part}" for part in (*_PERSON, *_OFFICE, "name")) if self.about else ()
        own = (self.amount, *self.days, self.transaction, self.purpose, self.committee, self.candidate)
        always = (
            "form_type", "filer_committee_id_number", "entity_type", "back_reference_tran_id_number", "memo_code",
            "memo_text_description", "memo_text", "support_oppose_code", "conduit_name", "account_name",
            "beneficiary_committee_name",
        )  # fmt: skip
        return tuple(name for name in (*always, *own, *named, *about) if name)


FAMILIES: dict[str, Family] = {
    "schedule A": Family(
        "A", "SA11AI", "contributor", "contribution_amount", ("contribution_date",),
        purpose="contribution_purpose_descrip", committee="donor_committee_fec_id", candidate="donor_candidate_fec_id",
    ),
    "schedule B": Family(
        "B", "SB17", "payee", "expenditure_amount", ("expenditure_date",), "transaction_id_number",
        "expenditure_purpose_descrip", committee="beneficiary_committee_fec_id",
        candidate="beneficiary_candidate_fec_id",
    ),
    "schedule L-A": Family(
        "LA", "SASL1A", "contributor", "contribution_amount", ("contribution_date",),
        purpose="contribution_purpose_descrip", committee="donor_committee_fec_id", candidate="donor_candidate_fec_id",
    ),
    "schedule L-B": Family(
        "LB", "SBSL5", "payee", "expenditure_amount", ("expenditure_date",), "transaction_id_number",
        "expenditure_purpose_descrip", committee="beneficiary_committee_fec_id",
        candidate="beneficiary_candidate_fec_id",
    ),
    "schedule E": Family(
        "E", "SE", "payee", "expenditure_amount", ("disbursement_date", "dissemination_date"),
        "transaction_id_number", "expenditure_purpose_descrip", "candidate", "payee_cmtte_fec_id_number",
    ),
    "schedule F": Family(
        "F", "SF", "payee", "expenditure_amount", ("expenditure_date",), "transaction_id_number",
        "expenditure_purpose_descrip", "payee_candidate", "payee_committee_id_number",
    ),
    "schedule H3": Family(
        "H3", "H3", "", "transferred_amount", ("receipt_date",), purpose="event_activity_name",
        whole_amount="total_amount_transferred",
    ),
    "schedule H4": Family(
        "H4", "H4", "payee", "total_amount", ("expenditure_date",), "transaction_id_number",
        "expenditure_purpose_description",
    ),
    "schedule H5": Family("H5", "H5", "", "total_amount_transferred", ("receipt_date",)),
    "schedule H6": Family(
        "H6", "H6", "payee", "total_amount", ("expenditure_date",), "transaction_id_number",
        "expenditure_purpose_description",
    ),
    "form 56": Family(
        "A", "F56", "contributor", "contribution_amount", ("contribution_date",), committee="contributor_fec_id",
    ),
    "form 57": Family(
        "E", "F57", "payee", "expenditure_amount", ("dissemination_date",), "transaction_id_number",
        "expenditure_purpose_descrip", "candidate", "payee_cmtte_fec_id_number",
    ),
    "form 65": Family(
        "A", "F65", "contributor", "contribution_amount", ("contribution_date",), committee="contributor_fec_id",
    ),
    "form 76": Family(
        "7", "F76", "", "communication_cost", ("communication_date",), purpose="communication_type_description",
        about="candidate",
    ),
    "form 92": Family("A", "F92", "contributor", "contribution_amount", ("contribution_date",)),
    "form 93": Family(
        "9", "F93", "payee", "expenditure_amount", ("expenditure_date", "communication_date"),
        purpose="expenditure_purpose_descrip",
    ),
    "form 132": Family(
        "A", "F132", "contributor", "donation_amount", ("donation_date",), "transaction_id_number",
    ),
    "form 133": Family(
        "B", "F133", "contributor", "refund_amount", ("refund_date",), "transaction_id_number",
    ),
}  # fmt: skip


def family_of(record: str) -> str:
    """The family of a record; empty for one that holds no money of the filer's."""
    if record[:2] in ("SA", "SB") and record[2:3].isdigit() and record[2:] != "3L":
        return f"schedule {record[1]}"
    if record[:4] in ("SASL", "SBSL"):
        return f"schedule L-{record[1]}"
    if record in ("SE", "SF"):
        return f"schedule {record[1]}"
    name = f"schedule {record}" if record.startswith("H") else f"form {record.removeprefix('F')}"
    return name if name in FAMILIES and FAMILIES[name].example == record else ""
