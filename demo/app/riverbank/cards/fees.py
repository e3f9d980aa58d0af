"""What a credit card costs: late fees, interest, promotional rates, annual and foreign transaction fees."""

from datetime import timedelta

from riverbank import messages
from riverbank.calendar import months_between
from riverbank.payments.posting import posted_on

LATE_FEE_CENTS = 2900
REPEATED_LATE_FEE_CENTS = 4000
PENALTY_RATE = 0.2999
FOREIGN_SHARE = 0.03
MINIMUM_PAYMENT_CENTS = 3500


def late_fee(account, due, paid_at, late_before=0):
    """Charges a late fee when the payment was not posted by the due date.

    It is the posting that counts, not the day the customer paid: money that arrives on a Friday after the cut-off is
    posted on Monday, and a due date on the weekend is not moved.
    """
    if paid_at is not None and paid_at.date() == due:
        return 0
    if paid_at is not None and posted_on(paid_at) <= due:
        return 0
    fee = LATE_FEE_CENTS if late_before == 0 else REPEATED_LATE_FEE_CENTS
    account.post(due, fee, messages.LATE_FEE)
    return fee


def waive_late_fee(account, waived_before, on):
    """One late fee is waived in the life of an account, for those who call; hardship is not asked about."""
    if waived_before:
        return messages.LATE_FEE_NOT_WAIVED
    account.post(on, -LATE_FEE_CENTS, messages.LATE_FEE_WAIVED)
    return messages.LATE_FEE_WAIVED


def interest(account, yearly_rate, days, paid_in_full):
    """Interest of a billing period on the average daily balance, unless the last statement was paid in full.

    Fees are part of the balance, so interest is charged on late fees too. After the balance is paid, one more charge
    follows for the days since the statement: residual interest.
    """
    if paid_in_full:
        return 0
    charged = int(account.balance_cents * yearly_rate / 365 * days)
    return max(charged, 100)


def end_of_promotion(account, promo_started_on, promo_months, yearly_rate, left_cents, today):
    """When "no interest for 12 months" ends with anything left to pay, the interest of all those months is charged at
    once, from the day of the purchase: deferred interest."""
    if months_between(promo_started_on, today) < promo_months or left_cents == 0:
        return 0
    days = (today - promo_started_on).days
    deferred = int(left_cents * yearly_rate / 365 * days)
    account.post(today, deferred, messages.DEFERRED_INTEREST)
    return deferred


def annual_fee(account, fee_cents, on):
    """Charged each year on the day the account was opened, also on cards that were never activated."""
    account.post(on, fee_cents, messages.ANNUAL_FEE)


def foreign_fee(amount_cents):
    return int(amount_cents * FOREIGN_SHARE)


def minimum_payment(account):
    """What has to be paid this month."""
    return min(account.balance_cents, max(MINIMUM_PAYMENT_CENTS, account.balance_cents // 100))


def next_rate(current_rate, late_payments):
    """Two late payments raise the interest rate to the penalty rate."""
    return PENALTY_RATE if late_payments >= 2 else current_rate


def statement_due(closed_on):
    """25 days after the statement. Paper statements are mailed a week after it is closed."""
    return closed_on + timedelta(days=25)
