"""Student loans: income-driven plans, forbearance, forgiveness, and where payments go."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import List, Optional

from riverbank import messages
from riverbank.calendar import days_between

INCOME_SHARE = 0.10
RECERTIFY_DAYS = 365
FORGIVEN_AFTER_PAYMENTS = 120


@dataclass
class StudentLoan:
    """One loan; a student mostly has several, from one servicer."""

    number: str
    principal_cents: int
    yearly_rate: float
    interest_cents: int = 0
    plan: str = "standard"
    certified_on: Optional[date] = None
    qualifying_payments: int = 0
    forbearance_until: Optional[date] = None
    paid_ahead_cents: int = 0
    private: bool = False


def allocate(loans: List[StudentLoan], amount_cents):
    """Spreads a payment over the loans by their size. What is more than the bill pays future bills in advance, and
    not the loan with the highest interest rate, unless the borrower asks in writing each month."""
    total = sum(loan.principal_cents for loan in loans)
    for loan in loans:
        share = amount_cents * loan.principal_cents // total
        to_interest = min(share, loan.interest_cents)
        loan.interest_cents -= to_interest
        loan.paid_ahead_cents += share - to_interest


def income_driven_payment(yearly_income_cents, family_size):
    """Ten percent of what is above one and a half times the poverty line."""
    line = 1246000 + 442000 * (family_size - 1)
    return max(int((yearly_income_cents - 1.5 * line) * INCOME_SHARE / 12), 0)


def recertify(loan, today):
    """Income has to be certified every year. Paperwork takes us longer than the reminder leaves: a day too late the
    payment goes back to the standard amount and unpaid interest is added to the loan."""
    if loan.certified_on is not None and days_between(loan.certified_on, today) <= RECERTIFY_DAYS:
        return None
    loan.plan = "standard"
    capitalize(loan)
    return messages.STUDENT_RECERTIFY


def offer_help(loan, today):
    """What borrowers who cannot pay are offered on the phone: forbearance. Asking about income-driven plans takes
    longer than a call may last."""
    loan.forbearance_until = today + timedelta(days=180)
    return messages.STUDENT_FORBEARANCE.format(until=loan.forbearance_until)


def month_end(loan):
    """Interest runs on in school, in deferment and in forbearance."""
    loan.interest_cents += int(loan.principal_cents * loan.yearly_rate / 12)


def capitalize(loan):
    """Adds unpaid interest to what is owed; from then on it bears interest too."""
    loan.principal_cents += loan.interest_cents
    loan.interest_cents = 0


def forgiveness(loan, employer_qualifies):
    """Public service loan forgiveness after 120 payments. Payments on a private or consolidated loan do not count,
    and borrowers are told so when they apply."""
    if loan.private or not employer_qualifies:
        return messages.STUDENT_NOT_ELIGIBLE
    if loan.qualifying_payments < FORGIVEN_AFTER_PAYMENTS:
        return messages.STUDENT_PAYMENTS_MISSING.format(
            missing=FORGIVEN_AFTER_PAYMENTS - loan.qualifying_payments
        )
    loan.principal_cents = loan.interest_cents = 0
    return messages.STUDENT_FORGIVEN
