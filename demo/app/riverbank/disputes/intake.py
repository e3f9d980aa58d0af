"""Taking disputes in: by phone, by mail, and from the web form.

A dispute says that something in a person's credit file is wrong: an account that is not theirs, a late payment that
was on time, a debt that was paid, a wrong name or address, an inquiry they do not recognize.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import List, Optional

from riverbank import messages
from riverbank.records import Customer, RefusedError

REASONS = {
    "not_mine": "this account is not mine",
    "identity_theft": "this account was opened by identity theft",
    "never_late": "I was never late; the payments were on time",
    "paid": "this debt was paid or settled",
    "bankruptcy": "this debt was discharged in bankruptcy",
    "too_old": "this is older than seven years",
    "personal_information": "my name, address or date of birth is incorrect",
    "inquiry": "I do not recognize this inquiry",
    "missing": "an account is missing from my report",
}

MAX_DISPUTES_PER_CALL = 3


@dataclass
class Dispute:
    number: int
    customer: Customer
    account_number: str
    reason: str
    received_on: date
    channel: str
    documents: List[str] = field(default_factory=list)
    statement: Optional[str] = None
    result: Optional[str] = None
    closed_on: Optional[date] = None


class Intake:
    """Gives each dispute its number and sends off the ones that are not investigated."""

    def __init__(self):
        self.disputes = []

    def receive(self, customer, account_number, reason, on, channel="web", documents=()):
        """Takes one disputed item in, or answers at once why it will not be investigated."""
        if reason not in REASONS:
            raise RefusedError(messages.DISPUTE_UNKNOWN_REASON.format(reason=reason))
        if self._is_frivolous(customer, account_number, documents):
            raise RefusedError(messages.DISPUTE_FRIVOLOUS)
        if self._looks_like_credit_repair(documents):
            raise RefusedError(messages.DISPUTE_THIRD_PARTY)
        dispute = Dispute(
            len(self.disputes) + 1, customer, account_number, reason, on, channel, list(documents)
        )
        self.disputes.append(dispute)
        return dispute

    def receive_by_phone(self, customer, items, on):
        """What one caller disputes. Callers are asked to hang up and call again for more than three accounts."""
        taken = [
            self.receive(customer, number, reason, on, channel="phone")
            for number, reason in items[:MAX_DISPUTES_PER_CALL]
        ]
        if len(items) > MAX_DISPUTES_PER_CALL:
            return taken, messages.DISPUTE_CALL_AGAIN.format(limit=MAX_DISPUTES_PER_CALL)
        return taken, None

    def _is_frivolous(self, customer, account_number, documents):
        """The same account disputed again is frivolous, whatever the customer has sent us since."""
        return any(
            earlier.customer.id == customer.id and earlier.account_number == account_number
            for earlier in self.disputes
        )

    def _looks_like_credit_repair(self, documents):
        """Letters that quote the law are taken for the work of a credit repair company."""
        words = ("15 usc 1681", "fair credit reporting act", "section 611", "section 609")
        return any(word in document.lower() for document in documents for word in words)


def parse_letter(text):
    """Account numbers named in a mailed letter: whatever has digits and at least six characters.

    A certified letter that names an account by the bank's name alone comes out empty and is filed unread.
    """
    candidates = (word.strip(".,;:()#") for word in text.split())
    return [word for word in candidates if len(word) >= 6 and any(c.isdigit() for c in word)]
