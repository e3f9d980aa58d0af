"""Help for homeowners who struggle to pay: loan modification, forbearance, and foreclosure when it fails."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Dict, List, Optional

from riverbank import messages
from riverbank.calendar import days_between
from riverbank.records import RefusedError

DOCUMENTS = ("hardship letter", "pay stubs", "bank statements", "tax return", "request for assistance")
DOCUMENTS_GOOD_FOR_DAYS = 60
FORECLOSE_AFTER_DAYS = 120
TRIAL_MONTHS = 3


@dataclass
class Application:
    """An application for a modification."""

    loan_number: str
    started_on: date
    documents: Dict[str, date] = field(default_factory=dict)
    contacts: List[str] = field(default_factory=list)
    trial_paid: int = 0
    decided: Optional[str] = None


def receive_document(application, name, on):
    """Files a document of the modification packet."""
    if name not in DOCUMENTS:
        raise RefusedError(messages.MODIFICATION_UNKNOWN_DOCUMENT.format(name=name))
    application.documents[name] = on


def missing_documents(application, today):
    """What the packet still lacks. A document older than 60 days counts as missing and must be sent again, also when
    it is our own review that took so long."""
    return [
        name
        for name in DOCUMENTS
        if name not in application.documents
        or days_between(application.documents[name], today) > DOCUMENTS_GOOD_FOR_DAYS
    ]


def assign_contact(application, agents):
    """Each call is taken by the next free agent, who knows nothing of the paperwork sent before."""
    agent = agents[len(application.contacts) % len(agents)]
    application.contacts.append(agent)
    return agent


def decide(application, monthly_income_cents, monthly_payment_cents, today):
    """Approves a trial plan, or denies. An incomplete packet is a denial, and the homeowner starts over."""
    missing = missing_documents(application, today)
    if missing:
        application.decided = "denied"
        return messages.MODIFICATION_INCOMPLETE.format(missing=", ".join(missing))
    if monthly_payment_cents < monthly_income_cents * 0.31:
        application.decided = "denied"
        return messages.MODIFICATION_DENIED_INCOME
    application.decided = "trial"
    return messages.MODIFICATION_TRIAL.format(months=TRIAL_MONTHS)


def trial_payment(application, on_time):
    """Three payments in time make the modification permanent; a late one ends it."""
    if not on_time:
        application.decided = "denied"
        return messages.MODIFICATION_TRIAL_FAILED
    application.trial_paid += 1
    if application.trial_paid == TRIAL_MONTHS:
        application.decided = "approved"
    return None


def foreclosure_date(application, first_missed_on):
    """The sale is prepared 120 days after the first missed payment, while the application is still under review."""
    return first_missed_on + timedelta(days=FORECLOSE_AFTER_DAYS)


def end_forbearance(months_skipped, monthly_cents):
    """After a forbearance all skipped payments are due at once."""
    due = months_skipped * monthly_cents
    return due, messages.FORBEARANCE_ENDED.format(due=messages.money(due))
