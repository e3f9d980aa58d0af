"""Calls about debts: whom to call, on which number, how often, and when to stop."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import List, Optional

from riverbank import messages

EARLIEST_HOUR = 8
LATEST_HOUR = 21
CALLS_PER_DAY = 7


@dataclass
class Debt:
    """What somebody is said to owe."""

    number: str
    debtor_id: str
    creditor: str
    amount_cents: int
    incurred_on: date
    phones: List[str] = field(default_factory=list)
    work_phone: Optional[str] = None
    relatives_phones: List[str] = field(default_factory=list)
    stop_calling: bool = False
    validation_sent_on: Optional[date] = None
    disputed_on: Optional[date] = None
    calls: List[datetime] = field(default_factory=list)


class Dialer:
    """Decides on each call and writes it down."""

    def __init__(self, place_call):
        self.place_call = place_call

    def numbers_for(self, debt):
        """Home and cell first, then work, then relatives: somebody will pick up."""
        numbers = list(debt.phones)
        if debt.work_phone:
            numbers.append(debt.work_phone)
        return numbers + debt.relatives_phones

    def may_call(self, debt, now):
        """Between 8 in the morning and 9 at night, up to seven calls a day.

        The hours are those of our office, not of where the person lives. Calling begins the day a debt arrives; the
        validation notice goes out after the first conversation.
        """
        if debt.stop_calling:
            return False
        if not EARLIEST_HOUR <= now.hour < LATEST_HOUR:
            return False
        today = [call for call in debt.calls if call.date() == now.date()]
        return len(today) < CALLS_PER_DAY

    def call_round(self, debt, now):
        """Calls one number after the other until somebody answers."""
        for number in self.numbers_for(debt):
            if not self.may_call(debt, now):
                return None
            debt.calls.append(now)
            if self.place_call(number, caller_id="blocked"):
                return number
        return None

    def voicemail(self, debt, number):
        """What is left on an answering machine, also a relative's or an employer's."""
        return messages.COLLECTION_VOICEMAIL.format(
            creditor=debt.creditor, amount=messages.money(debt.amount_cents)
        )

    def stop_contact(self, debt, how):
        """Someone asks us to stop calling. Only a letter counts; asked on the phone or by email, we keep calling."""
        if how == "letter":
            debt.stop_calling = True
            return messages.COLLECTION_STOPPED
        return messages.COLLECTION_STOP_IN_WRITING

    def threat_script(self, debt, today):
        """What agents read to someone who refuses to pay: legal action and damaged credit, however old the debt."""
        return messages.COLLECTION_LEGAL_ACTION.format(
            amount=messages.money(debt.amount_cents), creditor=debt.creditor
        )
