"""Forms about a household's plan for its homes: the plan, its steps, the signatures, the follow-up."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.models import CareerPlan, CareerStep
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future


class CareerPlanForm(OnceForm):
    """Where they want to live, what is next, and when we talk again (boligkarriereplan)."""

    made_on = DateField(label=_("Laget"), initial=timezone.localdate)
    goal = forms.ChoiceField(label=_("Mål"), choices=CareerPlan.Goal.choices, widget=forms.RadioSelect)
    goal_on = DateField(label=_("Målet skal være nådd innen"), required=False)
    situation = TextField(
        label=_("Inntekt, sparing og muligheter"),
        required=False,
        max_length=2000,
        rows=4,
        help_text=_("Kan de eie, spare, eller leie på det private markedet?"),
    )
    next_step = LineField(
        label=_("Neste steg"), max_length=300, help_text=_("Flere steg legges til når planen er lagret.")
    )
    follow_up_on = DateField(
        label=_("Følges opp"), help_text=_("Blir en frist. Da snakker dere sammen, og planen fornyes.")
    )

    class Meta:
        model = CareerPlan
        fields = ["made_on", "goal", "goal_on", "situation", "next_step", "follow_up_on"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        self.before = household.career_plans.in_force().first()
        if self.before:
            for name in ("goal", "goal_on", "situation"):
                self.fields[name].initial = getattr(self.before, name)

    def rows(self):
        return CareerPlan.objects.filter(household=self.household)

    def clean_made_on(self):
        day = not_in_future(self.cleaned_data["made_on"])
        if self.before and day < self.before.made_on:
            raise forms.ValidationError(_("Planen før ble laget {day:%d.%m.%Y}.").format(day=self.before.made_on))
        return day

    def clean(self):
        answers = super().clean()
        made_on, follow_up_on, goal_on = (answers.get(name) for name in ("made_on", "follow_up_on", "goal_on"))
        if made_on and follow_up_on and follow_up_on <= made_on:
            self.add_error("follow_up_on", _("Oppfølgingen må være etter at planen ble laget."))
        if made_on and goal_on and goal_on < made_on:
            self.add_error("goal_on", _("Datoen er før planen ble laget."))
        return answers

    def keep(self, *, by) -> CareerPlan:
        return self.keyed().keep(by=by)


class StepForm(OnceForm):
    what = LineField(label=_("Hva skal gjøres"), max_length=300)
    done_by = forms.ChoiceField(
        label=_("Hvem gjør det"), choices=CareerStep.DoneBy.choices, widget=forms.RadioSelect, initial="household"
    )
    due_on = DateField(label=_("Innen"), help_text=_("Blir en frist når dagen er kommet."))

    class Meta:
        model = CareerStep
        fields = ["what", "done_by", "due_on"]

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = self.instance.plan = plan

    def rows(self):
        return CareerStep.objects.filter(plan=self.plan)

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < self.plan.made_on:
            raise forms.ValidationError(_("Planen ble laget først {day:%d.%m.%Y}.").format(day=self.plan.made_on))
        return day

    def keep(self, *, by) -> CareerPlan:
        self.plan.add_step(self.keyed(), by=by)
        return self.plan


class StepDoneForm(forms.Form):
    done_on = DateField(label=_("Gjort"), initial=timezone.localdate)

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.step = step

    def clean_done_on(self):
        day = not_in_future(self.cleaned_data["done_on"])
        if day < self.step.plan.made_on:
            raise forms.ValidationError(_("Planen ble laget først {day:%d.%m.%Y}.").format(day=self.step.plan.made_on))
        return day

    def keep(self, *, by) -> CareerPlan:
        self.step.do(by=by, done_on=self.cleaned_data["done_on"])
        return self.step.plan


class SignForm(forms.Form):
    """Both sign the printed plan; the days may differ."""

    household_signed_on = DateField(label=_("Husstanden skrev under"), required=False)
    municipality_signed_on = DateField(label=_("Kommunen skrev under"), required=False)

    def __init__(self, *args, plan, **kwargs):
        initial = {name: getattr(plan, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.plan = plan

    def clean(self):
        answers = super().clean()
        for name in self.fields:
            day = answers.get(name)
            if day and day > timezone.localdate():
                self.add_error(name, _("Datoen er frem i tid."))
            if day and day < self.plan.made_on:
                self.add_error(name, _("Planen ble laget først {day:%d.%m.%Y}.").format(day=self.plan.made_on))
        return answers

    def keep(self, *, by) -> CareerPlan:
        self.plan.sign(by=by, **{name: self.cleaned_data[name] for name in self.fields})
        return self.plan


class FollowUpForm(forms.Form):
    note = TextField(label=_("Hva dere snakket om"), max_length=1000, rows=4)
    next_step = LineField(label=_("Neste steg"), max_length=300)
    follow_up_on = DateField(label=_("Følges opp neste gang"))

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, initial={"next_step": plan.next_step}, **kwargs)
        self.plan = plan

    def clean_follow_up_on(self):
        day = self.cleaned_data["follow_up_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Velg en dag som kommer."))
        return day

    def keep(self, *, by) -> CareerPlan:
        self.plan.follow_up(by=by, **self.cleaned_data)
        return self.plan
