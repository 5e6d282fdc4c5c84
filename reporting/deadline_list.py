"""All deadlines on one page (frister): one's own, or everybody's for those who answer for the breaches.

Each says the law and what comes of missing it. The number of questions to the database is the same for three
households and for three thousand.
"""

from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from housing.deadlines import waiting
from housing.fields import DateField
from housing.lists import PAGE_SIZE, Column, Listing, export
from housing.models import Household, User
from housing.models.households import Responsibility
from housing.periods import Period, add_months
from housing.roles import Role
from reporting.answered_in_time import answered_in

SOON_DAYS = 14
LOOKED_BACK_MONTHS = 6
LATE, SOON = "over", "snart"
MINE, NOBODY = "mine", "ingen"

LISTING = Listing(
    title=gettext_lazy("Frister"),
    template="reporting/deadline_list.html",
    columns=[
        Column("due", gettext_lazy("Frist"), lambda row: row.due_on),
        Column("name", gettext_lazy("Husstand"), lambda row: row.household_name),
        Column("what", gettext_lazy("Hva som skal gjøres"), lambda row: row.what),
        Column("kind", gettext_lazy("Gjelder"), lambda row: row.kind_label),
        Column("case", gettext_lazy("Sak"), lambda row: row.case),
        Column("law", gettext_lazy("Hjemmel"), lambda row: row.law),
        Column("how", gettext_lazy("Slik er fristen regnet"), lambda row: row.how),
        Column("missed", gettext_lazy("Hvis fristen oversittes"), lambda row: row.if_missed),
        Column("caseworker", gettext_lazy("Saksbehandler"), lambda row: row.caseworker),
    ],
)


def households_of(user, today, seen_by):
    """Households the user answers for, or has an open application of, as far as ``seen_by`` may see them."""
    responsible = Responsibility.objects.open(today).filter(user=user)
    cases = Application.objects.open().filter(caseworker=user)
    return Household.objects.visible_to(seen_by).filter(
        Q(pk__in=responsible.values("household")) | Q(pk__in=cases.values("household"))
    )


def households_of_nobody(today, seen_by):
    """No caseworker answers for them, and nobody has an open application of theirs."""
    responsible = Responsibility.objects.open(today).filter(kind=Responsibility.Kind.CASEWORKER)
    cases = Application.objects.open().filter(caseworker__isnull=False)
    return (
        Household.objects.visible_to(seen_by)
        .exclude(pk__in=responsible.values("household"))
        .exclude(pk__in=cases.values("household"))
    )


class DeadlineFilter(forms.Form):
    """What the list is narrowed to; all of it stands in the address, and what cannot be is left out."""

    when = forms.ChoiceField(
        label=gettext_lazy("Vis"),
        choices=[("", gettext_lazy("Alle")), (LATE, gettext_lazy("Over fristen")), (SOON, gettext_lazy("Kommende"))],
        required=False,
    )
    law = forms.ChoiceField(label=gettext_lazy("Hjemmel"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Gjelder"), required=False)
    caseworker = forms.ChoiceField(label=gettext_lazy("Saksbehandler"), required=False)

    def __init__(self, data, *, user, sees_all):
        super().__init__(data)
        self.user = user
        if sees_all:
            people = User.objects.filter(is_active=True, roles__overlap=[Role.CASEWORKER, Role.LEADER])
            self.fields["caseworker"].choices = [
                ("", _("Alle")),
                (MINE, _("Mine")),
                (NOBODY, _("Ingen")),
                *((str(person.pk), str(person)) for person in people),
            ]
        else:
            del self.fields["caseworker"]

    def households(self, today):
        if "caseworker" not in self.fields:
            return households_of(self.user, today, seen_by=self.user)
        whose = self._chosen("caseworker")
        if whose == NOBODY:
            return households_of_nobody(today, seen_by=self.user)
        if whose:
            person = self.user if whose == MINE else User.objects.get(pk=whose)
            return households_of(person, today, seen_by=self.user)
        return Household.objects.visible_to(self.user)

    def narrowed(self, found, today) -> list:
        """The chosen ones; laws and kinds to choose among are those there are."""
        everything = [("", _("Alle"))]
        self.fields["law"].choices = everything + [(law, law) for law in sorted({row.law for row in found if row.law})]
        labels = sorted({row.kind_label for row in found})
        self.fields["kind"].choices = everything + [(label, label) for label in labels]
        law, kind, when = self._chosen("law"), self._chosen("kind"), self._chosen("when")
        soon = today + timedelta(days=SOON_DAYS)
        return [
            row
            for row in found
            if (not law or row.law == law)
            and (not kind or row.kind_label == kind)
            and (not when or (row.is_late(today) if when == LATE else today <= row.due_on <= soon))
        ]

    def _chosen(self, name) -> str:
        field = self.fields[name]
        asked = field.widget.value_from_datadict(self.data, self.files, name) or ""
        return asked if field.valid_value(asked) else ""


class PeriodForm(forms.Form):
    """Which applications «answered within a month» is asked about."""

    received_from = DateField(label=gettext_lazy("Mottatt fra"))
    received_to = DateField(label=gettext_lazy("Mottatt til"))

    def clean(self):
        answers = super().clean()
        first, last = answers.get("received_from"), answers.get("received_to")
        if first and last and last < first:
            self.add_error("received_to", _("Til-datoen er før fra-datoen."))
        return answers


@permission_required("reporting.view_deadlines", raise_exception=True)
def deadline_list(request):
    user, today = request.user, timezone.localdate()
    sees_all = user.has_perm("reporting.view_breaches")
    narrow = DeadlineFilter(request.GET, user=user, sees_all=sees_all)
    found = waiting(narrow.households(today), today)
    rows = narrow.narrowed(found, today)
    if (wanted := request.GET.get("format", "")) in {"csv", "xlsx"}:
        return export(request, told(rows, today), LISTING, wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = told(page.object_list, today)
    context = {
        "title": LISTING.title,
        "sub": _("Alles frister, de eldste først.") if sees_all else _("Frister i dine saker, de eldste først."),
        "narrow": narrow,
        "page_obj": page,
        "today": today,
        "sees_all": sees_all,
        "breaches": breaches(found, today),
        "own_passed": sum(row.is_late(today) and not row.is_set_by_law for row in found),
        **(_the_past(request, today) if sees_all else {}),
    }
    return render(request, LISTING.template, context)


def breaches(deadlines, today) -> list[tuple[str, int]]:
    """How many deadlines set by law are passed, by the paragraph that sets them."""
    late = Counter(row.law for row in deadlines if row.is_set_by_law and row.is_late(today))
    return sorted(late.items(), key=lambda found: (-found[1], found[0]))


def told(deadlines, today) -> list[SimpleNamespace]:
    """The deadlines with the household's name and who answers for it, fetched for all at once."""
    ids = {row.household_id for row in deadlines}
    households = {row.pk: row for row in Household.objects.filter(pk__in=ids).for_list(today)}
    people = User.objects.in_bulk({row.caseworker_id for row in deadlines if row.caseworker_id})
    return [
        SimpleNamespace(
            **asdict(row),
            kind_label=row.kind_label,
            household_name=households[row.household_id].name_on(today) if row.household_id in households else "",
            caseworker=_whose(row, households, people),
        )
        for row in deadlines
    ]


def _whose(deadline, households, people) -> str:
    """The case's own caseworker, else whoever answers for the household."""
    if deadline.caseworker_id in people:
        return people[deadline.caseworker_id].get_short_name()
    household = households.get(deadline.household_id)
    answers = household.responsible_today if household else []
    return next((row.user.get_short_name() for row in answers if row.kind == Responsibility.Kind.CASEWORKER), "")


def _the_past(request, today) -> dict:
    """The share answered within a month; the last half-year when nothing lawful is asked for."""
    asked = {name: request.GET[name] for name in ("received_from", "received_to") if request.GET.get(name)}
    usual = {"received_from": add_months(today, -LOOKED_BACK_MONTHS), "received_to": today}
    form = PeriodForm(asked or None, initial=usual)
    days = form.cleaned_data if form.is_valid() else usual
    period = Period(days["received_from"], days["received_to"])
    return {"period_form": form, "period": period, "in_time": answered_in(period, request.user, today)}
