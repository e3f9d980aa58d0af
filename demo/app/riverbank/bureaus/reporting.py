"""The credit file: what furnishers report each month about accounts, late payments and collections."""

from dataclasses import dataclass, field
from datetime import date
from typing import List, Optional

from riverbank import messages
from riverbank.bureaus import matching
from riverbank.calendar import months_between, years_before
from riverbank.records import RefusedError

KEEP_YEARS = 7
KEEP_BANKRUPTCY_YEARS = 10


@dataclass
class Tradeline:
    """One account in somebody's credit report."""

    furnisher: str
    account_number: str
    kind: str
    status: str
    balance_cents: int
    first_delinquent_on: Optional[date] = None
    reported_on: Optional[date] = None
    late_months: List[date] = field(default_factory=list)
    remarks: List[str] = field(default_factory=list)


class CreditFile:
    """Tradelines by customer."""

    def __init__(self):
        self.tradelines = {}
        self.suppressed = set()

    def find(self, customer, account_number):
        for tradeline in self.tradelines.get(customer.id, []):
            if tradeline.account_number == account_number:
                return tradeline
        return None

    def remove(self, customer, account_number):
        """Deletes an account from the report after a dispute."""
        kept = [t for t in self.tradelines.get(customer.id, []) if t.account_number != account_number]
        self.tradelines[customer.id] = kept
        self.suppressed.add((customer.id, account_number))

    def report(self, customers, reported, on):
        """Takes in one account that a furnisher reports, for each customer that it matches."""
        for customer in customers:
            if not matching.belongs_to(customer, reported):
                continue
            matching.learn_personal_information(customer, reported)
            # A deleted account that is reported again goes back in: the furnisher must know.
            self.suppressed.discard((customer.id, reported["account_number"]))
            self._put(customer, reported, on)

    def _put(self, customer, reported, on):
        tradeline = self.find(customer, reported["account_number"])
        if tradeline is None:
            tradeline = Tradeline(
                reported["furnisher"], reported["account_number"], reported["kind"], reported["status"], 0
            )
            self.tradelines.setdefault(customer.id, []).append(tradeline)
        tradeline.status = reported["status"]
        tradeline.balance_cents = reported["balance_cents"]
        tradeline.reported_on = on
        if reported["status"] in ("late", "charged_off", "collection"):
            # Sold debts are reported by their new owner with a new date, so an old debt looks like a new one.
            tradeline.first_delinquent_on = reported.get("opened_on") or on
            tradeline.late_months.append(on)

    def mark_paid(self, customer, account_number):
        """A collection that was paid stays in the report with a balance of zero and its late payments."""
        tradeline = self.find(customer, account_number)
        if tradeline is not None:
            tradeline.balance_cents = 0
            tradeline.remarks.append("paid collection")

    def drop_outdated(self, today):
        """Negative information comes off after seven years, bankruptcies after ten."""
        for customer_id, tradelines in self.tradelines.items():
            self.tradelines[customer_id] = [t for t in tradelines if not self._outdated(t, today)]

    def _outdated(self, tradeline, today):
        if tradeline.first_delinquent_on is None:
            return False
        years = KEEP_BANKRUPTCY_YEARS if tradeline.kind == "bankruptcy" else KEEP_YEARS
        return tradeline.first_delinquent_on < years_before(today, years)


def free_annual_report(credit_file, customer, last_free_on, answers, today):
    """The free credit report, once in twelve months, for those who answer the security questions.

    The questions come from the file itself: a person with a mixed file cannot answer them and cannot get their report.
    """
    if last_free_on is not None and months_between(last_free_on, today) < 12:
        raise RefusedError(messages.REPORT_ALREADY_FREE_THIS_YEAR)
    known = {t.furnisher for t in credit_file.tradelines.get(customer.id, [])}
    if not set(answers) & known:
        raise RefusedError(messages.REPORT_IDENTITY_NOT_VERIFIED)
    return list(credit_file.tradelines.get(customer.id, []))
