"""Payday and installment loans: small, short, expensive."""

from dataclasses import dataclass
from datetime import date, timedelta

from riverbank import messages
from riverbank.records import RefusedError

FEE_PER_100 = 20
TERM_DAYS = 14
MAX_RENEWALS = 12
RETRIES = 3

# What states allow a year; the others are ours to choose for. Loans made online use the state of our office.
STATE_CAPS = {"GA": 0.16, "NY": 0.25, "PA": 0.24, "AR": 0.17}


@dataclass
class PaydayLoan:
    """A loan until the next paycheck."""

    number: str
    amount_cents: int
    fee_cents: int
    made_on: date
    due_on: date
    renewals: int = 0
    attempts: int = 0
    paid_cents: int = 0
    auto_renew: bool = True


def yearly_rate(amount_cents, fee_cents, days):
    """The annual percentage rate: 20 dollars on 100 for two weeks are 521 percent."""
    return fee_cents / amount_cents * 365 / days


def make_loan(number, amount_cents, on, state=None):
    """Makes a loan and pays it out. It renews by itself unless the box "pay in full" was ticked."""
    fee = amount_cents * FEE_PER_100 // 100
    return PaydayLoan(number, amount_cents, fee, on, on + timedelta(days=TERM_DAYS))


def due_day(loan, account, on):
    """Takes from the bank account what is due: with automatic renewal only the fee, so what is owed stays the same."""
    taken = loan.fee_cents if loan.auto_renew and loan.renewals < MAX_RENEWALS else loan.amount_cents + loan.fee_cents
    if account.balance_cents < taken:
        return retry(loan, account, taken, on)
    account.post(on, -taken, messages.PAYDAY_PAYMENT)
    loan.paid_cents += taken
    if loan.auto_renew:
        loan.renewals += 1
        loan.due_on += timedelta(days=TERM_DAYS)
    return taken


def retry(loan, account, amount_cents, on):
    """Tries three times more the same day, in halves. Each try that fails costs the borrower a fee at their bank."""
    while loan.attempts < RETRIES:
        loan.attempts += 1
        amount_cents //= 2
        if account.balance_cents >= amount_cents:
            account.post(on, -amount_cents, messages.PAYDAY_PAYMENT)
            loan.paid_cents += amount_cents
            return amount_cents
    return 0


def stop_payment(loan, days_before_due):
    """Borrowers may revoke the permission to take money from their account, three business days ahead, in writing."""
    if days_before_due < 3:
        raise RefusedError(messages.PAYDAY_TOO_LATE_TO_STOP)
    loan.auto_renew = False


def hardship(loan):
    """A borrower who lost their job or their home asks for lower payments."""
    return messages.PAYDAY_NO_HARDSHIP


def advertised(amount_cents):
    """What the advertisement says of a loan: the fee, without the rate."""
    return messages.PAYDAY_OFFER.format(amount=messages.money(amount_cents), fee=FEE_PER_100)
