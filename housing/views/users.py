"""Pages about those who log in: the list, one user, their password, their tokens (brukere). Shows no case."""

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from housing.cases import Refused
from housing.form_page import click
from housing.forms.users import DUTIES, TokenForm, UserFilter, UserForm
from housing.lists import Column, Listing, respond
from housing.models import User
from housing.roles import Role

may_manage = permission_required("housing.manage_users", raise_exception=True)
SHOWN_OF_TOKEN = 6

COLUMNS = [
    Column("name", _("Navn"), lambda row: row.name, ("name",)),
    Column("email", _("E-post"), lambda row: row.email, ("email",)),
    Column("roles", _("Roller"), lambda row: ", ".join(row.role_labels)),
    Column("access", _("Tilgang"), lambda row: row.is_active, ("-is_active", "name")),
    Column("last_login", _("Sist innlogget"), lambda row: row.last_login, ("last_login",)),
]


@may_manage
def user_list(request):
    listing = Listing(title=_("Brukere"), template="housing/user_list.html", columns=COLUMNS, filterset=UserFilter)
    return respond(request, User.objects.all(), listing)


@may_manage
def user_new(request):
    form = UserForm(request.POST or None, by=request.user)
    made = form.made_earlier()
    if made is None and form.is_valid():
        try:
            made = form.keep()
        except Refused as refusal:
            made = form.made_earlier()
            form.add_error(None, str(refusal))
        else:
            return _password_link(request, made, _("Brukeren er opprettet"))
    if made is not None:
        messages.info(request, _("Brukeren er allerede opprettet."))
        return redirect("user", made.pk)
    return render(request, "components/form_page.html", _form_page(form, _("Ny bruker"), reverse("user_list")))


@may_manage
def user_edit(request, pk):
    found = get_object_or_404(User, pk=pk)
    form = UserForm(request.POST or None, instance=found, by=request.user)
    if form.is_valid():
        try:
            form.keep()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Brukeren er endret."))
            return redirect("user", pk)
    return render(request, "components/form_page.html", _form_page(form, _("Endre bruker"), reverse("user", args=[pk])))


def _form_page(form, title, back):
    links = [{"label": _("Brukere"), "url": reverse("user_list")}]
    return {"form": form, "title": title, "back": back, "links": links}


@may_manage
def user(request, pk, token_form=None):
    found = get_object_or_404(User, pk=pk)
    context = {
        "shown": found,
        "roles": [(role.label, DUTIES[role]) for role in Role if role.value in found.roles],
        "is_self": found.pk == request.user.pk,
        "is_locked": _lockouts(found).exists(),
        "tokens": [_token_line(token) for token in found.auth_token_set.order_by("expiry")],
        "token_form": token_form or TokenForm(),
        "may_have_token": found.has_perm("housing.use_api"),
        "links": [{"label": _("Brukere"), "url": reverse("user_list")}],
    }
    return render(request, "housing/user.html", context)


def _token_line(token):
    return {
        "key": token.token_key,
        "begins": token.token_key[:SHOWN_OF_TOKEN],
        "created": token.created,
        "expiry": token.expiry,
        "is_over": token.expiry is not None and token.expiry < timezone.now(),
    }


def _lockouts(found):
    """Failed logins that keep the user out now. The name stands as it was typed, so case is no matter."""
    return AccessAttempt.objects.filter(
        username__iexact=found.email,
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME,
    )


@require_POST
@may_manage
def user_deactivate(request, pk):
    return _act(request, pk, User.deactivate, _("Brukeren er deaktivert. Økter og tokener er avsluttet."))


@require_POST
@may_manage
def user_reactivate(request, pk):
    return _act(request, pk, User.reactivate, _("Brukeren er aktiv igjen. Lag et nytt passord."))


@require_POST
@may_manage
def user_unlock(request, pk):
    found = get_object_or_404(User, pk=pk)
    AccessAttempt.objects.filter(username__iexact=found.email).delete()
    messages.success(request, _("Innloggingen er låst opp."))
    return redirect("user", pk)


def _act(request, pk, act, said):
    found = get_object_or_404(User, pk=pk)
    return click(request, lambda: act(found, by=request.user), done=said, target=reverse("user", args=[pk]))


@require_POST
@may_manage
def user_password(request, pk):
    """The password there was holds no longer; a link to choose a new one is shown once."""
    found = get_object_or_404(User, pk=pk, is_active=True)
    if found.pk == request.user.pk:
        return redirect("password_change")
    try:
        found.forget_password(by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("user", pk)
    return _password_link(request, found, _("Nytt passord"))


def _password_link(request, found, title):
    """A link that works once: the administrator never knows anybody's password."""
    key = urlsafe_base64_encode(force_bytes(found.pk))
    path = reverse("password_new", args=[key, default_token_generator.make_token(found)])
    return _shown_once(request, found, title, secret=request.build_absolute_uri(path), kind="link")


def _shown_once(request, found, title, *, secret, kind):
    context = {
        "shown": found,
        "title": title,
        "secret": secret,
        "kind": kind,
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
    }
    response = render(request, "housing/user_secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@may_manage
def user_token_new(request, pk):
    found = get_object_or_404(User, pk=pk, is_active=True)
    form = TokenForm(request.POST)
    if not found.has_perm("housing.use_api"):
        messages.error(request, _("Rollene til brukeren åpner ikke API-et."))
        return redirect("user", pk)
    if not form.is_valid():
        return user(request, pk, token_form=form)
    token = form.make(found)
    if not token:
        messages.info(request, _("Tokenet er allerede laget. Fikk du det ikke med deg, fjern det og lag et nytt."))
        return redirect("user", pk)
    return _shown_once(request, found, _("Nytt token"), secret=token, kind="token")


@require_POST
@may_manage
def user_token_remove(request, pk):
    found = get_object_or_404(User, pk=pk)
    key = request.POST.get("key", "").replace("\x00", "")
    if found.auth_token_set.filter(token_key=key).delete()[0]:
        messages.success(request, _("Tokenet er fjernet."))
    else:
        messages.info(request, _("Tokenet var allerede fjernet."))
    return redirect("user", pk)


@method_decorator([login_not_required, never_cache], name="dispatch")
class NewPassword(PasswordResetConfirmView):
    """The page behind the link: the user chooses a password nobody else knows."""

    template_name = "housing/user_password.html"
    success_url = reverse_lazy("login")

    def get_user(self, uidb64):
        found = super().get_user(uidb64)
        return found if found is not None and found.is_active else None
