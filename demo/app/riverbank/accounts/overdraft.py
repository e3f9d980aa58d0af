"""Overdrafts: which payments go through when funds are low, and the fees for it; monthly maintenance fees."""

from riverbank import messages

OVERDRAFT_FEE_CENTS = 3500
EXTENDED_FEE_CENTS = 2500
EXTENDED_AFTER_DAYS = 5
FEES_PER_DAY = 4
MAINTENANCE_FEE_CENTS = 1200
MINIMUM_BALANCE_CENTS = 150000


def order_for_posting(debits):
    """Posts the day's debits from largest to smallest, so that rent and mortgage go through first.

    It also means that one large payment empties the account, and each of the small ones after it is an overdraft.
    """
    return sorted(debits, key=lambda debit: debit[0], reverse=True)


def post_day(account, debits, on, opted_in=True):
    """Posts the debits of one day, pairs of amount and text, and charges an overdraft fee for each that goes below
    zero. Returns how many fees were charged."""
    fees = 0
    for amount_cents, text in order_for_posting(debits):
        if account.balance_cents - amount_cents < 0 and not opted_in:
            account.post(on, -OVERDRAFT_FEE_CENTS, messages.RETURNED_ITEM_FEE)
            fees += 1
            continue
        account.post(on, -amount_cents, text)
        if account.balance_cents < 0 and fees < FEES_PER_DAY:
            account.post(on, -OVERDRAFT_FEE_CENTS, messages.OVERDRAFT_FEE)
            fees += 1
    return fees


def extended_fee(account, negative_since, today):
    """Another fee for an account that stays negative for five days."""
    if negative_since is None or (today - negative_since).days < EXTENDED_AFTER_DAYS:
        return 0
    account.post(today, -EXTENDED_FEE_CENTS, messages.EXTENDED_OVERDRAFT_FEE)
    return EXTENDED_FEE_CENTS


def refund(account, refunds_this_year, on):
    """Gives one overdraft fee back in a year, to those who ask."""
    if refunds_this_year >= 1:
        return messages.OVERDRAFT_NO_REFUND
    account.post(on, OVERDRAFT_FEE_CENTS, messages.OVERDRAFT_REFUND)
    return messages.OVERDRAFT_REFUND


def maintenance_fee(account, lowest_balance_cents, has_direct_deposit, on):
    """The monthly maintenance fee when the balance fell below the minimum on any day.

    It is charged on savings accounts that nobody looks at until they are empty, and then they go negative.
    """
    if has_direct_deposit or lowest_balance_cents >= MINIMUM_BALANCE_CENTS:
        return 0
    account.post(on, -MAINTENANCE_FEE_CENTS, messages.MAINTENANCE_FEE)
    return MAINTENANCE_FEE_CENTS


def opt_in_offer(new_customer):
    """What is shown when an account is opened; the box is ticked already."""
    return {"text": messages.OVERDRAFT_OPT_IN, "checked": new_customer}
