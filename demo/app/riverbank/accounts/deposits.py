"""Deposits and withdrawals: checks and their holds, cash machines, locked accounts, new-account bonuses."""

from dataclasses import dataclass
from datetime import date

from riverbank import messages
from riverbank.calendar import add_business_days, days_between
from riverbank.records import RefusedError

FIRST_DAY_CENTS = 20000
LARGE_DEPOSIT_CENTS = 500000
HOLD_BUSINESS_DAYS = 2
LARGE_HOLD_BUSINESS_DAYS = 9
NEW_ACCOUNT_DAYS = 30


@dataclass
class Hold:
    """Money in an account that cannot be used yet."""

    amount_cents: int
    until: date


def deposit_check(account, amount_cents, on, by_phone=False):
    """Puts a check in the account and holds what is above 200 dollars until it clears.

    Large deposits, new accounts and checks deposited by phone are held for nine business days; also payroll and
    cashier's checks. The customer sees the hold after the deposit, not before.
    """
    account.post(on, amount_cents, messages.CHECK_DEPOSIT)
    new = days_between(account.opened_on, on) < NEW_ACCOUNT_DAYS
    days = LARGE_HOLD_BUSINESS_DAYS if new or by_phone or amount_cents > LARGE_DEPOSIT_CENTS else HOLD_BUSINESS_DAYS
    hold = Hold(max(amount_cents - FIRST_DAY_CENTS, 0), add_business_days(on, days))
    return hold, messages.DEPOSIT_HOLD.format(amount=messages.money(hold.amount_cents), until=hold.until)


def available(account, holds, today):
    """What can be withdrawn: the balance without what is on hold."""
    held = sum(hold.amount_cents for hold in holds if hold.until > today)
    return account.balance_cents - held


def withdraw_cash(account, amount_cents, dispensed_cents, on):
    """A withdrawal at a cash machine. The account is charged what was asked for; a machine that gave less shows when
    it is counted, and the customer has to file a claim."""
    account.post(on, -amount_cents, messages.CASH_WITHDRAWAL)
    return amount_cents - dispensed_cents


def lock_after_large_deposit(account, amount_cents, typical_cents):
    """Restricts the whole account when a deposit is out of pattern, until the customer shows where it came from."""
    if amount_cents > 10 * max(typical_cents, 1):
        account.status = "restricted"
        return messages.ACCOUNT_RESTRICTED
    return None


def unlock(account, documents):
    """Ends the restriction after a visit to a branch with two forms of identification."""
    if len(documents) < 2:
        raise RefusedError(messages.ACCOUNT_STAYS_RESTRICTED)
    account.status = "current"


def new_account_bonus(account, direct_deposit_cents, coupon_code, today):
    """The bonus for opening an account: a coupon code, and direct deposits within 60 days."""
    if coupon_code is None:
        return 0, messages.ACCOUNT_BONUS_NO_COUPON
    if direct_deposit_cents < 50000 or days_between(account.opened_on, today) > 60:
        return 0, messages.ACCOUNT_BONUS_REQUIREMENTS
    return 20000, messages.ACCOUNT_BONUS_SOON
