"""A page with every piece of the look on it, and the addresses that lead to it: for tests and for the eye."""

from datetime import date
from pathlib import Path

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from housing.cases import Refused
from housing.fields import DateField, KroneField, NameField, TextField

PAGE = Path(__file__).parent / "look" / "style.html"


class EveryFieldForm(forms.Form):
    external_id = forms.CharField(widget=forms.HiddenInput, required=False)
    name = NameField(label="Navn", help_text="Slik det står i folkeregisteret.")
    born_on = DateField(label="Født")
    rent = KroneField(label="Husleie", required=False)
    kind = forms.ChoiceField(label="Type søknad", choices=[("", "Velg"), ("new", "Ny"), ("move", "Bytte")])
    language = forms.ChoiceField(
        label="Målform", widget=forms.RadioSelect, choices=[("nb", "Bokmål"), ("nn", "Nynorsk")]
    )
    problems = forms.MultipleChoiceField(
        label="Problemer",
        help_text="Kryss av for alt som gjelder.",
        widget=forms.CheckboxSelectMultiple,
        choices=[("debt", "Høy gjeld"), ("break", "Samlivsbrudd")],
    )
    areas = forms.MultipleChoiceField(label="Bydeler", required=False, choices=[("s", "Sentrum"), ("å", "Åssiden")])
    interpreter = forms.BooleanField(label="Trenger tolk", required=False)
    grounds = TextField(label="Begrunnelse", help_text="Skriv så søkeren forstår det.")
    letter = forms.FileField(label="Vedlegg", required=False)


class LaidOutForm(forms.Form):
    street = forms.CharField(label="Gate")
    moved_in_on = forms.DateField(label="Innflyttet", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(Fieldset("Bolig", Row("street", "moved_in_on")))
        self.helper.add_input(Submit("save", "Lagre"))


class FilterForm(forms.Form):
    q = forms.CharField(label="Navn", required=False)
    kind = forms.ChoiceField(label="Målgruppe", required=False, choices=[("", "Alle"), ("family", "Familie")])
    since = forms.DateField(label="Fra", required=False)
    mine = forms.BooleanField(label="Bare mine", required=False)


def _rows():
    row = {
        "name": "Haugen, Amina + 3 barn",
        "need": "4-roms, 1. etg/heis",
        "points": 1086,
        "status": "Midlertidig",
        "color": "danger",
    }
    return [
        row | {"why": ["Uten egen bolig +40", "Barn +25", "Ventet 71 d +11"]},
        row | {"color": "warning"},
        row | {"color": ""},
    ]


def context_of(request):
    form = EveryFieldForm(request.POST or None, request.FILES or None, initial={"born_on": date(1992, 5, 7)})
    return {
        "day": date(2026, 12, 11),
        "links": [{"label": "Husstander", "url": "/stil/"}],
        "tabs": [{"label": "Oversikt", "url": "?", "here": True}, {"label": "Søknader", "url": "?tab=2", "count": 2}]
        + [{"label": label, "url": "?"} for label in ("Kartlegging", "Bolig og kontrakt", "Dokumenter", "Logg")],
        "cards": [
            {"label": "Venter på bolig", "value": "41", "note": "ned fra 62 i 2025", "url": "?"},
            {"label": "Median ventetid", "value": "47 d", "note": "lengst 214 d"},
        ],
        "rows": _rows(),
        "page_obj": Paginator(range(1000), 25).get_page(request.GET.get("page", 4)),
        "events": [
            {"happened_on": date(2026, 11, 18), "title": "Drøftet", "note": "Avventer skolebytte.", "by": "M. Dahl"},
            {"happened_on": date(2026, 10, 2), "title": "Innvilget", "url": "?", "by": "K. Berg"},
        ],
        "today": date(2026, 11, 22),
        "deadlines": [
            {
                "due_on": date(2026, 11, 19),
                "what": "Foreløpig svar",
                "household_name": "Li, Wei",
                "url": "?",
                "law": "fvl. § 11 a",
                "if_missed": "Søkeren kan klage på sendrektighet.",
            },
            {"due_on": date(2026, 11, 26), "title": "Tildelingsmøte"},
        ],
        "facts": [("Barn", "4 år · 7 år"), ("Språk", ""), ("Vedtak", "Vedtaksbrev", "?")],
        "form": form,
        "filter_form": FilterForm(request.GET or None),
        "laid_out": LaidOutForm(),
    }


@login_not_required
def style(request):
    if request.method == "GET" and "melding" in request.GET:
        for level in (messages.SUCCESS, messages.WARNING, messages.ERROR, messages.INFO):
            messages.add_message(request, level, "Vedtaket er registrert.")
    return HttpResponse(Template(PAGE.read_text()).render(RequestContext(request, context_of(request))))


@login_not_required
def refused(request):
    raise Refused("Tilbudet er allerede godtatt.")


urlpatterns = [
    path("stil/", style, name="style"),
    path("stil/nektet/", refused),
    path("api/nektet/", refused),
    path("", include("housing.urls")),
]
