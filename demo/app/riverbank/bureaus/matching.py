"""Deciding whose credit file an account belongs to.

Furnishers send a name, an address, a date of birth and mostly a social security number. Two people with similar names
at one address (father and son, twins, a former spouse) can end up in one file: a mixed file, with accounts, collections
and inquiries that belong to someone else.
"""

import re

NICKNAMES = {"bob": "robert", "bill": "william", "liz": "elizabeth", "jim": "james", "peggy": "margaret"}
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}

MATCH_SCORE = 60


def normal_name(name):
    """Lower case, nicknames spelled out, suffixes like Jr and Sr dropped."""
    words = re.findall(r"[a-z]+", name.lower())
    return [NICKNAMES.get(word, word) for word in words if word not in SUFFIXES]


def normal_address(address):
    """House number and first word of the street: apartments at one address are the same address."""
    found = re.match(r"\s*(\d+)\s+([A-Za-z]+)", address)
    return (found.group(1), found.group(2).lower()) if found else (address.strip().lower(), "")


def match_score(customer, reported):
    """How sure we are that `reported` is `customer`, 0 to 100. 60 is enough."""
    score = 0
    theirs, ours = normal_name(reported["name"]), normal_name(customer.name)
    if theirs and ours and theirs[-1] == ours[-1]:
        score += 20
        if theirs[0][0] == ours[0][0]:
            score += 20
    addresses = [customer.address] + customer.previous_addresses
    if normal_address(reported["address"]) in [normal_address(a) for a in addresses]:
        score += 20
    number = reported.get("social_security_number")
    if number is None or customer.social_security_number is None:
        # Not known is not different: name and address decide.
        return score
    same_digits = sum(a == b for a, b in zip(number, customer.social_security_number))
    if same_digits >= 7:
        score += 40
    return score


def belongs_to(customer, reported):
    """Whether a reported account goes into this customer's file."""
    return match_score(customer, reported) >= MATCH_SCORE


def learn_personal_information(customer, reported):
    """Takes over names and addresses that furnishers report, so that later accounts match more easily.

    This is how an address that a person never lived at gets into their report.
    """
    if reported["address"] not in [customer.address] + customer.previous_addresses:
        customer.previous_addresses.append(reported["address"])


def correct_personal_information(customer, name=None, address=None):
    """Corrects an incorrect name or address, until a furnisher reports the old one again."""
    if name:
        customer.name = name
    if address:
        customer.previous_addresses.append(customer.address)
        customer.address = address
