"""Late fees, overdrafts and posting days."""

import unittest
from datetime import date, datetime

from riverbank.accounts import overdraft
from riverbank.cards import fees
from riverbank.payments.posting import posted_on
from riverbank.records import Account, Customer

ANN = Customer("c1", "Ann Miller", "12 Oak Street", date(1980, 5, 17))


def card():
    return Account("4000123412341234", "card", ANN, date(2017, 1, 1), 50000, 500000)


class LateFees(unittest.TestCase):
    def test_a_payment_on_the_due_date_is_in_time(self):
        self.assertEqual(fees.late_fee(card(), date(2019, 3, 4), datetime(2019, 3, 4, 23, 0)), 0)

    def test_a_payment_on_friday_evening_is_posted_on_monday(self):
        self.assertEqual(posted_on(datetime(2019, 3, 1, 18, 0)), date(2019, 3, 4))

    def test_no_payment_costs_a_fee_and_the_second_time_more(self):
        self.assertEqual(fees.late_fee(card(), date(2019, 3, 4), None), 2900)
        self.assertEqual(fees.late_fee(card(), date(2019, 3, 4), None, late_before=1), 4000)

    def test_deferred_interest_is_charged_for_all_months(self):
        charged = fees.end_of_promotion(card(), date(2018, 3, 1), 12, 0.25, 10000, date(2019, 3, 2))
        self.assertEqual(charged, 2506)


class Overdrafts(unittest.TestCase):
    def test_large_debits_come_first(self):
        account = Account("1001", "checking", ANN, date(2017, 1, 1), 50000)
        day = [(500, "coffee"), (49900, "rent"), (700, "lunch")]
        self.assertEqual(overdraft.post_day(account, day, date(2019, 3, 4)), 2)


if __name__ == "__main__":
    unittest.main()
