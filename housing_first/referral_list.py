"""The list of referrals, and what one of them says (henvisninger)."""

from dataclasses import replace

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.lists import Column
from housing.models import CaseEvent
from housing.templatetags.norwegian import date_no
from housing_first.models import Referral, Team

YES_NO = {True: _("ja"), False: _("nei"), None: _("vet ikke")}


def rows_of(referrals, day):
    """Those that wait for an answer first, the oldest of them on top; then the latest answered."""
    waiting = F("decided_on").desc(nulls_first=True)
    return referrals.select_related("person", "team", "household").order_by(waiting, "received_on", "pk")


def teams(request):
    return Team.objects.visible_to(request.user) if request else Team.objects.none()


class ReferralFilter(django_filters.FilterSet):
    team = django_filters.ModelChoiceFilter(label=_("Team"), queryset=teams, empty_label=_("Alle"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Referral.Status.choices, empty_label=_("Alle"))
    bosituasjon = django_filters.ChoiceFilter(
        label=_("Bosituasjon"),
        field_name="housing_status",
        choices=Referral.HousingStatus.choices,
        empty_label=_("Alle"),
    )

    class Meta:
        model = Referral
        fields: list[str] = []


COLUMNS = [
    Column("number", _("Saksnummer"), lambda row: row.number, order=("pk",)),
    Column("name", _("Navn"), lambda row: row.person.listed_name, order=("person__sort_key",)),
    Column("age", _("Alder"), lambda row: row.age, numeric=True),
    Column("sex", _("Kjønn"), lambda row: row.person.get_sex_display()),
    Column("team", _("Team"), lambda row: str(row.team), order=("team__name",)),
    Column("received", _("Mottatt"), lambda row: row.received_on, order=("received_on",)),
    Column("housing", _("Bosituasjon"), lambda row: row.get_housing_status_display(), order=("housing_status",)),
    Column("services", _("Tjenester fra før"), lambda row: str(YES_NO[row.had_municipal_services])),
    Column("status", _("Status"), lambda row: row.get_status_display(), order=("status",)),
    Column("decided", _("Besvart"), lambda row: row.decided_on, order=("decided_on",)),
    Column("refusal", _("Årsak til avslag"), lambda row: row.get_refusal_display()),
]

# On the page two facts share a column, so that all of them are seen on an ordinary screen; files keep each apart.
TOGETHER = {"age": _("Alder og kjønn"), "status": _("Status og svar")}
WITHIN = {"sex", "decided", "refusal"}
SHOWN = [
    replace(column, label=TOGETHER.get(column.key, column.label), numeric=False)
    for column in COLUMNS
    if column.key not in WITHIN
]


def facts_of(referral, user) -> list[tuple]:
    """What Bodø counted of each, and the team's answer."""
    count = len(referral.household.members_on(referral.received_on))
    facts = [
        (_t("Team"), str(referral.team), referral.team.get_absolute_url()),
        (_t("Mottatt"), date_no(referral.received_on)),
        (_t("Henvist av"), referral.get_came_from_display()),
        (_t("Registrert av"), referral.by),
        (_t("Alder da"), referral.age),
        (_t("Kjønn"), referral.person.get_sex_display()),
        (_t("Husstand da"), _t("enslig") if count == 1 else _t("{count} personer").format(count=count)),
        (_t("Bosituasjon"), referral.get_housing_status_display()),
        (_t("Tjenester fra kommunen fra før"), YES_NO[referral.had_municipal_services]),
        (_t("Hvilke tjenester"), referral.earlier_services),
    ]
    if referral.decision:
        facts.append((_t("Svar"), f"{referral.get_decision_display()} {date_no(referral.decided_on)}"))
    if referral.refusal:
        facts.append((_t("Årsak"), referral.get_refusal_display()))
    if referral.decision_note:
        facts.append((_t("Begrunnelse"), referral.decision_note))
    if referral.withdrawn_on:
        facts.append((_t("Trukket"), date_no(referral.withdrawn_on)))
    return facts


def timeline_of(referral):
    about = {"subject_type": ContentType.objects.get_for_model(Referral), "subject_id": referral.pk}
    return CaseEvent.objects.filter(**about, household=referral.household_id).for_timeline()
