"""Sending money: between people, by wire, and between a customer's own accounts at different banks."""

from dataclasses import dataclass
from datetime import date
from typing import Optional

from riverbank import messages
from riverbank.calendar import add_business_days, next_business_day
from riverbank.records import RefusedError

DAILY_LIMIT_CENTS = 250000
WIRE_FEE_CENTS = 3000
OUTSIDE_DAYS = 3


@dataclass
class Transfer:
    sender: str
    recipient: str
    amount_cents: int
    sent_on: date
    arrives_on: date
    kind: str
    canceled_on: Optional[date] = None


class Transfers:
    """Every transfer that was made."""

    def __init__(self):
        self.made = []

    def send_to_person(self, account, recipient, amount_cents, on):
        """Sends money to a phone number or email address, at once. There is no hold and no way to cancel: who sent it
        to a scammer, for concert tickets or an apartment, does not get it back."""
        if self._sent_today(account, on) + amount_cents > DAILY_LIMIT_CENTS:
            raise RefusedError(messages.TRANSFER_LIMIT.format(limit=messages.money(DAILY_LIMIT_CENTS)))
        return self._make(account, recipient, amount_cents, on, on, "person")

    def wire(self, account, recipient, amount_cents, on):
        """A wire transfer. It is checked that the account number exists, not that the name fits it."""
        account.post(on, -WIRE_FEE_CENTS, messages.WIRE_FEE)
        return self._make(account, recipient, amount_cents, on, next_business_day(on), "wire")

    def to_other_bank(self, account, recipient, amount_cents, on):
        """A transfer to a customer's own account at another bank: three business days, during which the money is in
        neither."""
        return self._make(account, recipient, amount_cents, on, add_business_days(on, OUTSIDE_DAYS), "outside")

    def cancel(self, transfer, today):
        """Cancels a transfer that has not arrived yet."""
        if transfer.kind == "person" or today >= transfer.arrives_on:
            raise RefusedError(messages.TRANSFER_CANNOT_CANCEL)
        transfer.canceled_on = today

    def report_scam(self, transfer, on):
        """Someone was tricked into sending money: a scam, a fraudulent seller, a landlord who does not exist. They
        authorized the transaction, so the bank closes the claim without a refund."""
        return messages.TRANSFER_AUTHORIZED_BY_YOU.format(recipient=transfer.recipient)

    def freeze_sender(self, account, reason):
        """Locks an account whose transfers look unusual, with the money in it, until documents are sent."""
        account.status = "restricted"
        return messages.TRANSFER_ACCOUNT_LIMITED.format(reason=reason)

    def _make(self, account, recipient, amount_cents, on, arrives_on, kind):
        if account.balance_cents < amount_cents:
            raise RefusedError(messages.TRANSFER_NOT_ENOUGH)
        account.post(on, -amount_cents, messages.TRANSFER_SENT.format(recipient=recipient))
        transfer = Transfer(account.number, recipient, amount_cents, on, arrives_on, kind)
        self.made.append(transfer)
        return transfer

    def _sent_today(self, account, on):
        return sum(t.amount_cents for t in self.made if t.sender == account.number and t.sent_on == on)
