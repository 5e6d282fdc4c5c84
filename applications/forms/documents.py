"""Papers asked for (etterspurte dokumenter): asked, reminded of once, arrived, or not needed after all."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications import papers
from applications.models import DocumentRequest, Routine
from housing.database import Refused, new_external_id, refusing_breaches
from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.casefile import DocumentForm
from housing.models import CaseEvent, Document
from housing.periods import add_months

MOST_OTHERS = 10
LONGEST_WAIT_MONTHS = 6
TOO_LATE = _("Dokumentet er allerede registrert som mottatt, eller trengs ikke lenger.")


def _ahead(day):
    """A deadline somebody can keep: from tomorrow, and within half a year."""
    today = timezone.localdate()
    if day <= today:
        raise forms.ValidationError(_("Fristen må være frem i tid."))
    if day > add_months(today, LONGEST_WAIT_MONTHS):
        raise forms.ValidationError(_("Fristen er mer enn et halvt år frem. Sjekk datoen."))
    return day


class AskForm(OnceForm):
    """Choose what is needed and by when: one letter, and one row for each paper."""

    wanted = forms.MultipleChoiceField(
        label=_("Hva vi trenger"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Be bare om det som kan bety noe for avgjørelsen, og som vi ikke kan hente selv."),
    )
    others = TextField(
        label=_("Annet"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=_("Ett dokument på hver linje, slik det skal stå i brevet."),
    )
    due_on = DateField(label=_("Frist"))

    class Meta:
        model = DocumentRequest
        fields = ["due_on"]

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = self.instance.application = application
        today = timezone.localdate()
        days = Routine.objects.on(today).document_days
        self.fields["due_on"].initial = papers.last_day(today, days)
        self.fields["due_on"].help_text = _t("Kommunens rutine er {days} dager. Fristen står i brevet.").format(
            days=days
        )
        asked = {row.what for row in application.document_requests.missing()}
        self.fields["wanted"].choices = [
            (code, label) for code, label in papers.COMMON.items() if str(label) not in asked
        ]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("external_id", "wanted", "others", "due_on")

    def rows(self):
        return DocumentRequest.objects.filter(application=self.application)

    def clean_due_on(self):
        return _ahead(self.cleaned_data["due_on"])

    def clean_others(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["others"].split("\n") if line.strip()]
        if len(lines) > MOST_OTHERS:
            raise forms.ValidationError(_("Skriv høyst 10 linjer."))
        if any(len(line) > DocumentRequest._meta.get_field("what").max_length for line in lines):
            raise forms.ValidationError(_("En linje kan ha høyst 200 tegn."))
        return lines

    def clean(self):
        answers = super().clean()
        if not answers.get("wanted") and not answers.get("others") and not self.errors:
            self.add_error("wanted", _("Velg minst ett dokument, eller skriv hva du trenger."))
        return answers

    def ask(self, *, by) -> list[DocumentRequest]:
        """Rows and letter, all or none. Of two who ask for the same paper at once, the second is told."""
        today = timezone.localdate()
        common = [str(papers.COMMON[code]) for code in self.cleaned_data["wanted"]]
        what = list(dict.fromkeys([*common, *self.cleaned_data["others"]]))
        with refusing_breaches(), transaction.atomic():
            application = papers.undecided(self.application)
            asked = application.document_requests.missing().filter(what__in=what).values_list("what", flat=True)
            if asked:
                raise Refused(_t("Det er allerede bedt om: {papers}.").format(papers=", ".join(asked)))
            due_on = self.cleaned_data["due_on"]
            letter = papers.write_letter(application, what, due_on=due_on, by=by, day=today)
            # The first row has the form's own key, by which the same click sent again is known.
            keys = [self.key, *(new_external_id() for _row in what[1:])]
            shared = {"application": application, "asked_on": today, "due_on": due_on, "letter": letter, "by": by}
            rows = [DocumentRequest(external_id=key, what=text, **shared) for key, text in zip(keys, what, strict=True)]
            DocumentRequest.objects.bulk_create(rows)
            note = _t("{count} dokumenter, frist {day}") if len(rows) > 1 else _t("Ett dokument, frist {day}")
            CaseEvent.write(
                application,
                by=by,
                title=_t("Søkeren er bedt om flere opplysninger"),
                note=note.format(count=len(rows), day=f"{due_on:%d.%m.%Y}"),
            )
        return rows


class RemindForm(forms.Form):
    """One letter about every paper that is past its date and not reminded of before, with a new date."""

    due_on = DateField(label=_("Ny frist"))

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application
        self.today = timezone.localdate()
        self.late = list(papers.may_be_reminded(application, self.today))
        self.fields["due_on"].initial = papers.last_day(self.today, papers.REMINDER_DAYS)
        self.fields["due_on"].help_text = _t(
            "Det sendes én påminnelse. Kommer ikke dokumentene, avgjør vi saken med det vi vet."
        )

    def clean_due_on(self):
        return _ahead(self.cleaned_data["due_on"])

    def remind(self, *, by) -> int:
        """The empty reminder date in the WHERE is the lock: of two who remind at once, one letter goes out."""
        due_on = self.cleaned_data["due_on"]
        with refusing_breaches(), transaction.atomic():
            application = papers.undecided(self.application)
            late = papers.may_be_reminded(application, self.today).filter(pk__in=[row.pk for row in self.late])
            what = list(late.order_by("pk").values_list("what", flat=True))
            if not what or late.update(reminded_on=self.today, due_on=due_on) != len(what):
                raise Refused(_t("Det er allerede sendt påminnelse om dokumentene, eller de er kommet."))
            papers.write_letter(application, what, due_on=due_on, by=by, day=self.today, is_reminder=True)
            CaseEvent.write(
                application,
                by=by,
                title=_t("Søkeren er minnet om dokumenter som mangler"),
                note=_t("Ny frist {day}").format(day=f"{due_on:%d.%m.%Y}"),
            )
        return len(what)


class ArrivedForm(DocumentForm):
    """A paper came (dokument mottatt): on paper only, as a file now, or among the household's documents already."""

    title = None
    document = forms.ModelChoiceField(
        label=_("Ligger blant husstandens dokumenter"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Ikke lagt inn"),
    )

    class Meta(DocumentForm.Meta):
        fields = ["received_on"]

    field_order = ["received_on", "upload", "document"]

    def __init__(self, *args, paper, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.paper = paper
        upload = self.fields["upload"]
        upload.required = False
        upload.help_text = _t("{kinds} Uten fil registreres bare at dokumentet er mottatt.").format(
            kinds=upload.help_text
        )
        choice = self.fields["document"]
        choice.queryset = Document.objects.visible_to(user).filter(household=paper.household)
        choice.label_from_instance = lambda row: f"{row.title}, {row.received_on:%d.%m.%Y}"
        if not choice.queryset.exists():
            del self.fields["document"]

    def clean_received_on(self):
        day = super().clean_received_on()
        if day < self.paper.asked_on:
            raise forms.ValidationError(_("Dokumentet kan ikke være mottatt før det ble bedt om."))
        return day

    def clean_upload(self):
        return super().clean_upload() if self.cleaned_data["upload"] else None

    def clean(self):
        answers = super().clean()
        if answers.get("upload") and answers.get("document"):
            self.add_error("document", _("Velg enten en fil eller et dokument som ligger der."))
        return answers

    def arrive(self, *, by) -> DocumentRequest:
        """The empty dates in the WHERE are the lock: a paper arrives once."""
        with refusing_breaches(), transaction.atomic():
            document = self.cleaned_data.get("document")
            if self.cleaned_data.get("upload"):
                self.instance.title = self.paper.what
                self.keep(self.paper.household, by=by)
                document = self.instance
            day = self.cleaned_data["received_on"]
            missing = DocumentRequest.objects.missing().filter(pk=self.paper.pk)
            if not missing.update(received_on=day, document=document):
                raise Refused(str(TOO_LATE))
            note = papers.told_on_timeline(self.paper.what)
            title = _t("Et dokument vi ba om, er mottatt")
            CaseEvent.write(self.paper.application, by=by, title=title, note=note, happened_on=day)
        return self.paper


def waive(paper, *, by) -> None:
    """Not needed after all (trengs ikke lenger): nobody waits for it, and nobody is reminded of it."""
    with refusing_breaches(), transaction.atomic():
        missing = DocumentRequest.objects.missing().filter(pk=paper.pk)
        if not missing.update(waived_on=timezone.localdate()):
            raise Refused(str(TOO_LATE))
        note = papers.told_on_timeline(paper.what)
        CaseEvent.write(paper.application, by=by, title=_t("Et dokument vi ba om, trengs ikke lenger"), note=note)
