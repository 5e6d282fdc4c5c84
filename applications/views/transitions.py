"""The register of releases and discharges: the list, the page, what is done with one, and the half-year's numbers."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Prefetch, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import transition_facts as facts
from applications import transition_summary as summary
from applications.forms import transitions as forms
from applications.models import Transition
from applications.transition_list import COLUMNS, ON_PAGE, TransitionFilter, show_institutions
from housing.access import open_household
from housing.form_page import form_page
from housing.lists import Column, Listing, export, respond
from housing.models import CaseEvent, Household, Membership

MAY_READ = permission_required("applications.view_transition", raise_exception=True)
MAY_REGISTER = permission_required("applications.add_transition", raise_exception=True)


def visible(request):
    return Transition.objects.visible_to(request.user)


def found(request, pk) -> Transition:
    """One that the user reaches, and its household opened in the view log."""
    row = get_object_or_404(visible(request).select_related("household", "caseworker", "consent"), pk=pk)
    open_household(request, row.household)
    return row


@MAY_READ
def transition_list(request):
    today = timezone.localdate()
    main = Membership.objects.on(today).filter(household=OuterRef("household"), role="main")
    rows = (
        visible(request)
        .select_related("caseworker")
        .annotate(main_person=Subquery(main.values("person__sort_key")[:1]))
        .prefetch_related(Prefetch("household", queryset=Household.objects.for_list(today)))
        .most_urgent_first(today)
    )
    listing = Listing(
        title=_("Løslatelser og utskrivinger"),
        template="applications/transition_list.html",
        columns=COLUMNS,
        filterset=TransitionFilter,
        prepare=show_institutions,
        context={"columns": ON_PAGE},
    )
    return respond(request, rows, listing)


@MAY_REGISTER
def transition_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    return form_page(
        request,
        forms.TransitionForm(request.POST or None, household=household, user=request.user),
        act=lambda form: form.register(by=request.user),
        done=_("Løslatelsen eller utskrivingen er registrert."),
        title=_("Ny løslatelse eller utskriving"),
        sub=household.name,
        submit=_("Registrer"),
        back=household.get_absolute_url(),
    )


@MAY_READ
def transition(request, pk):
    row = found(request, pk)
    today = timezone.localdate()
    about = CaseEvent.objects.filter(
        subject_type=ContentType.objects.get_for_model(Transition), subject_id=row.pk, household=row.household_id
    )
    context = {
        "transition": row,
        "household": row.household,
        "stay": facts.stay(row, request.user, today),
        "home": facts.home(row),
        "contacts": facts.contacts(row, request.user, today),
        "announcements": facts.announcements(row),
        "mapping_reason": facts.mapping_asked_for(row, today)
        if request.user.has_perm("applications.add_mapping")
        else "",
        "consent_missing": facts.consent_missing(row, today),
        "deadline": facts.next_deadline(row, today),
        "timeline": about.for_timeline(),
        "today": today,
    }
    return render(request, "applications/transition.html", context)


@MAY_REGISTER
def transition_change(request, pk):
    row = found(request, pk)
    form = forms.TransitionChangeForm(request.POST or None, instance=row, household=row.household, user=request.user)
    return form_page(
        request,
        form,
        act=lambda form: form.change(by=request.user),
        done=_("Opplysningene er endret."),
        title=_("Endre opplysninger"),
        sub=f"{row.number} · {row.household.name}",
        submit=_("Lagre"),
        back=row.get_absolute_url(),
    )


def _done_with(request, pk, form_class, act, **words):
    """One of the things that may happen while somebody is expected."""
    row = found(request, pk)
    if request.method == "GET" and row.status != Transition.Status.EXPECTED:
        messages.error(request, _("Saken er allerede avsluttet."))
        return redirect(row)
    return form_page(
        request,
        form_class(request.POST or None, transition=row),
        act=lambda form: getattr(form, act)(by=request.user),
        sub=f"{row.number} · {row.household.name}",
        back=row.get_absolute_url(),
        **words,
    )


@MAY_REGISTER
def transition_reschedule(request, pk):
    return _done_with(
        request,
        pk,
        forms.RescheduleForm,
        "reschedule",
        done=_("Den nye datoen er registrert. Den forrige står igjen."),
        title=_("Ny dato"),
        submit=_("Registrer ny dato"),
    )


@MAY_REGISTER
def transition_ready(request, pk):
    return _done_with(
        request,
        pk,
        forms.ReadyForm,
        "make_ready",
        done=_("Det er registrert om boligen er klar."),
        title=_("Bolig klar"),
        submit=_("Registrer"),
    )


@MAY_REGISTER
def transition_complete(request, pk):
    return _done_with(
        request,
        pk,
        forms.CompleteForm,
        "complete",
        done=_("Det er registrert at de er ute."),
        title=_("De er ute"),
        submit=_("Registrer"),
    )


@MAY_REGISTER
def transition_cancel(request, pk):
    return _done_with(
        request,
        pk,
        forms.CancelForm,
        "cancel",
        done=_("Saken er avsluttet."),
        title=_("Ikke lenger aktuell"),
        submit=_("Avslutt saken"),
        color="danger",
    )


SUMMARY_COLUMNS = [
    Column("kind", gettext_lazy("Gjelder"), lambda line: line.kind_label),
    Column("institution", gettext_lazy("Fra"), lambda line: line.institution),
    Column("notified", gettext_lazy("Meldt"), lambda line: line.notified, numeric=True),
    Column("out", gettext_lazy("Kom ut"), lambda line: line.out, numeric=True),
    Column("housed", gettext_lazy("Med bolig klar"), lambda line: line.housed, numeric=True),
    Column("unhoused", gettext_lazy("Uten bolig"), lambda line: line.unhoused, numeric=True),
    Column("share", gettext_lazy("Andel med bolig, prosent"), lambda line: line.share, numeric=True),
]


@MAY_READ
def transition_summary(request):
    """The numbers of a half-year by institution; as a file too, without a single name of a person."""
    today = timezone.localdate()
    halves = summary.half_years(today)
    key = request.GET.get("halvar", "")
    key = key if key in halves else next(iter(halves))
    lines = summary.lines(visible(request), halves[key], today)
    title = _("Løslatelser og utskrivinger per institusjon")
    if request.GET.get("format") in {"csv", "xlsx"}:
        named = Listing(title=f"{title} {key}", template="", columns=SUMMARY_COLUMNS)
        return export(request, lines, named, request.GET["format"])
    for line in lines:
        asked = {"kind": line.kind, "institution": line.institution}
        line.url = f"{reverse('transition_list')}?{urlencode(asked)}" if line.is_named else ""
    context = {
        "title": title,
        "period": halves[key],
        "chosen": key,
        "halves": [(each, period.label) for each, period in halves.items()],
        "lines": lines[:-1],
        "total": lines[-1],
    }
    return render(request, "applications/transition_summary.html", context)
