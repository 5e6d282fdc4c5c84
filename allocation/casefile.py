"""What a household's page shows about its place on the list (rows of ``housing/casefile.py``)."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation import candidates, queue
from allocation.models import Offer, RecordedCandidate
from applications.models import Application
from housing.casefile import Part, State
from housing.models import CaseEvent

LATEST = 5


def place_of(household, user, day):
    """The household's place on today's list. Reckoned once for all parts of one page."""
    if not user.has_perm("housing.view_queue"):
        return None
    kept = getattr(household, "_place", None)
    if kept is None or kept[0] != day:
        waits = Application.objects.waiting(day).filter(household=household).order_by("decided_on", "pk")
        places = [place for application in waits if (place := queue.place_of(application, day))]
        own = min(places, key=lambda place: place.number, default=None)
        kept = household._place = (day, own, queue.count_waiting() if own else 0)
    return kept[1:] if kept[1] else None


def state(household, user, day) -> State | None:
    """«Venter på bolig, nr. 1 av 41», or the offer or the keys they wait for."""
    if not user.has_perm("allocation.view_offer"):
        return None
    offer = Offer.objects.visible_to(user).open().filter(application__household=household).first()
    if offer is not None:
        detail = _("Svarfrist {day}.").format(day=f"{offer.answer_by:%d.%m.%Y}") if offer.answer_by else ""
        return State(_("Har et tilbud om bolig."), detail, _("Åpne tilbudet"), offer.get_absolute_url())
    promised = household.tenancies.filter(status="allocated").first()
    if promised is not None:
        return State(_("Tildelt bolig, ikke flyttet inn."), "", _("Åpne leieforholdet"), promised.get_absolute_url())
    found = place_of(household, user, day)
    if found is None:
        return None
    place, count = found
    detail = _("Ventet {days} dager.").format(days=place.waited_days)
    text = _("Venter på bolig, nr. {number} av {count}.").format(number=place.number, count=count)
    return State(text, detail, _("Se plassen"), reverse("standing", args=[place.application.pk]))


def why_this_place(household, user, day) -> Part | None:
    """The panel «Hvorfor nr. 1»: each criterion, the fact behind it and its points."""
    found = place_of(household, user, day)
    if found is None:
        return None
    place, count = found
    title = _("Hvorfor nr. {number} av {count}").format(number=place.number, count=count)
    return Part(title, "allocation/_why.html", {"place": place})


def fitting_dwellings(household, user, day) -> Part | None:
    """The panel «Passer nå og snart»: dwellings promised to nobody. A dwelling is no secret; who gets it is."""
    found = place_of(household, user, day)
    if found is None:
        return None
    place, _count = found
    context = {
        "rows": candidates.fitting(place.application, household, day),
        "soon": candidates.fitting_soon(place.application, household, day, at_most=3),
        "application": place.application,
        "has_offer": bool(place.open_offers),
    }
    return Part(_("Passer nå og snart"), "allocation/_fitting.html", context)


def weighed_at(household, user, day) -> Part | None:
    """The panel «Vurdert ved tildelinger»: where the household was weighed, and the print for the appeal board.

    Which dwelling it was is not told: somebody else may live there now.
    """
    if not user.has_perm("allocation.view_record"):
        return None
    weighed = RecordedCandidate.objects.filter(application__household=household)
    rows = list(weighed.select_related("record").order_by("-record__recorded_at", "-pk")[:LATEST])
    return Part(_("Vurdert ved tildelinger"), "allocation/_weighed_at.html", {"rows": rows}) if rows else None


def timeline_of(offer):
    """What has happened with one offer and the tenancy it became."""
    about = Q(subject_type=ContentType.objects.get_for_model(Offer), subject_id=offer.pk)
    tenancies = offer.application.resulting_tenancies.filter(dwelling=offer.dwelling_id)
    about |= Q(subject_type=ContentType.objects.get_for_model(tenancies.model), subject_id__in=tenancies.values("pk"))
    return CaseEvent.objects.filter(about, household=offer.application.household_id).for_timeline()


def passed_over_by(offer, user) -> list[dict]:
    """Those the offer went past, together by reason; who they are is shown to those who reach them."""
    rows = list(offer.passed_over.select_related("application"))
    reached = set(offer.passed_over.visible_to(user).values_list("pk", flat=True))
    groups: dict[tuple[str, str], dict] = {}
    for row in rows:
        row.is_reached = row.pk in reached
        key = (row.reason, row.text)
        groups.setdefault(key, {"reason": row.get_reason_display(), "text": row.text, "rows": []})["rows"].append(row)
    return list(groups.values())
