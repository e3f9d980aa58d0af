"""Letters about disputes: received, result, and how we found out."""

from datetime import timedelta

from riverbank import messages
from riverbank.calendar import add_business_days

MAX_STATEMENT_WORDS = 100


def acknowledgement(dispute):
    """Says that the dispute has arrived. Only for what came by mail: on the web the page says so."""
    if dispute.channel != "mail":
        return None
    return messages.DISPUTE_RECEIVED.format(name=dispute.customer.name, number=dispute.number)


def result_letter(dispute):
    """The result of the investigation, sent to the address in the credit file.

    Where the address itself is what the customer disputes, the letter still goes to the old one.
    """
    body = {
        "verified": messages.RESULT_VERIFIED,
        "updated": messages.RESULT_UPDATED,
        "deleted": messages.RESULT_DELETED,
    }[dispute.result]
    return Letter(
        to=dispute.customer.address,
        mailed_on=add_business_days(dispute.closed_on, 5),
        text=body.format(name=dispute.customer.name, account=dispute.account_number[-4:]),
    )


def method_of_verification(dispute, asked_on):
    """Answers "how did you verify this account?"; customers may ask for it after a verified result."""
    if dispute.result != "verified":
        return None
    return Letter(
        to=dispute.customer.address,
        mailed_on=asked_on + timedelta(days=15),
        text=messages.METHOD_OF_VERIFICATION,
    )


def add_statement(dispute, text):
    """Puts the customer's own statement of dispute beside the account, cut to 100 words."""
    words = text.split()
    dispute.statement = " ".join(words[:MAX_STATEMENT_WORDS])
    return len(words) <= MAX_STATEMENT_WORDS


class Letter:
    """Something that goes out by mail."""

    def __init__(self, to, mailed_on, text):
        self.to = to
        self.mailed_on = mailed_on
        self.text = text

    def __repr__(self):
        return "Letter(to=%r, mailed_on=%s)" % (self.to, self.mailed_on)


def undeliverable(letter, customer):
    """Mail that came back: tries a previous address before giving up, without telling anybody."""
    if customer.previous_addresses and letter.to != customer.previous_addresses[-1]:
        return Letter(customer.previous_addresses[-1], letter.mailed_on, letter.text)
    return None
