"""How many and how often in a municipality of 66 000 inhabitants, and where the number is from.

Source, unless said: Drammen's final report on its housing programme 2010–2014 (KOSTRA 2013). Numbers
a year are for scale 1. What the report does not tell is chosen so that the stocks come out as it says.
"""

INHABITANTS = 66_000
TOWN_OF = 1.0  # the largest scale lived through as one town

# 1525 dwellings at disposal.
STOCK = {"owned": 1063, "leased_in": 88, "nomination": 374}
IN_HOUSING_ASSOCIATION = 550

# Bought and sold to tenants: 80 in three and a half years, and about as many bought again.
BOUGHT_A_YEAR = {"owned": 23, "leased_in": 8, "nomination": 3}
LEFT_A_YEAR = {"sold_to_tenant": 17, "sold": 2, "demolished": 0.4, "lease_ended": 7}

# 872 applications: 479 new, 255 extensions, 138 transfers. Extensions follow from the contracts.
NEW_APPLICATIONS_A_YEAR = 472
TRANSFERS_A_YEAR = 136
# 445 refugees in 160 dwellings in three and a half years, allocated without an application.
SETTLEMENTS_A_YEAR = 42
# Households waiting for an offer; the queue to move in follows from the allocations.
WAITING = 52

# NIBR's count in week 48 of 2012: 129 homeless, by category (1–4 and other).
HOMELESS_AT_START = 108
HOMELESS_AT_END = 129
HOMELESS_CATEGORIES = {"1": 0.10, "2": 0.50, "3": 0.255, "4": 0.005, "other": 0.14}
# The same count: share of the homeless with each problem. How many waited for a granted home is lost.
HOMELESS_PROBLEMS = {
    "substance_dependence": 0.58,
    "mental_illness": 0.39,
    "evicted_last_6_months": 0.28,
    "heavy_debt": 0.26,
    "family_breakup": 0.18,
    "discharged_last_6_months": 0.17,
    "released_last_6_months": 0.11,
}
OTHER_PROBLEMS = {
    "substance_dependence": 0.10,
    "mental_illness": 0.22,
    "heavy_debt": 0.20,
    "family_breakup": 0.12,
    "evicted_last_6_months": 0.02,
}

# Out of prison or an institution. The homeless in category 3 above come out of one; beside them these a year go back
# to a home they have. NAV's prison contact had about 100 cases a year and did something in 30 of them, some 25 became
# homeless in 2013, and two a month came to NAV from an institution without a home. Of how many who had one is not told.
RELEASES_TO_A_HOME_A_YEAR = {"release": 34, "discharge": 36}
# Advice was given «to a small degree» after a refusal in 2014; how it has grown since is chosen.
HELP_PLAN_SHARES = (0.08, 0.86)
# Of those found in category 1, and of the others found disadvantaged, how many asked for a roof and for assistance.
REQUEST_SHARES = {"temporary": 0.8, "assistance": 0.045}
ASSISTANCE_OUTCOMES = {"granted": 74, "rejected": 18, "withdrawn": 8}

# Households in temporary housing in the course of a year: 76, 89, 134; here those who are found there (category 1) come
# beside these, at the beginning and at the end of the history. Over three months: 6, 9, 22, and no family.
SHORT_STAYS_A_YEAR = (62, 112)
# Petitions to put somebody out: 74 in 2012, 41 in 2013, 34 by October 2014; evictions 27 in 2010, 24 in 2012, 15 in
# 2013, 18 by October 2014. One number a year, the last year last; the years between are chosen.
PETITIONS_A_YEAR = (74, 58, 47, 41, 34)
EVICTIONS_A_YEAR = (27, 24, 20, 15, 18)
# 503 were settled, 445 of them in a municipal dwelling; about 15 minors a year come alone.
SETTLED_PRIVATELY = 0.6
MINORS_A_YEAR = 12

# Rent to own, from June 2011 on: 643 guided, 161 lent to, 79 of them given a grant too, 80 bought what they rented and
# 53 another home. For each sale to a tenant there are as many of the others as there were then.
GUIDED, START_LOANS, GRANTS = 643, 161, 79
BOUGHT_THE_RENTED, BOUGHT_PRIVATELY = 80, 53

# Persons with a protected address; for the two stricter levels their children share it.
PROTECTED_HOUSEHOLDS = {"strictly_confidential": 4, "confidential": 8, "client": 12}

PRIVATE_TENANCIES_A_YEAR = 27

HOUSEHOLD_KINDS = {"single": 62, "couple": 7, "single_parent": 15, "family": 16}
SETTLED_KINDS = {"single": 45, "couple": 5, "single_parent": 15, "family": 35}
NOMINATED_KINDS = {"single": 88, "couple": 12}

CULTURES = {
    "norwegian": 50,
    "somali": 7,
    "eritrean": 6,
    "syrian": 8,
    "kurdish": 4,
    "afghan": 5,
    "ukrainian": 4,
    "polish": 5,
    "lithuanian": 2,
    "vietnamese": 2,
    "turkish": 3,
    "pakistani": 2,
    "sami": 2,
}
SETTLED_CULTURES = {"syrian": 30, "eritrean": 18, "afghan": 14, "congolese": 14, "somali": 10, "ukrainian": 14}
SETTLED_CULTURES_SINCE_2022 = {"ukrainian": 58, "syrian": 18, "congolese": 8, "eritrean": 8, "afghan": 8}
NOMINATED_CULTURES = {"norwegian": 90, "sami": 2, "vietnamese": 3, "pakistani": 2, "turkish": 2, "polish": 1}

# --- Saving, and the deposit fund (seeds.md §§ 6 and 19: one million kroner once and for all) ---
SAVERS = 12
FUND_CAPITAL = 1_000_000
DEPOSIT_LOANS = 30

# --- Housing First and outreach (seeds.md §§ 9–12). Bodø, of 52 000 inhabitants: 96 referred in 30 months, 33 followed,
# 29 of them with a home. Drammen's project followed 25 to 30 at a time. How many outreach is asked for is chosen.
REFERRED_A_YEAR = 38
REFERRED_TO_OUTREACH_A_YEAR = 14
TAKEN_IN = 0.34
LEFT_THE_TEAM = 0.35

# --- Courses (seeds.md § 20): four Boligskole courses a year with 42 participants in all; in small places fewer come.
HOUSING_SCHOOL_PARTICIPANTS = (8, 14)
SMALLEST_SCHOOL = 0.4
