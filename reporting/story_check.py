"""What in a story may tell who it is about, given what the office itself is called. No person is ever looked up."""

from django.conf import settings

from reporting.models import ProgrammeGroup, ReportPartner
from reporting.recognition import Finding, findings


def known_names() -> list[str]:
    """The office's own names: the municipality, its office, the programme's groups and the form's partners."""
    own = [settings.MUNICIPALITY["name"], settings.MUNICIPALITY["office"]]
    return [
        *own,
        *ProgrammeGroup.objects.values_list("name", flat=True),
        *(str(partner.label) for partner in ReportPartner.Partner),
    ]


def findings_of(text: str) -> list[Finding]:
    return findings(text, known_names())
