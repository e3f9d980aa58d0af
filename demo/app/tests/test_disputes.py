"""Disputes, mixed files and inquiries."""

import unittest
from datetime import date

from riverbank.bureaus import matching
from riverbank.bureaus.reporting import CreditFile
from riverbank.disputes.intake import Intake
from riverbank.disputes.investigation import Investigation
from riverbank.http.routes import Site, handle
from riverbank.records import Customer, RefusedError


def john(suffix="", number=None):
    return Customer("c" + suffix, "John Hill " + suffix, "7 Elm Road", date(1970, 1, 1), number)


REPORTED = {
    "furnisher": "Example Bank",
    "account_number": "998877",
    "kind": "card",
    "status": "late",
    "balance_cents": 12000,
    "name": "John Hill",
    "address": "7 Elm Road",
}


class Disputes(unittest.TestCase):
    def test_what_the_furnisher_verifies_stays(self):
        credit_file = CreditFile()
        credit_file.report([john()], REPORTED, date(2019, 1, 31))
        dispute = Intake().receive(john(), "998877", "not_mine", date(2019, 2, 1))
        investigation = Investigation({"Example Bank": lambda code, number: "verified"}, credit_file)
        letter = investigation.investigate(dispute, date(2019, 2, 3))
        self.assertEqual(dispute.result, "verified")
        self.assertEqual(letter.mailed_on, date(2019, 2, 8))
        self.assertIsNotNone(credit_file.find(john(), "998877"))

    def test_the_same_dispute_again_is_frivolous(self):
        intake = Intake()
        intake.receive(john(), "998877", "not_mine", date(2019, 2, 1))
        with self.assertRaises(RefusedError):
            intake.receive(john(), "998877", "not_mine", date(2019, 3, 1), documents=["a police report"])

    def test_father_and_son_are_one(self):
        self.assertTrue(matching.belongs_to(john("Jr"), REPORTED))

    def test_an_inquiry_stays_without_a_police_report(self):
        site = Site(date(2019, 4, 1), lambda: "1234")
        site.inquiries.pull(john(), "Example Motors", "auto loan", date(2019, 3, 1))
        status, text = handle(
            site, "POST", "/credit-report/inquiries/dispute", {"customer": john(), "company": "Example Motors"}
        )
        self.assertEqual(status, 200)
        self.assertIn("Example Motors", text)
        self.assertEqual(len(site.inquiries.shown(john(), date(2019, 4, 1))), 1)


if __name__ == "__main__":
    unittest.main()
