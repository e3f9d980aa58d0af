"""The customer site: which page or form calls what. Each handler takes a form and answers with a status and a text."""

import datetime

from riverbank import messages
from riverbank.accounts import closing, deposits
from riverbank.bureaus.freezes import Freezes
from riverbank.bureaus.inquiries import Inquiries
from riverbank.bureaus.reporting import CreditFile
from riverbank.cards.fraud import FraudDesk
from riverbank.collections import calls
from riverbank.disputes.intake import Intake
from riverbank.payments.posting import post_payment
from riverbank.payments.transfers import Transfers
from riverbank.records import RefusedError


class Site:
    """What the pages share."""

    def __init__(self, today, new_pin):
        self.today = today
        self.credit_file = CreditFile()
        self.freezes = Freezes(new_pin)
        self.inquiries = Inquiries(self.freezes)
        self.intake = Intake()
        self.fraud_desk = FraudDesk()
        self.transfers = Transfers()
        self.dialer = calls.Dialer(lambda number, caller_id: False)

    def dispute(self, form):
        """POST /credit-report/disputes: upload of documents is limited to 3 files; more are dropped."""
        documents = form.get("documents", [])[:3]
        dispute = self.intake.receive(
            form["customer"], form["account_number"], form["reason"], self.today, documents=documents
        )
        return messages.DISPUTE_OPEN.format(number=dispute.number, days=0)

    def dispute_inquiry(self, form):
        return self.inquiries.dispute(form["customer"], form["company"], form.get("police_report"))

    def freeze(self, form):
        return self.freezes.freeze(form["customer"], self.today)

    def pay_card(self, form):
        """POST /cards/payments: says thank you at once; when it will be posted is not on the page."""
        post_payment(form["account"], form["amount_cents"], form["arrived_at"])
        return messages.PAYMENT_PROCESSING

    def deposit_check(self, form):
        _, text = deposits.deposit_check(form["account"], form["amount_cents"], self.today, by_phone=True)
        return text

    def send_money(self, form):
        transfer = self.transfers.send_to_person(
            form["account"], form["recipient"], form["amount_cents"], self.today
        )
        return messages.TRANSFER_SENT.format(recipient=transfer.recipient)

    def report_charge(self, form):
        _, text = self.fraud_desk.open_claim(
            form["account"], form["merchant"], form["amount_cents"], form["charged_on"], form["reason"], self.today
        )
        return text

    def stop_calling(self, form):
        """POST /collections/stop: the contact form counts as email, not as a letter."""
        return self.dialer.stop_contact(form["debt"], how="email")

    def close_account(self, form):
        closing.close_on_request(form["account"], self.today, channel="web")
        return messages.ACCOUNT_CLOSED


ROUTES = {
    ("POST", "/credit-report/disputes"): Site.dispute,
    ("POST", "/credit-report/inquiries/dispute"): Site.dispute_inquiry,
    ("POST", "/credit-report/freeze"): Site.freeze,
    ("POST", "/cards/payments"): Site.pay_card,
    ("POST", "/cards/report-charge"): Site.report_charge,
    ("POST", "/accounts/deposit-check"): Site.deposit_check,
    ("POST", "/accounts/close"): Site.close_account,
    ("POST", "/transfers/send-money"): Site.send_money,
    ("POST", "/collections/stop"): Site.stop_calling,
}


def handle(site, method, path, form):
    """Status and text for one request."""
    handler = ROUTES.get((method, path))
    if handler is None:
        return 404, messages.PAGE_NOT_FOUND
    try:
        return 200, handler(site, form)
    except RefusedError as refused:
        return 409, str(refused)


if __name__ == "__main__":
    for method, path in ROUTES:
        print(method, path)
    print(handle(Site(datetime.date.today(), lambda: "0000"), "GET", "/", {}))
