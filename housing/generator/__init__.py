"""A fictitious municipality in the exchange format: for the demonstration, the tests and the benchmarks.

The same arguments give the same bytes. Nothing here knows a model or a clock: `until` is given.
A municipality is made of towns of at most Drammen's size, one after the other, so that a hundred
times as many records take a hundred times as long and no more memory.

    proportions   how many and how often, with the source
    names, places what people and streets are called
    people        persons and households
    stock         dwellings, bought, leased, sold
    flow          applications, decisions, appeals
    letting       offers, tenancies, moving in and out, void periods
    leases        contracts and rents
    homelessness  mappings
    releases      out of prison and institutions
    assistance    help plans after refusals, requests for other help
    temporary     stays in motels, shelters and emergency dwellings
    settlements   the settlement of refugees
    evictions     who was put out, and who comes back to the housing office
    debts         who owed rent, from when, and how it ended
    rents         the rent ledger that follows from it
    arrears       cases, measures and petitions that follow from the ledger
    owning        guidance from tenant to owner, startlån and purchases
    saving        renting with saving, and the deposit fund
    housing_first teams in the field, whom they follow, contacts and scores
    courses       Boligskole, and courses for those who work with housing
    town          one town lived through, day by day
    records       the rows and their columns
    writing       the folder of files
"""

from housing.generator.municipality import generate

__all__ = ["generate"]
