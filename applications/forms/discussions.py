"""Forms about the discussion between services: planning it, and what came of it (tverrfaglig drøfting)."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications.models import Advice, Discussion
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, Service

LONGEST_AHEAD_DAYS = 366


class DiscussionForm(OnceForm):
    """When the services meet, about what, and who is asked to come."""

    planned_on = DateField(label=_("Dato for drøftingen"), initial=timezone.localdate)
    agenda = TextField(
        label=_("Hva skal drøftes"),
        max_length=2000,
        rows=4,
        help_text=_("Spørsmålene tjenestene skal svare på, så de kan forberede seg."),
    )
    services = forms.MultipleChoiceField(
        label=_("Tjenester som inviteres"), choices=Service.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Discussion
        fields = ["planned_on", "agenda", "services"]

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = self.instance.application = application
        if self.instance.pk is None:
            self.fields["services"].initial = [Service.HOUSING, Service.NAV]

    def rows(self):
        return Discussion.objects.filter(application=self.application)

    def clean_planned_on(self):
        day = self.cleaned_data["planned_on"]
        if day < self.application.received_on:
            raise forms.ValidationError(_("Drøftingen kan ikke være før søknaden ble mottatt."))
        if day > timezone.localdate() + timedelta(days=LONGEST_AHEAD_DAYS):
            raise forms.ValidationError(_("Sjekk årstallet."))
        return day

    def plan(self, *, by) -> Discussion:
        with refusing_breaches(), transaction.atomic():
            made = self.keyed()
            made.by = by
            made.save(force_insert=True)
            CaseEvent.write(
                self.application, by=by, title=_t("Tverrfaglig drøfting planlagt"), note=_when_and_who(made)
            )
        return made

    def change(self, *, by) -> Discussion:
        """Moved to another day, or others are asked; one that is held stands as it is."""
        with refusing_breaches(), transaction.atomic():
            planned = Discussion.objects.planned().filter(pk=self.instance.pk)
            if not planned.update(**{name: self.cleaned_data[name] for name in self._meta.fields}):
                raise Refused(_t("Drøftingen er allerede holdt, eller avlyst."))
            if self.changed_data:
                note = _when_and_who(self.instance)
                CaseEvent.write(self.application, by=by, title=_t("Tverrfaglig drøfting endret"), note=note)
        return self.instance


def _when_and_who(discussion) -> str:
    services = ", ".join(str(Service(code).label) for code in discussion.services)
    return f"{discussion.planned_on:%d.%m.%Y}: {services}"


def cancel(discussion, *, by) -> None:
    """A planned discussion that will not be held (avlyst). The timeline and the history remember it."""
    with refusing_breaches(), transaction.atomic():
        gone, _rows = Discussion.objects.planned().filter(pk=discussion.pk).delete()
        if not gone:
            raise Refused(_t("Drøftingen er allerede holdt, eller avlyst."))
        title = _t("Tverrfaglig drøfting avlyst")
        CaseEvent.write(discussion.application, by=by, title=title, note=f"{discussion.planned_on:%d.%m.%Y}")


class HeldForm(forms.Form):
    """What came of it: who was there, what each service advised, and what they recommend together."""

    held_on = DateField(label=_("Drøftet"), initial=timezone.localdate)
    recommendation = forms.ChoiceField(
        label=_("Felles anbefaling"), choices=Discussion.Recommendation.choices, widget=forms.RadioSelect
    )
    recommendation_text = TextField(
        label=_("Begrunnelse for anbefalingen"),
        max_length=4000,
        rows=4,
        help_text=_("Er tjenestene uenige, skriv det også."),
    )

    def __init__(self, *args, discussion, **kwargs):
        super().__init__(*args, **kwargs)
        self.discussion = discussion
        for service in Service:
            self.fields[f"here_{service}"] = forms.BooleanField(
                label=service.label, required=False, initial=service in discussion.services
            )
            self.fields[f"advice_{service}"] = TextField(
                label=_t("Råd fra {service}").format(service=service.label), max_length=2000, rows=2, required=False
            )

    def _pair(self, service):
        return SimpleNamespace(here=self[f"here_{service}"], advice=self[f"advice_{service}"])

    def invited(self):
        """The services that were asked, and any other that has been ticked."""
        asked = [service for service in Service if service in self.discussion.services]
        return [self._pair(service) for service in asked]

    def others(self):
        return [self._pair(service) for service in Service if service not in self.discussion.services]

    @property
    def others_filled(self) -> bool:
        return any(pair.here.value() or pair.advice.value() for pair in self.others())

    def clean_held_on(self):
        day = not_in_future(self.cleaned_data["held_on"])
        if day < self.discussion.application.received_on:
            raise forms.ValidationError(_("Drøftingen kan ikke være holdt før søknaden ble mottatt."))
        return day

    def clean(self):
        answers = super().clean()
        for service in Service:
            if answers.get(f"advice_{service}") and not answers.get(f"here_{service}"):
                self.add_error(f"advice_{service}", _("Kryss av for at tjenesten var til stede, eller fjern rådet."))
        if not self.present():
            self.add_error(None, _("Kryss av for minst én tjeneste som var til stede."))
        return answers

    def present(self) -> list[str]:
        return [service.value for service in Service if self.cleaned_data.get(f"here_{service}")]

    def hold(self, *, by) -> Discussion:
        """Written once: of two who write the minutes at the same time, the second is told so."""
        facts = {name: self.cleaned_data[name] for name in ("held_on", "recommendation", "recommendation_text")}
        discussion = self.discussion
        with refusing_breaches(), transaction.atomic():
            planned = Discussion.objects.planned().filter(pk=discussion.pk)
            if not planned.update(present=self.present(), **facts):
                raise Refused(_t("Referatet er allerede skrevet, eller drøftingen er avlyst."))
            Advice.objects.bulk_create(
                Advice(discussion=discussion, service=service, text=self.cleaned_data[f"advice_{service}"])
                for service in self.present()
                if self.cleaned_data[f"advice_{service}"]
            )
            discussion.refresh_from_db()
            CaseEvent.write(
                discussion.application,
                by=by,
                title=_t("Tverrfaglig drøfting holdt"),
                note=_t("Anbefaler: {what}").format(what=discussion.get_recommendation_display().lower()),
                happened_on=discussion.held_on,
            )
        return discussion
