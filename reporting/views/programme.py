"""The programme's own page: its registers, each with what it holds and where it is kept."""

from typing import NamedTuple

from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from reporting.views.register import MAY_READ


class Register(NamedTuple):
    label: str
    url_name: str
    text: str
    permission: str = "reporting.view_report"


REGISTERS = [
    Register(_("Tiltak"), "measure_list", _("Handlingsplanens tiltak, hvem som har dem, og hvor langt de er kommet.")),
    Register(_("Organisasjon"), "organisation", _("Grupper, roller og hvem som rapporterer til hvem.")),
    Register(_("Styringsgruppen"), "steering_group", _("Medlemmer, møter og beslutninger.")),
    Register(_("Kurs og kompetanse"), "course_list", _("Boligskole, fagsamlinger, konferanser og studiereiser.")),
    Register(_("Ansattundersøkelser"), "survey_list", _("Påstander på en skala fra 1 til 4, og hva som er endret.")),
    Register(_("SWOT"), "swot", _("Styrker, svakheter, muligheter og trusler, slik de var hver dag.")),
    Register(_("Suksesshistorier"), "story_list", _("Fortellinger som kan trykkes, med samtykke.")),
]


def address_of(register: Register) -> str:
    """The register's address, or nothing in an installation where it is not put up."""
    try:
        return reverse(register.url_name)
    except NoReverseMatch:
        return ""


@MAY_READ
def programme(request):
    open_ones = [register for register in REGISTERS if request.user.has_perm(register.permission)]
    found = [{"label": each.label, "text": each.text, "url": address_of(each)} for each in open_ones]
    return render(request, "reporting/programme.html", {"registers": [each for each in found if each["url"]]})
