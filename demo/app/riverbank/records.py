"""What every team works with: customers, their accounts, and what was posted to them.

Money is counted in whole cents. A balance is what the customer has (accounts) or owes (cards and loans).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import List, Optional


@dataclass
class Customer:
    """A person."""

    id: str
    name: str
    address: str
    date_of_birth: date
    social_security_number: Optional[str] = None
    phone: Optional[str] = None
    email: Optional[str] = None
    previous_addresses: List[str] = field(default_factory=list)
    deceased: bool = False
    bankruptcy_discharged_on: Optional[date] = None


@dataclass
class Entry:
    """One line of a statement."""

    posted_on: date
    amount_cents: int
    text: str
    pending: bool = False


@dataclass
class Account:
    """A checking or savings account, a card, or a loan."""

    number: str
    kind: str
    owner: Customer
    opened_on: date
    balance_cents: int = 0
    credit_limit_cents: int = 0
    autopay: bool = False
    closed_on: Optional[date] = None
    status: str = "current"
    entries: List[Entry] = field(default_factory=list)

    def post(self, on, amount_cents, text):
        """Adds a line to the statement and changes the balance."""
        entry = Entry(on, amount_cents, text)
        self.entries.append(entry)
        self.balance_cents += amount_cents
        return entry

    def masked_number(self):
        """The account number as customers see it: the last four digits."""
        return "..." + self.number[-4:]

    def is_open(self):
        return self.closed_on is None


class RefusedError(Exception):
    """Something a customer asked for is not done; the text is shown to them."""
