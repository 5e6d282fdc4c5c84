"""From mapping to decision, through the pages as a caseworker uses them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, Decision, Mapping
from housing.models import CaseEvent, Letter

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NO = f"{TODAY:%d.%m.%Y}"


MAPPED = {"mapped_on": NO, "situation": "no_home", "homeless_category": "2", "needs": ["dwelling"]}
GRANT = {
    "outcome": "granted",
    "kind": "municipal_dwelling",
    "decided_on": NO,
    "main_content": "Du får leie en kommunal bolig.",
    "rooms": "2",
    "lease_years": "3",
    "needs_lift_or_ground_floor": "no",
    "conditions": "Ingen vilkår.",
    "law_codes": ["boligsosialloven_4", "boligsosialloven_7"],
    "facts": "Du bor hos en venn.",
    "considerations": "Du kan ikke skaffe bolig selv.",
    "applicant_view": "Du ønsker å bo i Sentrum.",
    "external_id": "vedtak-1",
}


def test_mapping(at, household):
    page = at.post(reverse("mapping_new", args=[household.pk]), MAPPED, follow=True)
    found = Mapping.objects.get()
    assert page.status_code == 200
    assert page.redirect_chain[-1][0] == found.get_absolute_url()
    assert (
        CaseEvent.objects.get(subject_id=found.pk, title__startswith="Kartlagt").title
        == "Kartlagt: uten egen bolig, kategori 2"
    )


def test_application_take_decide_notify(at, household, kari, django_capture_on_commit_callbacks):
    url = reverse("application_new", args=[household.pk])
    assert at.get(url).status_code == 200
    page = at.post(url, {"kind": "new", "received_on": NO, "rooms_min": "2", "external_id": "s1"}, follow=True)
    case = Application.objects.get()
    assert page.redirect_chain[-1][0] == case.get_absolute_url()
    assert at.post(url, {"kind": "new", "received_on": NO, "external_id": "s1"}).url == case.get_absolute_url()
    at.post(reverse("application_take", args=[case.pk]))
    case.refresh_from_db()
    assert case.status == "under_review"
    decide = reverse("decide", args=[case.pk])
    assert at.get(decide).status_code == 200
    shown = at.post(decide, GRANT | {"preview": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "kommunal klagenemnd" in shown
    assert "forvaltningsloven §\u00a029" in shown
    page = at.post(decide, GRANT, follow=True)
    assert page.redirect_chain[-1][0] == case.get_absolute_url(), page.context["form"].errors
    case.refresh_from_db()
    assert case.status == "granted"
    letter = Letter.objects.get()
    assert "Du får leie en kommunal bolig." in letter.html
    assert Decision.objects.get().letter == letter
    assert at.post(decide, GRANT).url == case.get_absolute_url()
    assert Decision.objects.count() == 1
    at.post(reverse("notified", args=[case.pk]), {"sent_on": NO, "notified_on": NO})
    case.refresh_from_db()
    assert case.notified_on == TODAY
    assert at.get(reverse("application_list")).status_code == 200
