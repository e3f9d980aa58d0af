"""Validation: telling people what debt it is, and proving it when they do not believe us."""

from datetime import timedelta

from riverbank import messages
from riverbank.calendar import days_between

DISPUTE_WINDOW_DAYS = 30
RESUME_AFTER_DAYS = 5


def send_notice(debt, address, today):
    """The written notice: amount, creditor, and the right to dispute within 30 days.

    Where we have only an old address the notice goes there, and the 30 days run all the same.
    """
    if debt.validation_sent_on is None:
        debt.validation_sent_on = today
    return address, messages.VALIDATION_NOTICE.format(
        creditor=debt.creditor,
        amount=messages.money(debt.amount_cents),
        until=today + timedelta(days=DISPUTE_WINDOW_DAYS),
    )


def dispute_debt(debt, today):
    """Someone says the debt is not theirs, was paid, or has the wrong amount."""
    if debt.validation_sent_on is None:
        return messages.VALIDATION_NOT_SENT_YET
    if days_between(debt.validation_sent_on, today) > DISPUTE_WINDOW_DAYS:
        return messages.VALIDATION_TOO_LATE
    debt.disputed_on = today
    return messages.VALIDATION_DISPUTED


def proof_of_debt(debt, original_contract=None, statements=()):
    """What is sent to verify a debt.

    A signed contract is rarely among what we bought, so an itemized printout of our own system has to do: it has no
    signature, and no word on how the debt came to us from the original creditor.
    """
    if original_contract is not None:
        return [original_contract] + list(statements)
    return [
        messages.VALIDATION_PRINTOUT.format(
            number=debt.number, creditor=debt.creditor, amount=messages.money(debt.amount_cents)
        )
    ]


def may_collect(debt, today):
    """Whether calls and reporting go on while a debt is disputed: they resume after five days, proof or no proof."""
    if debt.disputed_on is None:
        return True
    return days_between(debt.disputed_on, today) > RESUME_AFTER_DAYS


def add_collection_costs(debt, interest_rate, months, fee_cents):
    """Interest and fees on top of the original amount, whether or not the contract allows them."""
    interest = int(debt.amount_cents * interest_rate * months / 12)
    debt.amount_cents += interest + fee_cents
    return debt.amount_cents


def skip_trace(debtor_name, directory):
    """Looks for a debtor's phone numbers by name alone; people of the same name get the calls."""
    last = debtor_name.split()[-1].lower()
    return [phone for name, phone in directory if name.split()[-1].lower() == last]
