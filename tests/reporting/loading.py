"""Puts a generated folder of the exchange format into the database, plainly and in bulk, to test figures on."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from allocation.models import Offer
from applications.models import Appeal, Application, Mapping
from housing.models import Contract, Dwelling, Household, Membership, Person, Tenancy, VoidPeriod

ORDER = {
    "persons": Person,
    "households": Household,
    "household_members": Membership,
    "dwellings": Dwelling,
    "void_periods": VoidPeriod,
    "mappings": Mapping,
    "applications": Application,
    "tenancies": Tenancy,
    "contracts": Contract,
    "offers": Offer,
    "appeals": Appeal,
}


def read(folder) -> dict[str, list[dict[str, str]]]:
    """Each file's rows as dictionaries of text."""
    found = {}
    for name in ORDER:
        path = Path(folder) / f"{name}.csv"
        text = path.read_text("utf-8-sig")
        delimiter = ";" if ";" in text.splitlines()[0] else ","
        found[name] = list(csv.DictReader(text.splitlines(), delimiter=delimiter))
    return found


def load(folder) -> None:
    keys: dict[str, dict[str, int]] = {}
    files = read(folder)
    accepted = {row["application"] for row in files["offers"] if row["answer"] == "accepted"}
    for name, model in ORDER.items():
        rows = [_made(model, row, keys, accepted) for row in files[name]]
        model.objects.bulk_create(rows, batch_size=2000)
        keys[model._meta.model_name] = {row.external_id: row.pk for row in rows}


def _made(model, row, keys, accepted):
    facts = {"external_id": row["id"]}
    for field in model._meta.get_fields():
        text = row.get(field.name, "")
        if not text or field.name == "id" or not field.concrete:
            continue
        if field.is_relation:
            target = field.related_model._meta.model_name
            # An application about a tenancy and a tenancy from an application: no figure follows either.
            if target in keys:
                facts[field.attname] = keys[target][text]
            continue
        facts[field.name] = _value(field, text)
    facts |= _status(model, row, facts, accepted)
    return model(**facts)


def _status(model, row, facts, accepted):
    if model is Tenancy:
        return {"status": Tenancy.status_from(facts.get("moved_in_on"), facts.get("moved_out_on"))}
    if model is Offer:
        return {"status": row["answer"] or "open"}
    if model is Application:
        is_fulfilled = row["id"] in accepted
        status = Application.status_from(
            outcome=row["outcome"], closed_on=facts.get("closed_on"), is_fulfilled=is_fulfilled
        )
        return {"status": status}
    return {}


def _value(field, text):
    kind = field.get_internal_type()
    if kind == "DateField":
        return date.fromisoformat(text)
    if kind == "ArrayField":
        return text.split("|")
    if kind == "BooleanField":
        return text.lower() in {"ja", "true", "1"}
    if kind == "DecimalField":
        return Decimal(text.replace(",", "."))
    return text
