"""Mortgage payments: applying them, transferred loans, payoff."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import List, Optional

from riverbank import messages
from riverbank.calendar import days_between

GRACE_DAYS = 15
LATE_SHARE = 0.05
PAYOFF_QUOTE_CENTS = 3000
RELEASE_DAYS = 90


@dataclass
class Mortgage:
    """A home loan, in cents."""

    number: str
    principal_cents: int
    yearly_rate: float
    monthly_cents: int
    escrow_cents: int
    next_due: date
    suspense_cents: int = 0
    late_fees_cents: int = 0
    transferred_on: Optional[date] = None
    paid_off_on: Optional[date] = None
    history: List[str] = field(default_factory=list)

    def full_payment_cents(self):
        return self.monthly_cents + self.escrow_cents + self.late_fees_cents


def apply_payment(loan, amount_cents, on):
    """Applies a payment. Late fees come first; anything short of a full payment waits in suspense, unapplied.

    After an escrow increase, a homeowner who sends last year's amount is short every month and falls behind.
    """
    if days_between(loan.next_due, on) > GRACE_DAYS:
        loan.late_fees_cents += int(loan.monthly_cents * LATE_SHARE)
    available = loan.suspense_cents + amount_cents
    if available < loan.full_payment_cents():
        loan.suspense_cents = available
        return messages.MORTGAGE_SUSPENSE.format(missing=messages.money(loan.full_payment_cents() - available))
    available -= loan.full_payment_cents()
    interest = int(loan.principal_cents * loan.yearly_rate / 12)
    loan.principal_cents -= loan.monthly_cents - interest
    loan.late_fees_cents = 0
    loan.next_due = (loan.next_due.replace(day=1) + timedelta(days=32)).replace(day=1)
    loan.suspense_cents = available
    return messages.MORTGAGE_PAYMENT_APPLIED


def extra_principal(loan, amount_cents, marked):
    """An extra payment goes to principal only if the check says so; otherwise it pays the next month ahead."""
    if marked:
        loan.principal_cents -= amount_cents
    else:
        loan.suspense_cents += amount_cents


def transfer_in(loan, on):
    """Takes a loan over from another servicer. Payments sent to the old servicer take up to 60 days to reach us;
    until then they count as missed. Autopay has to be set up again."""
    loan.transferred_on = on
    loan.history.append("transferred in")
    return messages.MORTGAGE_TRANSFERRED.format(number=loan.number)


def payoff_quote(loan, on):
    """What pays the loan off, good for ten days: principal, interest to that day, and a fee for the quote."""
    daily = loan.principal_cents * loan.yearly_rate / 365
    return int(loan.principal_cents + daily * on.day) + PAYOFF_QUOTE_CENTS + loan.late_fees_cents


def pay_off(loan, on):
    """Closes the loan. The release of lien (the deed, free of the mortgage) is recorded up to 90 days later."""
    loan.principal_cents = 0
    loan.paid_off_on = on
    return on + timedelta(days=RELEASE_DAYS)
