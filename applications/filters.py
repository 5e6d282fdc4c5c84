"""What the list of applications can be narrowed to; all of it stands in the address."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from housing.fields import DateField
from housing.models import User
from housing.periods import add_months, month_end


class DateFilter(django_filters.Filter):
    field_class = DateField


class ApplicationFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Application.Status.choices, empty_label=_("Alle"))
    kind = django_filters.ChoiceFilter(label=_("Gjelder"), choices=Application.Kind.choices, empty_label=_("Alle"))
    caseworker = django_filters.ChoiceFilter(label=_("Saksbehandler"), method="of_caseworker", empty_label=_("Alle"))
    received_from = DateFilter(label=_("Mottatt fra"), field_name="received_on", lookup_expr="gte")
    received_to = DateFilter(label=_("Mottatt til"), field_name="received_on", lookup_expr="lte")
    late = django_filters.ChoiceFilter(
        label=_("Frist"), method="late_only", choices=[("ja", _("Over fristen"))], empty_label=_("Alle")
    )

    class Meta:
        model = Application
        fields = ["status", "kind", "caseworker", "received_from", "received_to", "late"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = [(str(user.pk), str(user)) for user in User.objects.filter(roles__overlap=["caseworker", "leader"])]
        self.filters["caseworker"].extra["choices"] = [("mine", _("Mine")), ("ingen", _("Ingen")), *people]

    def of_caseworker(self, rows, _name, value):
        if value == "mine":
            return rows.filter(caseworker=self.request.user)
        return rows.filter(caseworker__isnull=True) if value == "ingen" else rows.filter(caseworker=value)

    def late_only(self, rows, _name, value):
        """More than a month without an answer, or past the day an answer was promised (fvl § 11 a)."""
        if not value:
            return rows
        today = timezone.localdate()
        unanswered = Application.objects.unanswered().filter(received_on__lte=last_answered_in_time(today))
        promised = Application.objects.undecided().filter(answer_promised_on__lt=today, decisions__isnull=True)
        return rows.filter(Q(pk__in=unanswered.values("pk")) | Q(pk__in=promised.values("pk")))


def last_answered_in_time(today):
    """The latest day of receipt whose month is over: a month ends on the same date, or the last of a shorter month."""
    yesterday = today - timedelta(days=1)
    before = add_months(yesterday, -1)
    return month_end(before) if yesterday == month_end(yesterday) else before
