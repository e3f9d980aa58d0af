"""Closing accounts: when customers ask for it, and when we do."""

from datetime import timedelta

from riverbank import messages
from riverbank.calendar import days_between
from riverbank.records import RefusedError

INACTIVE_DAYS = 365
REMAINING_CHECK_DAYS = 30
CHARGE_OFF_DAYS = 60


def close_on_request(account, on, channel):
    """Closes an account for a customer. It has to be at zero, and nothing may be pending.

    The request is taken in a branch or in a notarized letter; people who opened the account online and have no branch
    near them are sent from one department to the next.
    """
    if channel not in ("branch", "letter"):
        raise RefusedError(messages.CLOSE_VISIT_BRANCH)
    if account.balance_cents != 0:
        raise RefusedError(messages.CLOSE_NOT_ZERO.format(balance=messages.money(account.balance_cents)))
    if any(entry.pending for entry in account.entries):
        raise RefusedError(messages.CLOSE_PENDING)
    account.closed_on = on


def close_by_bank(account, on, reason):
    """We close an account: for risk, or because the identity could not be verified. No reason is given.

    What is left is mailed as a check once the address is verified again, so those whose identity is in doubt wait
    longest for their own money.
    """
    account.closed_on = on
    account.status = "closed by bank: " + reason
    return messages.CLOSED_BY_BANK.format(number=account.masked_number())


def remaining_funds(account, address_verified, today):
    """When the check with the remaining balance is mailed; None as long as the address is not verified."""
    if not address_verified:
        return None
    return max(account.closed_on + timedelta(days=REMAINING_CHECK_DAYS), today)


def reopen_for_payment(account, amount_cents, on, text):
    """A payment or a fee that reaches a closed account opens it again, and may leave it overdrawn."""
    account.closed_on = None
    account.post(on, amount_cents, text)
    return messages.REOPENED


def close_inactive_cards(accounts, last_used, today):
    """Closes credit cards not used for a year, without a notice before: the customer learns of it when the card is
    declined."""
    closed = []
    for account in accounts:
        if account.kind == "card" and days_between(last_used[account.number], today) > INACTIVE_DAYS:
            account.closed_on = today
            closed.append(account)
    return closed


def charge_off(account, negative_since, today):
    """Writes a negative balance off after 60 days, reports it, and sells it to a debt collector."""
    if account.balance_cents >= 0 or days_between(negative_since, today) < CHARGE_OFF_DAYS:
        return None
    account.status = "charged off"
    account.closed_on = today
    return {"creditor": "Riverbank", "amount_cents": -account.balance_cents, "incurred_on": today}


def matured_certificate(account, matured_on, today):
    """A certificate of deposit can be closed within ten days of its maturity; then it renews for its whole term."""
    if days_between(matured_on, today) > 10:
        raise RefusedError(messages.CERTIFICATE_RENEWED)
    account.closed_on = today
