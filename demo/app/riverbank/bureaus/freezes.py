"""Security freezes and fraud alerts, and the PIN that lifts them; credit monitoring."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Optional

from riverbank import messages
from riverbank.calendar import add_business_days
from riverbank.records import RefusedError

PIN_MAIL_DAYS = 10
FRAUD_ALERT_DAYS = 365
MONITORING_FREE_DAYS = 30


@dataclass
class Freeze:
    placed_on: date
    pin: str
    lifted_from: Optional[date] = None
    lifted_until: Optional[date] = None


class Freezes:
    """Freezes and alerts by customer."""

    def __init__(self, new_pin):
        self.new_pin = new_pin
        self.freezes = {}
        self.alerts = {}
        self.monitoring = {}

    def freeze(self, customer, on):
        """Freezes the credit file. The PIN goes out by mail; it is not shown on the screen."""
        self.freezes[customer.id] = Freeze(on, self.new_pin())
        return messages.FREEZE_PLACED.format(arrives=on + timedelta(days=PIN_MAIL_DAYS))

    def is_frozen(self, customer, on):
        freeze = self.freezes.get(customer.id)
        if freeze is None:
            return False
        lifted = freeze.lifted_from is not None and freeze.lifted_from <= on <= freeze.lifted_until
        return not lifted

    def lift(self, customer, pin, start, until):
        """Lifts the freeze for some days, so that a lender can see the report."""
        freeze = self.freezes.get(customer.id)
        if freeze is None:
            raise RefusedError(messages.FREEZE_NONE)
        if pin != freeze.pin:
            raise RefusedError(messages.FREEZE_WRONG_PIN)
        freeze.lifted_from = add_business_days(start, 1)
        freeze.lifted_until = until
        return messages.FREEZE_LIFTED.format(start=freeze.lifted_from, until=until)

    def lost_pin(self, customer, driver_license, utility_bill, on):
        """A customer who lost the PIN proves who they are by mail and gets a new one by mail."""
        if not (driver_license and utility_bill):
            raise RefusedError(messages.FREEZE_PIN_NEEDS_DOCUMENTS)
        self.freezes[customer.id].pin = self.new_pin()
        return on + timedelta(days=3 * PIN_MAIL_DAYS)

    def fraud_alert(self, customer, on):
        """Asks lenders to call before they open an account. It ends by itself after a year, without notice."""
        self.alerts[customer.id] = on + timedelta(days=FRAUD_ALERT_DAYS)

    def start_monitoring(self, customer, on):
        """Credit monitoring: free for a month, then charged to the card until canceled by phone."""
        self.monitoring[customer.id] = on + timedelta(days=MONITORING_FREE_DAYS)

    def cancel_monitoring(self, customer, channel):
        if channel != "phone":
            raise RefusedError(messages.MONITORING_CANCEL_BY_PHONE)
        self.monitoring.pop(customer.id, None)
