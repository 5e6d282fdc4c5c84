"""Forms about those who log in: who they are, which roles they have, and tokens for other systems (brukere)."""

from datetime import timedelta

import django_filters
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from housing.fields import LineField, NameField
from housing.forms.once import Once
from housing.models import User
from housing.roles import Role

# What each role opens, in the administrator's words. The table itself is housing/roles.py.
DUTIES = {
    Role.CASEWORKER: _("ser alle husstander, kartlegger, avgjør søknader, gir tilbud og skriver kontrakter"),
    Role.LEADER: _("som saksbehandler, og fordeler saker, ser fortrolige adresser og skjermede notater"),
    Role.FOLLOW_UP: _("ser husstandene de selv følger opp, skriver notater og varsler"),
    Role.RENT: _("ser leietakere og leieforhold, og endrer boligene. Ser ingen søknader"),
    Role.PROGRAMME: _("skriver og godkjenner halvårsrapporten. Ser ingen enkeltsaker"),
    Role.STEERING: _("leser godkjente rapporter, og ikke noe annet"),
    Role.ADMINISTRATOR: _("oppretter brukere og endrer kriteriene for prioritering. Ser ingen saker"),
    Role.AUDITOR: _("ser hvem som har åpnet og endret en sak. Ser ikke selve sakene"),
    Role.INTAKE: _("et program, ikke et menneske: sender inn søknader fra nettskjemaet og leser status på dem"),
}
MADE_SECONDS = 24 * 60 * 60


def role_choices():
    return [(role.value, _("{role}: {duty}").format(role=role.label, duty=DUTIES[role])) for role in Role]


class UserFilter(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(
        label=_("Rolle"), choices=Role.choices, method="with_role", empty_label=_("Alle")
    )
    active = django_filters.ChoiceFilter(
        label=_("Tilgang"),
        choices=[("ja", _("Aktive")), ("nei", _("Deaktiverte"))],
        method="by_access",
        empty_label=_("Alle"),
    )

    class Meta:
        model = User
        fields: list[str] = []

    def with_role(self, rows, _name, role):
        return rows.filter(roles__contains=[role])

    def by_access(self, rows, _name, answer):
        return rows.filter(is_active=answer == "ja")


class UserForm(Once, forms.ModelForm):
    """A new or changed user. Roles one holds oneself are shown and cannot be changed."""

    name = NameField(label=_("Navn"), max_length=120)
    phone = LineField(label=_("Telefon"), max_length=30, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roller"),
        widget=forms.CheckboxSelectMultiple,
        choices=role_choices,
        error_messages={"required": _("Velg minst én rolle.")},
    )

    class Meta:
        model = User
        fields = ["name", "email", "phone", "roles"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        if self.instance.pk == by.pk:
            self.fields["roles"].disabled = True
            self.fields["roles"].help_text = _("Egne roller må en annen administrator endre.")

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def made_earlier(self):
        """The user an earlier submit of this very page made."""
        made = cache.get(self._place) if self.is_bound else None
        return User.objects.filter(pk=made).first() if made else None

    def keep(self):
        user = self.save(commit=False)
        user.keep(by=self.by)
        cache.set(self._place, user.pk, MADE_SECONDS)
        return user

    @property
    def _place(self):
        return f"user-made:{self.by.pk}:{self.key}"


class TokenForm(Once):
    """A token for another system that reads the API as this user."""

    days = forms.TypedChoiceField(
        label=_("Gjelder i"),
        coerce=int,
        choices=[("30", _("30 dager")), ("90", _("90 dager")), ("365", _("ett år"))],
        initial="90",
    )

    def make(self, user) -> str:
        """The token itself, readable this once; nothing for a second submit of the same page."""
        if not cache.add(f"token-made:{user.pk}:{self.key}", 1, MADE_SECONDS):
            return ""
        _row, token = AuthToken.objects.create(user, expiry=timedelta(days=self.cleaned_data["days"]))
        return token
