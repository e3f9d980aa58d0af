"""Business days, bank holidays and deadlines."""

from datetime import date, timedelta

FIXED_HOLIDAYS = ((1, 1), (7, 4), (11, 11), (12, 25))


def is_bank_holiday(day):
    """Fixed holidays and the ones that fall on a certain Monday or Thursday."""
    if (day.month, day.day) in FIXED_HOLIDAYS:
        return True
    nth = (day.day - 1) // 7 + 1
    last = (day + timedelta(days=7)).month != day.month
    floating = (
        (1, 0, 3),  # Martin Luther King Day
        (2, 0, 3),  # Presidents' Day
        (9, 0, 1),  # Labor Day
        (10, 0, 2),  # Columbus Day
        (11, 3, 4),  # Thanksgiving
    )
    if (day.month, day.weekday(), nth) in floating:
        return True
    return day.month == 5 and day.weekday() == 0 and last  # Memorial Day


def is_business_day(day):
    return day.weekday() < 5 and not is_bank_holiday(day)


def next_business_day(day):
    """The first business day after `day`."""
    day += timedelta(days=1)
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def add_business_days(day, count):
    for _ in range(count):
        day = next_business_day(day)
    return day


def days_between(start, end):
    return (end - start).days


def months_between(start, end):
    """Whole months from `start` to `end`."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


def years_before(day, years):
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
