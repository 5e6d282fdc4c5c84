"""The list of participants (deltakere)."""

import django_filters
from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.lists import Column
from housing_first.models import Participation
from housing_first.referral_list import teams


def rows_of(participations):
    """Participants first, then those invited, by name; then who said no or has ended."""
    ended = F("ended_on").desc(nulls_first=True)
    said_no = F("declined_on").desc(nulls_first=True)
    return participations.select_related("person", "team", "caseworker").order_by(
        ended, said_no, "person__sort_key", "pk"
    )


class ParticipationFilter(django_filters.FilterSet):
    team = django_filters.ModelChoiceFilter(label=_("Team"), queryset=teams, empty_label=_("Alle"))
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("na", _("Deltakere og inviterte")), *Participation.Status.choices],
        method="of_status",
        empty_label=_("Alle"),
    )
    mine = django_filters.BooleanFilter(
        label=_("Bare dem jeg er hovedkontakt for"), method="of_user", widget=forms.CheckboxInput
    )

    class Meta:
        model = Participation
        fields: list[str] = []

    def of_status(self, rows, _name, status):
        return rows.current(timezone.localdate()) if status == "na" else rows.filter(status=status)

    def of_user(self, rows, _name, chosen):
        return rows.filter(caseworker=self.request.user) if chosen else rows


COLUMNS = [
    Column("number", _("Saksnummer"), lambda row: row.number, order=("pk",)),
    Column("name", _("Navn"), lambda row: row.name, order=("person__sort_key",)),
    Column("team", _("Team"), lambda row: str(row.team), order=("team__name",)),
    Column("status", _("Status"), lambda row: row.get_status_display(), order=("status",)),
    Column("started", _("Deltaker fra"), lambda row: row.started_on, order=("started_on",)),
    Column("signed", _("Avtale signert"), lambda row: row.agreement_signed_on, order=("agreement_signed_on",)),
    Column("until", _("Avtale til"), lambda row: row.agreement_until, order=("agreement_until",)),
    Column("caseworker", _("Hovedkontakt"), lambda row: row.caseworker or "", order=("caseworker__name",)),
    Column("ended", _("Avsluttet"), lambda row: row.ended_on, order=("ended_on",)),
    Column("reason", _("Hvorfor avsluttet"), lambda row: row.get_end_reason_display()),
]
