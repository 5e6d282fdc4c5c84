"""Pages for the phone: today's round, a contact, the outbox, and the program that keeps both when there is no line."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from housing.access import open_household
from housing.cases import Refused
from housing.form_page import form_page
from housing_first import round_facts
from housing_first.forms.contact import ContactForm, CorrectionForm
from housing_first.models import Contact, Participation, Team

MAY_READ = permission_required("housing_first.view_team", raise_exception=True)
MAY_WORK = permission_required("housing_first.work_in_team", raise_exception=True)
JSON = "application/json"
SHOWN_CONTACTS = 200


@MAY_READ
def daily_round(request):
    """Who must be seen today, and how one goes to each."""
    teams = list(Team.objects.visible_to(request.user).open(timezone.localdate()))
    chosen = next((team for team in teams if str(team.pk) == request.GET.get("team")), None)
    stops = round_facts.round_of(request.user, timezone.localdate(), team=chosen)
    context = {
        "teams": teams if len(teams) > 1 else [],
        "chosen": chosen,
        "due": [stop for stop in stops if stop.stands.is_due],
        "others": [stop for stop in stops if not stop.stands.is_due],
        "fetched_at": timezone.localtime(),
        "field": addresses(),
    }
    return render(request, "housing_first/daily_round.html", context)


@MAY_WORK
def contact_new(request):
    """One contact. A phone sends it as it was kept, and is told in JSON whether it is here."""
    user, today = request.user, timezone.localdate()
    followed = round_facts.followed(user, today)
    rows = list(followed)
    form = ContactForm(
        request.POST or None, user=user, participations=followed, initial={"participation": _asked_for(request, rows)}
    )
    if request.method == "POST" and JSON in request.headers.get("Accept", ""):
        return _answer(form, by=user)
    doors, names = round_facts.doors_of(rows, user, today), dict(form.names)
    return form_page(
        request,
        form,
        act=lambda form: _recorded(form, by=user),
        done=_("Kontakten er registrert."),
        template="housing_first/contact.html",
        title=_("Ny kontakt"),
        doors=[{"pk": row.pk, "name": names[row.pk], "door": doors[row.pk]} for row in rows],
        fetched_at=timezone.localtime(),
        today=today,
        field=addresses(),
    )


def _asked_for(request, rows):
    asked = request.GET.get("deltaker", "")
    return next((row.pk for row in rows if str(row.pk) == asked), None)


def _recorded(form, *, by):
    form.record(by=by)
    return "daily_round"


def _answer(form, *, by):
    """``stored`` when it is here, now or from before; else what is wrong with it, and it is not here."""
    before = form.first_made()
    if before is None and form.is_valid():
        try:
            before = form.record(by=by)
        except Refused as refusal:
            # Sent twice at once: the other one is here.
            before = form.first_made()
            if before is None:
                form.add_error(None, str(refusal))
    if before is not None:
        return JsonResponse({"stored": before.external_id})
    faults = [
        {"field": name if name in form.fields else "", "label": str(_label(form, name)), "message": str(fault)}
        for name, found in form.errors.items()
        for fault in found
    ]
    return JsonResponse({"errors": faults}, status=422)


def _label(form, name):
    return form.fields[name].label if name in form.fields else ""


@MAY_WORK
@never_cache
@require_safe
def outbox(request):
    """Whose outbox may be sent now, and the token it is sent with: a kept page's own is worth nothing any more."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})


@login_not_required
@never_cache
@require_safe
def service_worker(request):
    """The program the browser keeps (service worker). At the root, so that it hears of a log-out anywhere.

    It says nothing about anybody; what it needs is the addresses, which change with each version.
    """
    parts = [static("js/outbox.js"), static("js/field-worker.js")]
    text = f"self.FIELD = {json.dumps(addresses())};\nimportScripts({', '.join(json.dumps(part) for part in parts)});\n"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


def addresses() -> dict:
    """Where the phone sends, asks, and what it keeps."""
    return {
        "post": reverse("contact_new"),
        "who": reverse("outbox"),
        "pages": [reverse("daily_round"), reverse("contact_new")],
        "login": reverse("login"),
        "logout": reverse("logout"),
        "static": settings.STATIC_URL,
        # What the contact page needs to keep anything: it may be opened for the first time where there is no line.
        "files": [static(f"js/{name}.js") for name in ("site", "forms", "outbox", "field", "contact")],
        "no_line": _("Ingen dekning, og siden er ikke lagret på telefonen. Prøv igjen når du har dekning."),
    }


def _participation(request, pk) -> Participation:
    rows = Participation.objects.visible_to(request.user).select_related("household", "person", "team")
    found = get_object_or_404(rows, pk=pk)
    open_household(request, found.household)
    return found


@MAY_READ
def contact_log(request, pk):
    """All contacts with one participant, the latest first, and what was missed."""
    found, today = _participation(request, pk), timezone.localdate()
    contacts = Contact.objects.visible_to(request.user).filter(participation=found)
    rows = list(round_facts.followed(request.user, today).filter(pk=found.pk))
    context = {
        "participation": found,
        "household": found.household,
        "contacts": contacts.with_readable(request.user).select_related("by")[:SHOWN_CONTACTS],
        "count": contacts.count(),
        "missed": contacts.missed().count(),
        "visits": contacts.visits().count(),
        "visits_met": contacts.visits().filter(was_met=True).count(),
        "stop": next(iter(round_facts.stops_of(rows, request.user, today)), None),
    }
    return render(request, "housing_first/contact_log.html", context)


@MAY_WORK
def contact_correct(request, pk):
    """Put right what was tapped wrong, by whoever wrote it."""
    rows = Contact.objects.visible_to(request.user).filter(by=request.user)
    contact = get_object_or_404(rows.select_related("participation__household"), pk=pk)
    open_household(request, contact.participation.household)
    form = CorrectionForm(
        request.POST or None,
        instance=contact,
        user=request.user,
        participations=round_facts.followed(request.user, timezone.localdate()),
    )
    return form_page(
        request,
        form,
        act=lambda form: form.correct(Contact.objects.get(pk=contact.pk), by=request.user),
        done=_("Kontakten er rettet."),
        title=_("Rett kontakten"),
        submit=_("Lagre rettingen"),
        back=contact.get_absolute_url(),
    )
