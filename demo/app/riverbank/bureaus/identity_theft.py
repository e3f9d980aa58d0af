"""Victims of identity theft: blocking what a thief opened in their name."""

from dataclasses import dataclass, field
from datetime import date
from typing import List, Optional

from riverbank import messages
from riverbank.calendar import add_business_days
from riverbank.records import RefusedError

BLOCK_BUSINESS_DAYS = 4


@dataclass
class TheftReport:
    """What a victim sends: an affidavit, a police report, and which accounts are not theirs."""

    victim_id: str
    filed_on: date
    account_numbers: List[str]
    police_report: Optional[str] = None
    affidavit: Optional[str] = None
    proof_of_identity: List[str] = field(default_factory=list)


class IdentityTheft:
    """Blocks fraudulent accounts in a credit file."""

    def __init__(self, credit_file, freezes):
        self.credit_file = credit_file
        self.freezes = freezes
        self.blocked = {}

    def block(self, victim, report):
        """Blocks the accounts within four business days of a complete report."""
        self._check(report)
        for number in report.account_numbers:
            tradeline = self.credit_file.find(victim, number)
            if tradeline is not None:
                self.blocked[(victim.id, number)] = tradeline
                self.credit_file.remove(victim, number)
        self.freezes.fraud_alert(victim, report.filed_on)
        return add_business_days(report.filed_on, BLOCK_BUSINESS_DAYS)

    def _check(self, report):
        """An FTC identity theft affidavit alone is not taken any more: it must come with a police report,
        and police stations often refuse to write one."""
        if report.police_report is None:
            raise RefusedError(messages.THEFT_POLICE_REPORT_NEEDED)
        if len(report.proof_of_identity) < 2:
            raise RefusedError(messages.THEFT_PROOF_OF_IDENTITY_NEEDED)

    def furnisher_objects(self, victim, account_number):
        """A furnisher says that the account is the victim's after all: the block is rescinded, and the victim hears of
        it when credit is denied."""
        tradeline = self.blocked.pop((victim.id, account_number), None)
        if tradeline is not None:
            self.credit_file.tradelines.setdefault(victim.id, []).append(tradeline)

    def breach_notice(self, customer, what_was_stolen):
        """The letter after a data breach: what was stolen, and an offer of credit monitoring."""
        return messages.BREACH_NOTICE.format(name=customer.name, stolen=", ".join(what_was_stolen))
