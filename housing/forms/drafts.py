"""Drafts of long forms (utkast): saved as one types, resumed later, gone when the form is sent.

A page takes part by giving ``form_page(…, draft=drafts.Desk(request, "decision", case.pk, case.household))``: the form
opens with the draft's values, a form with errors leaves one behind, and what is sent deletes it in the same
transaction. ``components/form.html`` and ``components/draft.html`` draw the rest. A page with a life of its own does
the same by hand: ``desk.resume(form)``, ``desk.keep()``, and ``with desk.sending(): …``.

A draft is one person's own text. Others are told that it is there, and may copy it when they may use the form.
"""

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.database import Refused
from housing.forms.once import KEY
from housing.models import Draft, Household, User

KEPT_DAYS = 90
MOST_CHARACTERS = 200_000
MOST_VALUES = 1_000
# What a browser sends along that nobody typed.
NEVER_KEPT = {"csrfmiddlewaretoken", "external_id", "preview", "save_draft", "copy_of"}


@dataclass(frozen=True)
class DraftForm:
    """A form one may leave half written: what it is about, who may use it, where it stands, and what it makes.

    ``makes`` has a row with the form's key once it is sent: what is saved with that key after that is too late.
    """

    title: str | Promise
    subject: str
    permission: str
    url_name: str
    makes: tuple[str, ...] = ()


# Models of other apps are named as strings.
FORMS: dict[str, DraftForm] = {
    "application": DraftForm(
        gettext_lazy("Søknad"),
        "housing.Household",
        "applications.add_application",
        "application_new",
        makes=("applications.Application",),
    ),
    "decision": DraftForm(
        gettext_lazy("Vedtak"),
        "applications.Application",
        "applications.decide_application",
        "decide",
        makes=("applications.Decision", "applications.SecondReading"),
    ),
    "assessment": DraftForm(
        gettext_lazy("Økonomisk vurdering"),
        "housing.Household",
        "rent_to_own.add_assessment",
        "assessment_new",
        makes=("rent_to_own.FinanceAssessment",),
    ),
    "appeal": DraftForm(
        gettext_lazy("Vurdering av klage"), "applications.Appeal", "applications.add_appeal", "appeal_assess"
    ),
}


def household_of(form: str, subject_id: int, user) -> Household:
    """The household of what the form is about, for whoever may use the form there."""
    if form not in FORMS:
        raise Http404
    row = FORMS[form]
    if not user.has_perm(row.permission):
        raise PermissionDenied
    subject = apps.get_model(row.subject).objects.visible_to(user).filter(pk=subject_id).first()
    if subject is None:
        raise Http404
    return subject if isinstance(subject, Household) else subject.household


def load(form: str, subject_id: int, user) -> dict | None:
    """What the user typed and has not sent: field → value, or a list where there are several."""
    draft = Draft.objects.of(form, subject_id).filter(by=user).first()
    if draft is None:
        return None
    return {name: values[0] if len(values) == 1 else values for name, values in draft.data.items()}


def save(request, form: str, subject_id: int, household: Household) -> Draft | None:
    """Keep what was sent; None when the form has been sent in the meantime, and there is nothing left to keep."""
    data = _typed(request.POST)
    with transaction.atomic():
        _one_at_a_time(request.user)
        if _is_sent(form, request.POST.get("external_id", "")):
            return None
        return _put(form, subject_id, household, request.user, data)


def copy(form: str, subject_id: int, household: Household, user, *, other: int) -> Draft:
    """Go on with a colleague's draft. Theirs stays with them."""
    found = Draft.objects.of(form, subject_id).filter(pk=other, household=household).first()
    if found is None:
        raise Refused(_("Utkastet finnes ikke lenger. Det kan være sendt eller forkastet."))
    with transaction.atomic():
        _one_at_a_time(user)
        return _put(form, subject_id, household, user, found.data)


def discard(form: str, subject_id: int, user) -> None:
    Draft.objects.of(form, subject_id).filter(by=user).delete()


def others(form: str, subject_id: int, user) -> list[Draft]:
    """Colleagues' drafts of the same: told by name and hour, never by what they say."""
    return list(Draft.objects.visible_to(user).of(form, subject_id).exclude(by=user).select_related("by").defer("data"))


def forget_old(today) -> int:
    """Drafts nobody has touched for three months are deleted; how many."""
    before = today - timedelta(days=KEPT_DAYS)
    return Draft.objects.filter(saved_at__date__lt=before).delete()[0]


def _typed(sent) -> dict[str, list[str]]:
    # PostgreSQL keeps no NUL character; the form says so at its field when it is sent.
    typed = {
        name: [value.replace("\x00", "") for value in sent.getlist(name)]
        for name in sent
        if name not in NEVER_KEPT and "\x00" not in name
    }
    values = [value for several in typed.values() for value in several]
    if len(values) > MOST_VALUES or sum(map(len, [*typed, *values])) > MOST_CHARACTERS:
        raise Refused(_("Teksten er for lang til å lagres som utkast."))
    return typed


def _put(form, subject_id, household, user, data) -> Draft:
    made, _is_new = Draft.objects.update_or_create(
        form=form, subject_id=subject_id, by=user, defaults={"household": household, "data": data}
    )
    return made


def _one_at_a_time(user) -> None:
    """A draft on its way while its form is sent waits, and then sees that it is sent."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _is_sent(form, key) -> bool:
    makes = FORMS[form].makes
    return bool(KEY.fullmatch(key)) and any(
        apps.get_model(made)._base_manager.filter(external_id=key).exists() for made in makes
    )


class Desk:
    """One person's draft of one form, and the colleagues' beside it; what the templates ask is here too."""

    def __init__(self, request, form: str, subject_id: int, household: Household):
        self.request, self.form, self.subject_id, self.household = request, form, subject_id, household
        self.user = request.user
        self.own = Draft.objects.of(form, subject_id).filter(by=self.user).first()
        self.others = others(form, subject_id, self.user)
        self.is_resumed = False

    @property
    def save_url(self) -> str:
        return reverse("draft_save", args=[self.form, self.subject_id])

    @property
    def delete_url(self) -> str:
        return reverse("draft_delete", args=[self.form, self.subject_id])

    def resume(self, form, *, but=()) -> None:
        """The unsent form opens as it was left; ``but`` names fields that something newer speaks for."""
        if self.own is None or form.is_bound or self.is_resumed:
            return
        data = MultiValueDict(self.own.data)
        for name, field in form.fields.items():
            sent_as = form.add_prefix(name)
            # A box nobody ticked is not sent, and was left empty all the same: the widget knows which kind it is.
            left_out = field.widget.value_omitted_from_data(data, {}, sent_as)
            if name not in but and not field.widget.is_hidden and not left_out:
                form.initial[name] = field.widget.value_from_datadict(data, {}, sent_as)
        self.is_resumed = True

    def keep(self) -> None:
        """What was sent and not taken is not lost; too long for a draft, it stands in the page all the same."""
        with suppress(Refused):
            self.own = save(self.request, self.form, self.subject_id, self.household)

    @contextmanager
    def sending(self):
        """The form is sent: what it says is done and the draft is gone, or neither."""
        with transaction.atomic():
            _one_at_a_time(self.user)
            yield
            discard(self.form, self.subject_id, self.user)


@dataclass(frozen=True)
class Left:
    """A draft as a list tells of it."""

    title: str
    household_id: int
    household_name: str
    saved_at: object
    url: str
    delete_url: str
    by: str = ""


def mine(user) -> list[Left]:
    """All one has begun and not sent, the latest first: three queries however many."""
    return _told(Draft.objects.visible_to(user).filter(by=user), user)


def of_household(household: Household, user) -> list[Left]:
    """What somebody has begun about the household: one's own first, a colleague's with a name and no way in."""
    return sorted(_told(Draft.objects.visible_to(user).filter(household=household), user), key=lambda row: bool(row.by))


def _told(drafts, user) -> list[Left]:
    rows = [row for row in drafts.select_related("by").defer("data") if row.form in FORMS]
    rows = [row for row in rows if user.has_perm(FORMS[row.form].permission)]
    today = timezone.localdate()
    households = Household.objects.filter(pk__in={row.household_id for row in rows}).for_list(today)
    names = {household.pk: household.name_on(today) for household in households}
    return [_left(row, names[row.household_id], user) for row in rows]


def _left(row, name, user) -> Left:
    own = row.by_id == user.pk
    return Left(
        title=str(FORMS[row.form].title),
        household_id=row.household_id,
        household_name=name,
        saved_at=row.saved_at,
        url=reverse(FORMS[row.form].url_name, args=[row.subject_id]) if own else "",
        delete_url=reverse("draft_delete", args=[row.form, row.subject_id]) if own else "",
        by="" if own else str(row.by),
    )
