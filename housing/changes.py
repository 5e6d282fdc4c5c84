"""What has been changed in a household's rows, when, by whom and on which page (endringslogg), read from row history.

Free text is told by its length alone and a national id not at all: the log answers who did what, it is no second case.
An address that is hidden from the reader is hidden here too, also inside other values.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.cases import Case
from housing.models import Dwelling, Household, Person, Tenancy, User
from housing.models.people import Protection
from housing.protection import INSTEAD, level_of, may_see_address
from housing.templatetags.norwegian import date_no, kr

ADDRESS_FIELDS = {"address", "private_address", "postal_address", "dwelling", "district"}
# Where somebody is held is where they live.
ADDRESS_FIELDS |= {"institution", "contact_institution"}
NOT_SHOWN = {"id", "external_id"}
EMPTY = (None, "", [])
NONE = "–"


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str
    is_new: bool = False

    def __str__(self):
        """«Havna → Sentrum»; of a new row what it began with."""
        return self.after if self.is_new else f"{self.before} → {self.after}"


@dataclass(frozen=True)
class Change:
    """One row made, changed or deleted in one stroke."""

    at: datetime
    by: str
    page: str
    thing: str
    deed: str
    fields: list[FieldChange]


class Reader:
    """Turns stored values into words for one reader of one household's history."""

    def __init__(self, household: Household, user):
        today = timezone.localdate()
        level = level_of(household, today)
        self.hides = not may_see_address(user, household, today, level=level)
        self.instead = str(INSTEAD.get(level, ""))
        self.secrets = addresses_of([household.pk]).get(household.pk, set()) if self.hides else set()
        self.names = dict(User.objects.values_list("pk", "name"))
        members = Person.objects.filter(memberships__household=household)
        homes = Dwelling.objects.filter(Q(tenancies__household=household) | Q(offers__application__household=household))
        self.known = {
            User: self.names,
            Person: {person.pk: str(person) for person in members},
            Dwelling: {home.pk: str(home) for home in homes},
        }

    def words(self, field, value) -> str:
        if value in EMPTY:
            return NONE
        if field.name == "national_id":
            return _("(skjult nummer)")
        if self.hides and field.name in ADDRESS_FIELDS:
            return self.instead
        if isinstance(field, models.TextField):
            return _("(fritekst, {n} tegn)").format(n=len(value))
        if isinstance(field, models.ForeignKey):
            return self._reference(field, value)
        return without(self.secrets, _plain(field, value))

    def _reference(self, field, value) -> str:
        """The name or number of what is pointed to; its bare key when it is neither."""
        if issubclass(field.related_model, Case):
            return field.related_model(pk=value).number
        return self.known.get(field.related_model, {}).get(value, f"#{value}")


def addresses_of(household_ids) -> dict[int, set[str]]:
    """Every address each household has lived at, as it may stand inside another text. One query."""
    found: dict[int, set[str]] = {}
    for tenancy in Tenancy.objects.filter(household__in=list(household_ids)).select_related("dwelling"):
        address = tenancy.dwelling.address if tenancy.dwelling else tenancy.private_address
        if address:
            found.setdefault(tenancy.household_id, set()).add(address)
    return found


def without(secrets: set[str], text: str) -> str:
    """The text with every hidden address left out, however it was typed."""
    for secret in secrets:
        text = re.sub(re.escape(secret), str(INSTEAD[Protection.STRICT]), text, flags=re.IGNORECASE)
    return text


def _plain(field, value) -> str:
    if isinstance(value, list):
        choices = dict(getattr(field, "base_field", field).flatchoices)
        return ", ".join(str(choices.get(item, item)) for item in value)
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, Decimal):
        return kr(value)
    return date_no(value) if isinstance(value, date) else str(value)


def changes_of(household: Household, user) -> list[Change]:
    """Every change of the household's rows, newest first: one query for each kind of row that is tracked."""
    reader = Reader(household, user)
    found = []
    for model, path in _tracked():
        events = model.history.rel.related_model.objects.filter(pk__in=_keys_of(model, path, household))
        ordered = events.select_related("pgh_context").order_by("id", "pgh_id")
        for _pk, versions in groupby(ordered, key=lambda event: event.id):
            found += _changes(model, list(versions), reader)
    return sorted(found, key=lambda change: change.at, reverse=True)


def _keys_of(model, path, household):
    return model.history.rel.related_model.objects.filter(**{path: household.pk}).values("pgh_id")


def _tracked():
    """The kinds of rows that belong to a household, each with the lookup from its history to the household."""
    for model in apps.get_models():
        if not hasattr(model, "history"):
            continue
        own = {field.name for field in model.history.rel.related_model._meta.get_fields()}
        path = getattr(model._default_manager.all(), "HOUSEHOLD_PATH", "household")
        first = path.split("__")[0]
        if model is Household:
            yield model, "pgh_obj"
        elif first in own:
            yield model, path
        elif first in {field.name for field in model._meta.get_fields()} and first != "household":
            yield model, f"pgh_obj__{path}"


DEEDS = {"insert": gettext_lazy("Registrert"), "update": gettext_lazy("Endret"), "delete": gettext_lazy("Slettet")}


def _changes(model, versions, reader):
    before = None
    for version in versions:
        changed = _differences(model, before, version, reader)
        if changed or version.pgh_label != "update":
            yield _change(model, version, changed, reader)
        before = version


def _change(model, version, changed, reader) -> Change:
    context = version.pgh_context.metadata if version.pgh_context else {}
    return Change(
        at=version.pgh_created_at,
        by=reader.names.get(context.get("user")) or _("Programmet"),
        page=context.get("url", ""),
        thing=capfirst(str(model._meta.verbose_name)),
        deed=DEEDS[version.pgh_label],
        fields=changed,
    )


def _differences(model, before, version, reader) -> list[FieldChange]:
    """Only what is another than before; of a new row what is filled in, of a deleted one what stood there."""
    differences = []
    for field in model._meta.concrete_fields:
        if field.name in NOT_SHOWN or field.related_model is Household or not hasattr(version, field.attname):
            continue
        new = getattr(version, field.attname)
        old = getattr(before, field.attname) if before is not None else None
        if version.pgh_label == "delete":
            old, new = new, None
        if (None if old in EMPTY else old) != (None if new in EMPTY else new):
            label = capfirst(str(field.verbose_name))
            differences.append(FieldChange(label, reader.words(field, old), reader.words(field, new), before is None))
    return differences
