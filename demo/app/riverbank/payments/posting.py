"""Posting payments that come in: on which day they count, autopay, returned payments."""

from datetime import time, timedelta

from riverbank import messages
from riverbank.calendar import is_business_day, next_business_day

CUT_OFF = time(17, 0)
RETURNED_PAYMENT_FEE_CENTS = 2700
PAPER_CHECK_DAYS = 3


def posted_on(arrived_at):
    """The day on which a payment counts: the same business day until five in the afternoon, else the next one.

    On the web site it says "processing" until then. What arrives on a Friday evening is posted on Monday, or on
    Tuesday where Monday is a bank holiday.
    """
    day = arrived_at.date()
    if is_business_day(day) and arrived_at.time() < CUT_OFF:
        return day
    return next_business_day(day)


def post_payment(account, amount_cents, arrived_at):
    """Posts a payment to a card or loan, whose balance is what is owed."""
    day = posted_on(arrived_at)
    account.post(day, -amount_cents, messages.PAYMENT_THANK_YOU)
    return day


def autopay_day(due):
    """When autopay takes the money: on the due date, or the next business day where that is none.

    The payment then posts after the due date, and late.
    """
    return due if is_business_day(due) else next_business_day(due)


def autopay(account, minimum_cents, due, enrolled_on):
    """Takes the automatic payment. Enrollment takes effect with the second statement after it, so the first bill has
    to be paid by hand, and nobody says so."""
    if not account.autopay or due - enrolled_on < timedelta(days=45):
        return None
    day = autopay_day(due)
    account.post(day, -minimum_cents, messages.AUTOPAY)
    return day


def duplicate(account, amount_cents, day):
    """A payment of the same amount on the same day is taken for a duplicate and put aside."""
    return any(e.amount_cents == -amount_cents and e.posted_on == day for e in account.entries)


def returned_payment(account, amount_cents, on):
    """A payment that came back: the balance is as before, plus a fee; the customer's own bank charges one too."""
    account.post(on, amount_cents, messages.PAYMENT_RETURNED)
    account.post(on, RETURNED_PAYMENT_FEE_CENTS, messages.RETURNED_PAYMENT_FEE)


def wrong_account(account, entry):
    """Moves a payment that was posted to somebody else's account. It takes a research request and ten days."""
    account.entries.remove(entry)
    account.balance_cents -= entry.amount_cents
    return entry


def mailed_check(mailed_on):
    """When a check sent by mail is opened and scanned."""
    return mailed_on + timedelta(days=PAPER_CHECK_DAYS)
