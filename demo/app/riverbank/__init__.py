"""Riverbank's back office.

A made-up sample: no such bank exists, this is no company's code, and what is wrong in it is wrong on purpose.
"""

__version__ = "4.2.0"
