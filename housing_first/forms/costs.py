"""Forms about money: what a team costs in a half-year, and what a repair cost."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Dwelling
from housing_first.models import RepairCost, Team, TeamCost
from housing_first.models.cost import HALVES

FIRST_YEAR = 2000
MOST = 99_999_999


class TeamCostForm(OnceForm):
    """Posts × price, and expenses. The posts the plan of members gives stand beside the form."""

    year = forms.IntegerField(label=_("År"), min_value=FIRST_YEAR)
    half = forms.TypedChoiceField(label=_("Halvår"), choices=HALVES, coerce=int, widget=forms.RadioSelect)
    posts = KroneField(
        label=_("Årsverk"),
        min_value=0,
        max_value=500,
        max_digits=5,
        help_text=_("Hele stillinger i halvåret, for eksempel 4,5."),
    )
    price_per_post = KroneField(label=_("Pris per årsverk, kr per år"), min_value=0, max_value=MOST, max_digits=10)
    expenses = KroneField(label=_("Andre utgifter i halvåret"), min_value=0, max_value=MOST, required=False)
    note = LineField(label=_("Merknad"), max_length=200, required=False)

    class Meta:
        model = TeamCost
        fields = ["team", "year", "half", "posts", "price_per_post", "expenses", "note"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.visible_to(user)
        self.fields["team"].empty_label = _("Velg team")
        today = timezone.localdate()
        self.fields["year"].initial, self.fields["half"].initial = today.year, 1 if today.month <= 6 else 2

    def rows(self):
        return TeamCost.objects.all()

    def first_made(self):
        """One that is put right is no new one."""
        return "team_cost_list" if self.instance.pk is None and super().first_made() else None

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("Halvåret er ikke begynt."))
        return year

    def clean_expenses(self):
        return self.cleaned_data["expenses"] or 0

    def clean(self):
        answers = super().clean()
        today = timezone.localdate()
        if answers.get("year") == today.year and answers.get("half") == 2 and today.month <= 6:
            self.add_error("half", _("Halvåret er ikke begynt."))
        return answers

    def keep(self, *, by):
        made = self.keyed() if self.instance.pk is None else self.save(commit=False)
        return made.keep(by=by)


class RepairForm(OnceForm):
    """A repair of a municipal dwelling. It is chosen by its number: an address here would tell who lives there."""

    dwelling = forms.IntegerField(
        label=_("Boligens nummer"),
        min_value=1,
        help_text=_("Tallet i boligens nummer, for eksempel 12 for B-000012."),
    )
    paid_on = DateField(label=_("Betalt"), initial=timezone.localdate)
    amount = KroneField(label=_("Beløp"), min_value=1, max_value=MOST, max_digits=10)
    what = LineField(label=_("Hva som ble reparert"), max_length=200, required=False)

    class Meta:
        model = RepairCost
        fields = ["paid_on", "amount", "what"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def rows(self):
        return RepairCost.objects.all()

    def first_made(self):
        return "team_cost_list" if super().first_made() else None

    def clean_dwelling(self):
        found = Dwelling.objects.visible_to(self.user).filter(pk=self.cleaned_data["dwelling"]).first()
        if found is None:
            raise forms.ValidationError(_("Det er ingen bolig med dette nummeret."))
        return found

    def clean_paid_on(self):
        return not_in_future(self.cleaned_data["paid_on"])

    def keep(self, *, by):
        made = self.keyed()
        made.dwelling = self.cleaned_data["dwelling"]
        return made.keep(by=by)
