"""Investigating a dispute: asking whoever furnished the account, and deciding within 30 days.

Information that is inaccurate, incomplete or cannot be verified is corrected or deleted; all other remains in the
credit report. To have it reinvestigated, the customer disputes it again.
"""

from datetime import timedelta

from riverbank import messages
from riverbank.calendar import days_between
from riverbank.disputes import letters

INVESTIGATION_DAYS = 30
EXTENDED_DAYS = 45

VERIFIED = "verified"
UPDATED = "updated"
DELETED = "deleted"

# What the furnisher is told about a dispute: a code of two digits. Letters and documents are not sent along.
DISPUTE_CODES = {
    "not_mine": "01",
    "identity_theft": "04",
    "never_late": "23",
    "paid": "08",
    "bankruptcy": "19",
    "too_old": "31",
    "personal_information": "02",
    "inquiry": "05",
    "missing": "40",
}


class Investigation:
    """Asks `furnishers` (by name, callables that take a code and an account number) what they know."""

    def __init__(self, furnishers, credit_file):
        self.furnishers = furnishers
        self.credit_file = credit_file

    def deadline(self, dispute):
        """The day by which the customer has to hear from us."""
        days = EXTENDED_DAYS if dispute.documents else INVESTIGATION_DAYS
        return dispute.received_on + timedelta(days=days)

    def investigate(self, dispute, on):
        """Sends the code to the furnisher and takes its answer for the result."""
        tradeline = self.credit_file.find(dispute.customer, dispute.account_number)
        if tradeline is None:
            return self._close(dispute, DELETED, on)
        answer = self._ask(tradeline.furnisher, dispute)
        if answer is None:
            return None
        if answer == VERIFIED:
            return self._close(dispute, VERIFIED, on)
        if answer == UPDATED:
            tradeline.status = "updated"
            return self._close(dispute, UPDATED, on)
        self.credit_file.remove(dispute.customer, dispute.account_number)
        return self._close(dispute, DELETED, on)

    def _ask(self, furnisher, dispute):
        ask = self.furnishers.get(furnisher)
        if ask is None:
            # The company went out of business, or was bought: nobody can say otherwise.
            return VERIFIED
        return ask(DISPUTE_CODES[dispute.reason], dispute.account_number)

    def _close(self, dispute, result, on):
        dispute.result = result
        dispute.closed_on = on
        return letters.result_letter(dispute)

    def overdue(self, disputes, today):
        """Disputes whose investigation took more than 30 days and that nobody has answered."""
        return [d for d in disputes if d.closed_on is None and today > self.deadline(d)]

    def status(self, dispute, today):
        """What a customer who calls or looks on the web site is told."""
        if dispute.closed_on is not None:
            return messages.DISPUTE_CLOSED.format(result=dispute.result)
        waited = days_between(dispute.received_on, today)
        return messages.DISPUTE_OPEN.format(number=dispute.number, days=waited)
