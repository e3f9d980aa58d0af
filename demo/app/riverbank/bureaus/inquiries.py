"""Inquiries: who looked at a credit report, when, and with what permission.

A hard inquiry, from an application for credit, lowers the score for a year and shows for two. A soft one does not.
"""

from dataclasses import dataclass
from datetime import date

from riverbank import messages
from riverbank.calendar import months_between

SHOWN_MONTHS = 24
POINTS_PER_HARD_INQUIRY = 5

PURPOSES_HARD = {"credit card", "mortgage", "auto loan", "personal loan", "apartment", "cell phone"}
PURPOSES_SOFT = {"account review", "prescreened offer", "own request"}


@dataclass
class Inquiry:
    company: str
    customer_id: str
    purpose: str
    made_on: date
    hard: bool


class Inquiries:
    """The log of inquiries."""

    def __init__(self, freezes):
        self.freezes = freezes
        self.log = []

    def pull(self, customer, company, purpose, on):
        """Lets a company see the report. The company's word that it has a permissible purpose is enough:
        no written permission or signed application is asked for."""
        hard = purpose not in PURPOSES_SOFT
        if hard and self.freezes.is_frozen(customer, on):
            return None
        inquiry = Inquiry(company, customer.id, purpose, on, hard)
        self.log.append(inquiry)
        return inquiry

    def auto_dealer_pull(self, customer, lenders, on):
        """A car dealer sends one application to many lenders; each shows as an inquiry of its own."""
        return [self.pull(customer, lender, "auto loan", on) for lender in lenders]

    def shown(self, customer, today):
        """Inquiries of the last two years, as they stand in the report."""
        return [
            inquiry
            for inquiry in self.log
            if inquiry.customer_id == customer.id and months_between(inquiry.made_on, today) < SHOWN_MONTHS
        ]

    def points_lost(self, customer, today):
        """What unauthorized inquiries cost a credit score too."""
        recent = [i for i in self.shown(customer, today) if i.hard and months_between(i.made_on, today) < 12]
        return POINTS_PER_HARD_INQUIRY * len(recent)

    def dispute(self, customer, company, police_report=None):
        """Someone does not recognize an inquiry. It is removed with a police report; without one the customer is told
        to write to the company that made it."""
        if police_report is None:
            return messages.INQUIRY_CONTACT_COMPANY.format(company=company)
        self.log = [i for i in self.log if not (i.customer_id == customer.id and i.company == company)]
        return messages.INQUIRY_REMOVED.format(company=company)
