"""What each deadline of the table comes to, reckoned by hand from a calendar and not from the code.

A line is: the kind of case, the day it starts, the day it falls on, and the last day when that is another because it
moves to the next workday. Easter Sunday is 5 April 2026, 28 March 2027 and 16 April 2028; 2028 is a leap year.
"""

from calendar import isleap
from datetime import date

# The rows of one block have the same length, and end alike.
BLOCKS = {
    "F1 F9_notice F12_room": """
        starts_on_weekend  2026-11-21  2026-12-21
        saturday           2026-05-13  2026-06-13
        sunday             2026-05-14  2026-06-14
        first_of_may       2026-04-01  2026-05-01
        seventeenth_of_may 2028-04-17  2028-05-17
        maundy_thursday    2026-03-02  2026-04-02
        good_friday        2026-03-03  2026-04-03
        easter_monday      2026-03-06  2026-04-06
        ascension          2026-04-14  2026-05-14
        whit_monday        2026-04-25  2026-05-25
        christmas          2026-11-25  2026-12-25
        month_end          2026-08-31  2026-09-30
        month_end          2026-01-31  2026-02-28
        leap_day           2028-01-31  2028-02-29
        leap_day           2028-02-29  2028-03-29
        year_end           2026-12-31  2027-01-31
    """,
    "F12_protest": """
        starts_on_weekend  2026-11-21  2026-12-21
        saturday           2026-05-13  2026-06-13  2026-06-15
        sunday             2026-05-14  2026-06-14  2026-06-15
        first_of_may       2026-04-01  2026-05-01  2026-05-04
        seventeenth_of_may 2028-04-17  2028-05-17  2028-05-18
        maundy_thursday    2026-03-02  2026-04-02  2026-04-07
        good_friday        2026-03-03  2026-04-03  2026-04-07
        easter_monday      2026-03-06  2026-04-06  2026-04-07
        ascension          2026-04-14  2026-05-14  2026-05-15
        whit_monday        2026-04-25  2026-05-25  2026-05-26
        christmas          2026-11-25  2026-12-25  2026-12-28
        month_end          2026-08-31  2026-09-30
        month_end          2026-01-31  2026-02-28  2026-03-02
        leap_day           2028-01-31  2028-02-29
        leap_day           2028-02-29  2028-03-29
        year_end           2026-12-31  2027-01-31  2027-02-01
    """,
    "F1_promise": """
        starts_on_weekend  2026-11-21  2026-11-21
        saturday           2026-06-13  2026-06-13
        sunday             2026-06-14  2026-06-14
        first_of_may       2026-05-01  2026-05-01
        seventeenth_of_may 2028-05-17  2028-05-17
        maundy_thursday    2026-04-02  2026-04-02
        good_friday        2026-04-03  2026-04-03
        easter_monday      2026-04-06  2026-04-06
        ascension          2026-05-14  2026-05-14
        whit_monday        2026-05-25  2026-05-25
        christmas          2026-12-25  2026-12-25
        month_end          2026-01-31  2026-01-31
        leap_day           2028-02-29  2028-02-29
        year_end           2026-12-31  2026-12-31
    """,
    "F1_reminder": """
        starts_on_weekend  2026-11-21  2026-12-12
        saturday           2026-05-23  2026-06-13
        sunday             2026-05-24  2026-06-14
        first_of_may       2026-04-10  2026-05-01
        seventeenth_of_may 2028-04-26  2028-05-17
        maundy_thursday    2026-03-12  2026-04-02
        good_friday        2026-03-13  2026-04-03
        easter_monday      2026-03-16  2026-04-06
        ascension          2026-04-23  2026-05-14
        whit_monday        2026-05-04  2026-05-25
        christmas          2026-12-04  2026-12-25
        month_end          2026-03-31  2026-04-21
        leap_day           2028-02-08  2028-02-29
        leap_day           2028-02-29  2028-03-21
        year_end           2026-12-11  2027-01-01
    """,
    "F2 F3 F5": """
        starts_on_weekend  2026-11-21  2026-12-12  2026-12-14
        saturday           2026-05-23  2026-06-13  2026-06-15
        sunday             2026-05-24  2026-06-14  2026-06-15
        first_of_may       2026-04-10  2026-05-01  2026-05-04
        seventeenth_of_may 2028-04-26  2028-05-17  2028-05-18
        maundy_thursday    2026-03-12  2026-04-02  2026-04-07
        good_friday        2026-03-13  2026-04-03  2026-04-07
        easter_monday      2026-03-16  2026-04-06  2026-04-07
        ascension          2026-04-23  2026-05-14  2026-05-15
        whit_monday        2026-05-04  2026-05-25  2026-05-26
        christmas          2026-12-04  2026-12-25  2026-12-28
        christmas_eve      2026-12-03  2026-12-24
        workday            2026-11-02  2026-11-23
        month_end          2026-03-31  2026-04-21
        leap_day           2028-02-08  2028-02-29
        leap_day           2028-02-15  2028-03-07
        year_end           2026-12-11  2027-01-01  2027-01-04
        year_end           2026-12-14  2027-01-04
    """,
    "F4 F7_stale F9 F10_change": """
        starts_on_weekend  2026-11-21  2027-11-21
        saturday           2025-06-13  2026-06-13
        sunday             2025-06-14  2026-06-14
        first_of_may       2025-05-01  2026-05-01
        seventeenth_of_may 2027-05-17  2028-05-17
        maundy_thursday    2025-04-02  2026-04-02
        good_friday        2025-04-03  2026-04-03
        easter_monday      2025-04-06  2026-04-06
        ascension          2025-05-14  2026-05-14
        whit_monday        2025-05-25  2026-05-25
        christmas          2025-12-25  2026-12-25
        month_end          2026-04-30  2027-04-30
        leap_day           2028-02-29  2029-02-28
        leap_day           2027-02-28  2028-02-28
        year_end           2026-12-31  2027-12-31
    """,
    "F6": """
        starts_on_weekend  2026-11-21  2026-11-28
        saturday           2026-06-06  2026-06-13
        sunday             2026-06-07  2026-06-14
        first_of_may       2026-04-24  2026-05-01
        seventeenth_of_may 2028-05-10  2028-05-17
        maundy_thursday    2026-03-26  2026-04-02
        good_friday        2026-03-27  2026-04-03
        easter_monday      2026-03-30  2026-04-06
        ascension          2026-05-07  2026-05-14
        whit_monday        2026-05-18  2026-05-25
        christmas          2026-12-18  2026-12-25
        month_end          2026-03-31  2026-04-07
        leap_day           2028-02-22  2028-02-29
        leap_day           2028-02-29  2028-03-07
        year_end           2026-12-28  2027-01-04
    """,
    "F7 F7_social F8": """
        starts_on_weekend  2026-11-21  2026-12-05
        saturday           2026-05-30  2026-06-13
        sunday             2026-05-31  2026-06-14
        first_of_may       2026-04-17  2026-05-01
        seventeenth_of_may 2028-05-03  2028-05-17
        maundy_thursday    2026-03-19  2026-04-02
        good_friday        2026-03-20  2026-04-03
        easter_monday      2026-03-23  2026-04-06
        ascension          2026-04-30  2026-05-14
        whit_monday        2026-05-11  2026-05-25
        christmas          2026-12-11  2026-12-25
        month_end          2026-01-31  2026-02-14
        leap_day           2028-02-15  2028-02-29
        leap_day           2028-02-29  2028-03-14
        year_end           2026-12-24  2027-01-07
    """,
    "F7_statement": """
        starts_on_weekend  2026-11-21  2026-12-05  2026-12-07
        saturday           2026-05-30  2026-06-13  2026-06-15
        sunday             2026-05-31  2026-06-14  2026-06-15
        first_of_may       2026-04-17  2026-05-01  2026-05-04
        seventeenth_of_may 2028-05-03  2028-05-17  2028-05-18
        maundy_thursday    2026-03-19  2026-04-02  2026-04-07
        good_friday        2026-03-20  2026-04-03  2026-04-07
        easter_monday      2026-03-23  2026-04-06  2026-04-07
        ascension          2026-04-30  2026-05-14  2026-05-15
        whit_monday        2026-05-11  2026-05-25  2026-05-26
        christmas          2026-12-11  2026-12-25  2026-12-28
        month_end          2026-01-31  2026-02-14  2026-02-16
        leap_day           2028-02-15  2028-02-29
        leap_day           2028-02-29  2028-03-14
        year_end           2026-12-24  2027-01-07
    """,
    "F10": """
        starts_on_weekend  2026-11-21  2029-05-21
        saturday           2023-12-13  2026-06-13
        sunday             2023-12-14  2026-06-14
        first_of_may       2023-11-01  2026-05-01
        seventeenth_of_may 2025-11-17  2028-05-17
        maundy_thursday    2023-10-02  2026-04-02
        good_friday        2023-10-03  2026-04-03
        easter_monday      2023-10-06  2026-04-06
        ascension          2023-11-14  2026-05-14
        whit_monday        2023-11-25  2026-05-25
        christmas          2024-06-25  2026-12-25
        month_end          2024-08-31  2027-02-28
        leap_day           2025-08-31  2028-02-29
        leap_day           2028-02-29  2030-08-29
        year_end           2026-12-31  2029-06-30
    """,
    "F10_notice": """
        starts_on_weekend  2026-11-21  2027-05-21
        saturday           2025-12-13  2026-06-13
        sunday             2025-12-14  2026-06-14
        first_of_may       2025-11-01  2026-05-01
        seventeenth_of_may 2027-11-17  2028-05-17
        maundy_thursday    2025-10-02  2026-04-02
        good_friday        2025-10-03  2026-04-03
        easter_monday      2025-10-06  2026-04-06
        ascension          2025-11-14  2026-05-14
        whit_monday        2025-11-25  2026-05-25
        christmas          2026-06-25  2026-12-25
        month_end          2026-08-31  2027-02-28
        month_end          2026-03-31  2026-09-30
        leap_day           2027-08-31  2028-02-29
        leap_day           2028-02-29  2028-08-29
        year_end           2026-12-31  2027-06-30
    """,
    "F11 F12_suit": """
        starts_on_weekend  2026-11-21  2027-02-21
        saturday           2026-03-13  2026-06-13
        sunday             2026-03-14  2026-06-14
        first_of_may       2026-02-01  2026-05-01
        seventeenth_of_may 2028-02-17  2028-05-17
        maundy_thursday    2026-01-02  2026-04-02
        good_friday        2026-01-03  2026-04-03
        easter_monday      2026-01-06  2026-04-06
        ascension          2026-02-14  2026-05-14
        whit_monday        2026-02-25  2026-05-25
        christmas          2026-09-25  2026-12-25
        month_end          2026-11-30  2027-02-28
        month_end          2026-08-31  2026-11-30
        leap_day           2027-11-30  2028-02-29
        leap_day           2028-02-29  2028-05-29
        year_end           2026-12-31  2027-03-31
    """,
    # Ends with its month, so a feast is met by the day the notice comes.
    "F12": """
        starts_on_weekend  2026-11-21  2027-02-28
        saturday           2026-07-10  2026-10-31
        sunday             2026-10-15  2027-01-31
        first_of_may       2026-05-01  2026-08-31
        seventeenth_of_may 2028-05-17  2028-08-31
        maundy_thursday    2026-04-02  2026-07-31
        good_friday        2026-04-03  2026-07-31
        easter_monday      2026-04-06  2026-07-31
        ascension          2026-05-14  2026-08-31
        whit_monday        2004-02-10  2004-05-31
        christmas          2026-12-25  2027-03-31
        month_end          2026-11-30  2027-02-28
        month_end          2026-12-01  2027-03-31
        leap_day           2027-11-30  2028-02-29
        leap_day           2028-02-29  2028-05-31
        year_end           2026-09-15  2026-12-31
    """,
    "F13": """
        starts_on_weekend  2026-11-21  2026-12-26  2026-12-28
        saturday           2026-05-09  2026-06-13  2026-06-15
        sunday             2026-05-10  2026-06-14  2026-06-15
        first_of_may       2026-03-27  2026-05-01  2026-05-04
        seventeenth_of_may 2028-04-12  2028-05-17  2028-05-18
        maundy_thursday    2026-02-26  2026-04-02  2026-04-07
        good_friday        2026-02-27  2026-04-03  2026-04-07
        easter_monday      2026-03-02  2026-04-06  2026-04-07
        ascension          2026-04-09  2026-05-14  2026-05-15
        whit_monday        2026-04-20  2026-05-25  2026-05-26
        christmas          2026-11-20  2026-12-25  2026-12-28
        month_end          2026-03-31  2026-05-05
        leap_day           2028-01-25  2028-02-29
        leap_day           2028-02-29  2028-04-04
        year_end           2026-11-30  2027-01-04
    """,
    "F14": """
        starts_on_weekend  2026-11-21  2026-11-22
        saturday           2026-06-12  2026-06-13
        sunday             2026-06-13  2026-06-14
        first_of_may       2026-04-30  2026-05-01
        seventeenth_of_may 2028-05-16  2028-05-17
        maundy_thursday    2026-04-01  2026-04-02
        good_friday        2026-04-02  2026-04-03
        easter_monday      2026-04-05  2026-04-06
        ascension          2026-05-13  2026-05-14
        whit_monday        2026-05-24  2026-05-25
        christmas          2026-12-24  2026-12-25
        month_end          2026-01-31  2026-02-01
        leap_day           2028-02-28  2028-02-29
        leap_day           2028-02-29  2028-03-01
        year_end           2026-12-31  2027-01-01
    """,
    # Fixed days of the year: a feast is met by the day one asks.
    "F15": """
        starts_on_weekend  2026-11-21  2027-02-15
        saturday           2024-12-31  2025-02-15
        sunday             2025-12-31  2026-02-15
        first_of_may       2026-05-01  2027-02-15
        seventeenth_of_may 2028-05-17  2029-02-15
        maundy_thursday    2026-04-02  2027-02-15
        good_friday        2026-04-03  2027-02-15
        easter_monday      2026-04-06  2027-02-15
        ascension          2026-05-14  2027-02-15
        whit_monday        2026-05-25  2027-02-15
        christmas          2026-12-25  2027-02-15
        month_end          2026-01-31  2026-02-15
        leap_day           2028-02-29  2029-02-15
        year_end           2026-12-31  2027-02-15
        workday            2027-02-15  2027-02-15
        workday            2027-02-16  2028-02-15
    """,
    "F15_accounts": """
        starts_on_weekend  2026-11-21  2027-02-22
        saturday           2024-12-31  2025-02-22
        sunday             2025-12-31  2026-02-22
        first_of_may       2026-05-01  2027-02-22
        seventeenth_of_may 2028-05-17  2029-02-22
        maundy_thursday    2026-04-02  2027-02-22
        good_friday        2026-04-03  2027-02-22
        easter_monday      2026-04-06  2027-02-22
        ascension          2026-05-14  2027-02-22
        whit_monday        2026-05-25  2027-02-22
        christmas          2026-12-25  2027-02-22
        month_end          2026-01-31  2026-02-22
        leap_day           2028-02-29  2029-02-22
        year_end           2026-12-31  2027-02-22
        workday            2027-02-23  2028-02-22
    """,
    "F16": """
        starts_on_weekend  2026-11-21  2026-12-20
        saturday           2026-01-01  2026-06-20
        sunday             2026-07-01  2026-12-20
        first_of_may       2026-05-01  2026-06-20
        seventeenth_of_may 2028-05-17  2028-06-20
        maundy_thursday    2026-04-02  2026-06-20
        good_friday        2026-04-03  2026-06-20
        easter_monday      2026-04-06  2026-06-20
        ascension          2026-05-14  2026-06-20
        whit_monday        2026-05-25  2026-06-20
        christmas          2026-12-25  2027-06-20
        month_end          2026-06-30  2026-12-20
        leap_day           2028-02-29  2028-06-20
        year_end           2026-12-31  2027-06-20
        workday            2027-06-21  2027-12-20
    """,
}

# What makes a day of each kind that kind, told apart from the program's own calendar.
MAUNDY_THURSDAY, GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 6)
ASCENSION, WHIT_MONDAYS = date(2026, 5, 14), (date(2026, 5, 25), date(2004, 5, 31))
SATURDAY, SUNDAY = 5, 6
MUST_HAVE = {
    "starts_on_weekend": lambda start, falls_on: start.weekday() in (SATURDAY, SUNDAY),
    "saturday": lambda start, falls_on: falls_on.weekday() == SATURDAY,
    "sunday": lambda start, falls_on: falls_on.weekday() == SUNDAY,
    "first_of_may": lambda start, falls_on: (5, 1) in _dates(start, falls_on),
    "seventeenth_of_may": lambda start, falls_on: (5, 17) in _dates(start, falls_on),
    "maundy_thursday": lambda start, falls_on: MAUNDY_THURSDAY in (start, falls_on),
    "good_friday": lambda start, falls_on: GOOD_FRIDAY in (start, falls_on),
    "easter_monday": lambda start, falls_on: EASTER_MONDAY in (start, falls_on),
    "ascension": lambda start, falls_on: ASCENSION in (start, falls_on),
    "whit_monday": lambda start, falls_on: any(day in (start, falls_on) for day in WHIT_MONDAYS),
    "christmas": lambda start, falls_on: (12, 25) in _dates(start, falls_on),
    "month_end": lambda start, falls_on: start.day >= 30 or start.day == 1,
    "leap_day": lambda start, falls_on: (2, 29) in _dates(start, falls_on) or _in_leap_february(start, falls_on),
    "year_end": lambda start, falls_on: start.year < falls_on.year or (12, 31) in _dates(start, falls_on),
}


def _dates(*days):
    return [(day.month, day.day) for day in days]


def _in_leap_february(start, falls_on):
    return any(day.month == 2 and isleap(day.year) for day in (start, falls_on))


def cases():
    """Term id, kind, start, the day it falls on, and the last day."""
    for ids, block in BLOCKS.items():
        for line in block.strip().splitlines():
            kind, *days = line.split()
            start, falls_on, *moved = map(date.fromisoformat, days)
            for term_id in ids.split():
                yield term_id, kind, start, falls_on, (moved or [falls_on])[0]
