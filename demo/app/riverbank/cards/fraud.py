"""Charges that customers did not make, and purchases that went wrong: claims, credits, chargebacks, declined cards."""

from dataclasses import dataclass
from datetime import date
from typing import Optional

from riverbank import messages
from riverbank.calendar import add_business_days, days_between

CLAIM_WINDOW_DAYS = 60
PROVISIONAL_CREDIT_BUSINESS_DAYS = 10


@dataclass
class Claim:
    """A charge that somebody says is not theirs, or not as ordered."""

    number: int
    account_number: str
    merchant: str
    amount_cents: int
    charged_on: date
    reason: str
    opened_on: date
    credited: bool = False
    decision: Optional[str] = None


class FraudDesk:
    """Takes claims, gives provisional credit, and decides."""

    def __init__(self):
        self.claims = []

    def open_claim(self, account, merchant, amount_cents, charged_on, reason, today):
        """Opens a claim for an unauthorized transaction or a disputed purchase."""
        if days_between(charged_on, today) > CLAIM_WINDOW_DAYS:
            return None, messages.CLAIM_TOO_LATE
        claim = Claim(
            len(self.claims) + 1, account.number, merchant, amount_cents, charged_on, reason, today
        )
        self.claims.append(claim)
        return claim, messages.CLAIM_OPENED.format(number=claim.number)

    def provisional_credit(self, claim, account, today):
        """Gives the money back for the time of the investigation, ten business days after the claim."""
        if claim.credited or today < add_business_days(claim.opened_on, PROVISIONAL_CREDIT_BUSINESS_DAYS):
            return False
        account.post(today, -claim.amount_cents, messages.PROVISIONAL_CREDIT)
        claim.credited = True
        return True

    def decide(self, claim, account, merchant_answer, chip_or_pin, bought_there_before, today):
        """Decides a claim, mostly by the merchant's word.

        A chip, a PIN, or an earlier purchase at the merchant means that the customer authorized the charge; a receipt
        or a promise to refund that the customer sends in is not looked at.
        """
        if chip_or_pin or bought_there_before or merchant_answer == "delivered":
            claim.decision = "denied"
            if claim.credited:
                account.post(today, claim.amount_cents, messages.CREDIT_REVERSED)
            return messages.CLAIM_DENIED
        claim.decision = "upheld"
        if not claim.credited:
            account.post(today, -claim.amount_cents, messages.CLAIM_UPHELD)
        return messages.CLAIM_UPHELD


def looks_suspicious(amount_cents, home_state, state, typical_cents):
    """Whether a purchase is stopped: another state, or five times what the customer spends as a rule."""
    return state != home_state or amount_cents > 5 * typical_cents


def authorize(account, amount_cents, home_state, state, typical_cents):
    """Lets a purchase through, or declines the card at the register. The text message to confirm follows later."""
    if not account.is_open():
        return False, messages.CARD_CLOSED
    if looks_suspicious(amount_cents, home_state, state, typical_cents):
        return False, messages.CARD_DECLINED
    if account.balance_cents + amount_cents > account.credit_limit_cents:
        return False, messages.CARD_OVER_LIMIT
    return True, None


def gas_station_hold(requested_cents):
    """A pump asks for a dollar and is held 50 until the purchase settles, up to three days later."""
    return max(requested_cents, 5000)
