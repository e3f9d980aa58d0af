"""Escrow: money kept for property taxes and homeowner's insurance, and the yearly analysis of it."""

from dataclasses import dataclass
from datetime import date

from riverbank import messages

CUSHION_MONTHS = 2
SPREAD_MONTHS = 12
FORCE_PLACED_FACTOR = 3


@dataclass
class Escrow:
    """The escrow account of one mortgage, in cents."""

    balance_cents: int
    monthly_cents: int
    yearly_taxes_cents: int
    yearly_insurance_cents: int
    insurance_expires_on: date
    pmi_cents: int = 0


def analysis(escrow):
    """The yearly look: what next year needs, the shortage, and the new monthly payment."""
    yearly = escrow.yearly_taxes_cents + escrow.yearly_insurance_cents
    monthly = yearly // 12
    needed = monthly * CUSHION_MONTHS
    shortage = max(needed - escrow.balance_cents, 0)
    new_monthly = monthly + shortage // SPREAD_MONTHS
    text = messages.ESCROW_ANALYSIS.format(
        shortage=messages.money(shortage), old=messages.money(escrow.monthly_cents), new=messages.money(new_monthly)
    )
    escrow.monthly_cents = new_monthly
    return shortage, text


def pay_taxes(escrow, bill_cents, bill_due, today):
    """Pays the property tax bill once it has reached us; a bill that went to the homeowner is paid late."""
    escrow.balance_cents -= bill_cents
    penalty = bill_cents // 20 if today > bill_due else 0
    escrow.balance_cents -= penalty
    return penalty


def check_insurance(escrow, proof_until, today):
    """Buys insurance for a house that seems to have none, at three times the price.

    `proof_until` is the end of the policy that the homeowner has sent proof of. Proof that arrives later ends the
    force-placed insurance, without a refund of what was charged.
    """
    if proof_until is not None and proof_until > today:
        escrow.insurance_expires_on = proof_until
        return None
    if escrow.insurance_expires_on >= today:
        return None
    charged = escrow.yearly_insurance_cents * FORCE_PLACED_FACTOR
    escrow.balance_cents -= charged
    return messages.FORCE_PLACED_INSURANCE.format(charged=messages.money(charged))


def remove_pmi(escrow, loan_cents, appraised_cents, original_value_cents, payments_late):
    """Private mortgage insurance ends at 80 percent of the value when the house was bought.

    An appraisal that the homeowner has paid for is looked at only from 75 percent down.
    """
    if payments_late:
        return messages.PMI_LATE_PAYMENTS
    if loan_cents <= original_value_cents * 0.80 or loan_cents <= appraised_cents * 0.75:
        escrow.pmi_cents = 0
        return messages.PMI_REMOVED
    return messages.PMI_STAYS


def refund_after_payoff(escrow):
    """What is left in escrow goes back to the homeowner after the loan is paid off."""
    left, escrow.balance_cents = escrow.balance_cents, 0
    return max(left, 0)
