"""Forms about persons and households: registering, joining, leaving, and who answers for them."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from housing import consequences, national_ids
from housing.fields import DateField, LineField, NameField, TextField
from housing.forms.once import Once
from housing.models import Household, Membership, Person, Responsibility, TargetGroup, User
from housing.protection import may_see_address
from housing.roles import Role

OLDEST = 125
SHOWN_LIKELY = 5
REGISTER_ANYWAY = "new"
CHANGED_PROTECTION = _("Du endrer adressebeskyttelsen. Kryss av for at det er riktig.")


def not_in_future(day):
    if day and day > timezone.localdate():
        raise ValidationError(_("Datoen er frem i tid."))
    return day


class PersonForm(forms.ModelForm):
    """Facts about one person. The number is checked; birth date and sex are asked for and never read out of it."""

    given_name = NameField(label=_("Fornavn"))
    family_name = NameField(label=_("Etternavn"))
    national_id = LineField(
        label=_("Fødselsnummer eller D-nummer"),
        required=False,
        max_length=30,
        help_text=_("Tomt når personen ikke har noe."),
    )
    birth_date = DateField(label=_("Fødselsdato"), required=False)
    phone = LineField(label=_("Telefon"), required=False, max_length=30)
    postal_address = TextField(
        label=_("Postadresse"),
        required=False,
        max_length=400,
        rows=2,
        help_text=_("Dit brev sendes når de ikke skal til boligen. Ved skjermet adresse: den åpne postadressen."),
    )
    interpreter_language = LineField(
        label=_("Trenger tolk i"), required=False, max_length=60, help_text=_("Språket. Tomt når tolk ikke trengs.")
    )
    guardian_name = NameField(label=_("Verge"), required=False)
    guardian_contact = LineField(label=_("Vergens telefon eller e-post"), required=False)

    class Meta:
        model = Person
        fields = """given_name family_name national_id birth_date sex phone email address_protection postal_address
            written_language interpreter_language guardian_name guardian_contact""".split()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = [("", _("Ikke oppgitt")), *Person.Sex.choices]

    def fieldsets(self) -> list:
        return [
            Fieldset(
                _("Hvem"),
                Row("given_name", "family_name"),
                Row("national_id", "birth_date", "sex"),
                "died_on",
                "same_person",
            ),
            Fieldset(_("Kontakt"), Row("phone", "email")),
            Fieldset(_("Adresse"), "address_protection", "confirm_protection", "postal_address"),
            Fieldset(
                _("Språk og verge"),
                Row("written_language", "interpreter_language"),
                Row("guardian_name", "guardian_contact"),
            ),
        ]

    @property
    def helper(self):
        helper = FormHelper()
        helper.render_hidden_fields = True
        helper.layout = Layout(*(part for part in map(self._present, self.fieldsets()) if part is not None))
        return helper

    def _present(self, part):
        """The layout without the fields this form does not ask for now."""
        if isinstance(part, str):
            return part if part in self.fields else None
        part.fields = [kept for kept in map(self._present, part.fields) if kept is not None]
        return part if part.fields else None

    def clean_national_id(self):
        number = self.cleaned_data["national_id"]
        if not number:
            return None
        if number == self.instance.national_id:
            return number
        try:
            identity = national_ids.check(
                number, synthetic_allowed=settings.ALLOW_SYNTHETIC_IDS, on=timezone.localdate()
            )
        except national_ids.InvalidNationalId as fault:
            raise ValidationError(str(fault))
        return identity.number

    def clean_birth_date(self):
        day = not_in_future(self.cleaned_data["birth_date"])
        if day and timezone.localdate().year - day.year > OLDEST:
            raise ValidationError(_("Se etter om året er riktig."))
        return day


class PersonEditForm(PersonForm):
    """Changing a person. A change of address protection is asked about twice: a wrong one can be dangerous."""

    died_on = DateField(label=_("Dødsdato"), required=False)
    confirm_protection = forms.BooleanField(label=_("Ja, adressebeskyttelsen skal endres"), required=False)

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "died_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.protection_before = self.instance.address_protection
        if self.data.get("address_protection", self.protection_before) == self.protection_before:
            del self.fields["confirm_protection"]

    def clean_died_on(self):
        return not_in_future(self.cleaned_data["died_on"])

    def clean(self):
        cleaned = super().clean()
        born, died = cleaned.get("birth_date"), cleaned.get("died_on")
        if born and died and died < born:
            self.add_error("died_on", _("Dødsdatoen er før fødselsdatoen."))
        if "confirm_protection" in self.fields and not cleaned.get("confirm_protection"):
            self.add_error("confirm_protection", CHANGED_PROTECTION)
        return cleaned

    def _get_validation_exclusions(self):
        """The order of birth and death is told at its field, not once more for the whole form."""
        excluded = super()._get_validation_exclusions()
        return excluded | {"died_on"} if "died_on" in self._errors else excluded

    def change(self, *, by):
        self.instance.change(by=by, protection_before=self.protection_before)


class NewPersonForm(Once, PersonForm):
    """A person who may be registered already: the likely ones are shown, and the user says who it is."""

    same_person = forms.CharField(label=_("Kan dette være samme person?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args, user, **kwargs):
        self.user = user
        self.likely: list[Person] = []
        self.chosen: Person | None = None
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["same_person"]

    def clean(self):
        cleaned = super().clean()
        name = f"{cleaned.get('given_name', '')} {cleaned.get('family_name', '')}".strip()
        number = cleaned.get("national_id") or ""
        self._find_likely(name, cleaned.get("birth_date"), number)
        self._hear_answer(cleaned.pop("same_person", ""), number)
        return cleaned

    def _find_likely(self, name, birth_date, number):
        if name or number:
            rows = (
                Person.objects.visible_to(self.user)
                .like(name, birth_date, number)
                .prefetch_related("memberships__household")
            )
            self.likely = list(rows[:SHOWN_LIKELY])

    def _hear_answer(self, answer, number):
        if not self.likely:
            del self.fields["same_person"]
            return
        taken = any(person.national_id == number for person in self.likely if number)
        choices = [(str(person.pk), _told(person)) for person in self.likely]
        if not taken:
            choices.append((REGISTER_ANYWAY, _("Nei, registrer likevel")))
        self.fields["same_person"].widget.choices = choices
        if answer not in dict(choices):
            self.add_error("same_person", _("Se på dem som ligner, og velg."))
        elif answer != REGISTER_ANYWAY:
            self.chosen = next(person for person in self.likely if str(person.pk) == answer)

    def validate_unique(self):
        if self.chosen is None:
            super().validate_unique()

    def who(self) -> Person:
        return self.chosen or self.instance


def _told(person):
    """«Bruk Haugen, Amina, født 01.02.1990, H-000012»."""
    parts = [person.listed_name]
    if person.birth_date:
        parts.append(_("født {day}").format(day=f"{person.birth_date:%d.%m.%Y}"))
    parts += sorted({membership.household.number for membership in person.memberships.all()})
    return format_lazy("{use} {who}", use=_("Ja, bruk"), who=", ".join(str(part) for part in parts))


class NewHouseholdForm(NewPersonForm):
    """A household is registered around its main person."""

    district = LineField(label=_("Bydel"), required=False, max_length=100)
    target_groups = forms.MultipleChoiceField(
        label=_("Målgrupper"), required=False, choices=TargetGroup.choices, widget=forms.CheckboxSelectMultiple
    )

    def fieldsets(self):
        return [*super().fieldsets(), Fieldset(_("Husstanden"), "district", "target_groups")]

    def register(self, *, by) -> Household:
        return Household.register(
            self.who(),
            by=by,
            created_on=timezone.localdate(),
            external_id=self.key,
            district=self.cleaned_data["district"],
            target_groups=self.cleaned_data["target_groups"],
        )


class HouseholdForm(forms.ModelForm):
    """What is known of the household as a whole."""

    district = LineField(label=_("Bydel"), required=False, max_length=100)
    target_groups = forms.MultipleChoiceField(
        label=_("Målgrupper"), required=False, choices=TargetGroup.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Household
        fields = ["district", "target_groups"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_see_address(user, self.instance, timezone.localdate()):
            del self.fields["district"]

    def change(self, *, by) -> Household:
        with transaction.atomic():
            changed = self.save()
            consequences.changed("target groups", [changed.pk], by=by)
        return changed


def _role_choices():
    return [("", _("Velg")), *(choice for choice in Membership.Role.choices if choice[0] != Membership.Role.MAIN)]


class MemberForm(NewPersonForm):
    """A new member: partner, child or other. The main person is chosen among the members."""

    role = forms.ChoiceField(label=_("Rolle i husstanden"), choices=_role_choices)
    joined_on = DateField(label=_("Medlem fra"))
    custody_percent = forms.IntegerField(
        label=_("Bor her, prosent av tiden"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("Ved delt bosted eller samvær. Tomt betyr hele tiden."),
    )

    def __init__(self, *args, household, **kwargs):
        self.household = household
        super().__init__(*args, **kwargs)
        self.fields["joined_on"].initial = timezone.localdate

    def fieldsets(self):
        return [Fieldset(_("I husstanden"), Row("role", "joined_on", "custody_percent")), *super().fieldsets()]

    def clean_joined_on(self):
        return not_in_future(self.cleaned_data["joined_on"])

    def clean(self):
        cleaned = super().clean()
        born, joined = cleaned.get("birth_date"), cleaned.get("joined_on")
        if born and joined and joined < born:
            self.add_error("joined_on", _("Datoen er før fødselsdatoen."))
        if self.chosen and joined and self.household.memberships.on(joined).filter(person=self.chosen).exists():
            self.add_error("same_person", _("Denne personen er allerede med i husstanden."))
        return cleaned

    def admit(self, *, by) -> Membership:
        facts = self.cleaned_data
        return self.household.admit(
            self.who(),
            role=facts["role"],
            joined_on=facts["joined_on"],
            custody_percent=facts["custody_percent"],
            external_id=self.key,
            by=by,
        )


class LeavingForm(forms.Form):
    """A member leaves the household (ut av husstanden)."""

    left_on = DateField(label=_("Ute av husstanden fra"))

    def __init__(self, *args, membership, **kwargs):
        self.membership = membership
        super().__init__(*args, **kwargs)
        self.fields["left_on"].initial = timezone.localdate

    def clean_left_on(self):
        day = not_in_future(self.cleaned_data["left_on"])
        if day < self.membership.joined_on:
            raise ValidationError(_("Til-datoen er før fra-datoen."))
        return day

    def leave(self, *, by):
        self.membership.household.part_with(self.membership, left_on=self.cleaned_data["left_on"], by=by)


class MainPersonForm(forms.Form):
    """Who the case is about from a day on (ny hovedperson)."""

    membership = forms.ModelChoiceField(label=_("Ny hovedperson"), queryset=Membership.objects.none())
    day = DateField(label=_("Fra"))

    def __init__(self, *args, household, **kwargs):
        self.household = household
        super().__init__(*args, **kwargs)
        others = household.memberships.on(timezone.localdate()).exclude(role=Membership.Role.MAIN)
        self.fields["membership"].queryset = others.select_related("person")
        self.fields["membership"].label_from_instance = lambda row: f"{row.person} ({row.get_role_display()})"
        self.fields["day"].initial = timezone.localdate

    def clean(self):
        cleaned = super().clean()
        chosen, day = cleaned.get("membership"), cleaned.get("day")
        main = self.household.memberships.on(timezone.localdate()).filter(role=Membership.Role.MAIN).first()
        if day and day > timezone.localdate():
            self.add_error("day", _("Datoen er frem i tid."))
        elif day and any(row and day < row.joined_on for row in (chosen, main)):
            self.add_error("day", _("Datoen er før personen kom inn i husstanden."))
        return cleaned

    def change(self, *, by):
        self.household.change_main(self.cleaned_data["membership"], day=self.cleaned_data["day"], by=by)


class ResponsibleForm(forms.Form):
    """Who answers for the household: its caseworker, or one more who follows it up."""

    ROLES = {
        Responsibility.Kind.CASEWORKER: [Role.CASEWORKER, Role.LEADER],
        Responsibility.Kind.FOLLOW_UP: [Role.FOLLOW_UP, Role.CASEWORKER, Role.LEADER],
    }
    LABELS = {
        Responsibility.Kind.CASEWORKER: _("Ny saksbehandler"),
        Responsibility.Kind.FOLLOW_UP: _("Hvem følger opp"),
    }

    user = forms.ModelChoiceField(label=_("Hvem"), queryset=User.objects.none(), empty_label=_("Velg"))

    def __init__(self, *args, household, kind, **kwargs):
        self.household, self.kind = household, kind
        super().__init__(*args, **kwargs)
        there = household.responsibilities.open(timezone.localdate()).filter(kind=kind)
        users = User.objects.filter(is_active=True, roles__overlap=self.ROLES[kind])
        self.fields["user"].queryset = users.exclude(pk__in=there.values("user"))
        self.fields["user"].label = self.LABELS[kind]

    def assign(self, *, by):
        self.household.hand_over(self.cleaned_data["user"], kind=self.kind, by=by)
