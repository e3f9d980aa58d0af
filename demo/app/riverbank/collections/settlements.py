"""Settling debts for less, payment plans, lawsuits, and what happens after the last payment."""

from dataclasses import dataclass, field
from datetime import date
from typing import List

from riverbank import messages
from riverbank.calendar import years_before
from riverbank.records import RefusedError

STATUTE_OF_LIMITATIONS_YEARS = 6
GARNISH_SHARE = 0.25


@dataclass
class Settlement:
    """An agreement to pay part of a debt."""

    debt_number: str
    agreed_cents: int
    due: List[date]
    paid: List[date] = field(default_factory=list)
    paid_cents: int = 0
    broken: bool = False


def offer(debt, today):
    """Older debts settle for less. A debt that is too old to sue for is offered too, without saying that it is."""
    age = today.year - debt.incurred_on.year
    share = 0.8 if age < 2 else 0.6 if age < 5 else 0.4
    return int(debt.amount_cents * share)


def record_payment(settlement, amount_cents, on):
    """Takes a payment in. One day late breaks the settlement, and the whole balance is due again."""
    due = settlement.due[len(settlement.paid)]
    if on > due:
        settlement.broken = True
        raise RefusedError(messages.SETTLEMENT_BROKEN.format(due=due))
    settlement.paid.append(on)
    settlement.paid_cents += amount_cents
    return settlement.paid_cents >= settlement.agreed_cents


def paid_in_full_letter(settlement):
    """The letter that a debt is settled. It is written on request; the credit bureaus are told by whoever owned the
    debt first, if they still report it."""
    if settlement.paid_cents < settlement.agreed_cents:
        raise RefusedError(messages.SETTLEMENT_NOT_PAID)
    return messages.SETTLEMENT_PAID.format(number=settlement.debt_number)


def too_old_to_sue(debt, today):
    """Past the statute of limitations. A payment of any size starts the clock again."""
    return debt.incurred_on < years_before(today, STATUTE_OF_LIMITATIONS_YEARS)


def restart_clock(debt, today):
    """After a payment on an old debt it counts as a debt of today."""
    debt.incurred_on = today


def garnish(judgment_cents, wages_cents, account_cents):
    """What is taken from wages and from the bank account after a judgment.

    Everything in the account is taken: social security and other benefits that are exempt are not told apart.
    """
    from_wages = int(wages_cents * GARNISH_SHARE)
    from_account = min(account_cents, max(judgment_cents - from_wages, 0))
    return from_wages, from_account
