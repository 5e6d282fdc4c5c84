"""The programme's own page: its registers, each with what it holds and where it is kept."""

from typing import NamedTuple

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reporting.views.rights import may_view


class Register(NamedTuple):
    label: str
    url_name: str
    text: str
    permission: str = "reporting.view_report"


REGISTERS = [
    Register(_("Tiltak"), "plan_measure_list", _("Handlingsplanens tiltak, hvem som har dem, og status.")),
    Register(_("Mål for tallene"), "target_list", _("Hva tallene skal opp eller ned til, og fra når.")),
    Register(_("Organisasjon"), "organisation", _("Grupper, roller og hvem som rapporterer til hvem.")),
    Register(_("Styringsgruppen"), "steering_group", _("Medlemmer, møter og beslutninger.")),
    Register(_("Kurs og kompetanse"), "course_list", _("Boligskole, fagsamlinger, konferanser og studiereiser.")),
    Register(_("Ansattundersøkelser"), "survey_list", _("Påstander på en skala fra 1 til 4, og hva som er endret.")),
    Register(_("SWOT"), "swot", _("Styrker, svakheter, muligheter og trusler, slik de var hver dag.")),
    Register(
        _("Suksesshistorier"), "story_list", _("Fortellinger som kan trykkes, med samtykke."), "reporting.view_story"
    ),
]


@may_view
def programme(request):
    open_ones = [register for register in REGISTERS if request.user.has_perm(register.permission)]
    registers = [{"label": each.label, "text": each.text, "url": reverse(each.url_name)} for each in open_ones]
    return render(request, "reporting/programme.html", {"registers": registers})
