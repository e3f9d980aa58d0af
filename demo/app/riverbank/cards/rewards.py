"""Points, miles and sign-up bonuses: earning them, and the small print."""

from datetime import timedelta

from riverbank import messages
from riverbank.calendar import days_between
from riverbank.records import RefusedError

POINTS_PER_DOLLAR = 1
BONUS_WINDOW_DAYS = 90
BONUS_PAID_WITHIN_DAYS = 60
POINTS_EXPIRE_DAYS = 365


class Rewards:
    """The points of one card."""

    def __init__(self, opened_on, offer=None):
        self.opened_on = opened_on
        self.offer = offer
        self.points = 0
        self.last_used_on = opened_on
        self.under_review = False

    def earn(self, amount_cents, category, on):
        """Gift cards, cash advances and whatever the merchant's bank files under them earn nothing."""
        self.last_used_on = on
        if category in ("gift card", "cash advance", "money transfer"):
            return 0
        earned = amount_cents // 100 * POINTS_PER_DOLLAR
        self.points += earned
        return earned

    def bonus(self, spent_cents, today):
        """The sign-up bonus that was advertised: enough spent within 90 days of approval.

        The days count from approval, not from when the card came in the mail. An application that was not opened
        through the link of the offer has no offer on file, whatever the agent on the phone has promised.
        """
        if self.offer is None:
            return None, messages.BONUS_NOT_ENROLLED
        if days_between(self.opened_on, today) > BONUS_WINDOW_DAYS:
            return None, messages.BONUS_TOO_LATE
        if spent_cents < self.offer["spend_cents"]:
            return None, messages.BONUS_NOT_YET
        return today + timedelta(days=BONUS_PAID_WITHIN_DAYS), messages.BONUS_EARNED

    def transfer_points(self, points, partner):
        """Moves points to an airline or hotel."""
        if self.under_review:
            raise RefusedError(messages.POINTS_UNDER_REVIEW)
        if points > self.points:
            raise RefusedError(messages.POINTS_NOT_ENOUGH)
        self.points -= points
        return messages.POINTS_TRANSFERRED.format(points=points, partner=partner)

    def expire(self, today):
        """Points of a card that was not used for a year are gone."""
        if days_between(self.last_used_on, today) > POINTS_EXPIRE_DAYS:
            lost, self.points = self.points, 0
            return lost
        return 0

    def close(self):
        """Points left when an account is closed, by the customer or by us, are lost."""
        self.points = 0
