"""Forms about a task from a meeting about arrears (oppgave): it is done, or it gets a new day."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evictions.forms.agenda import new_day, without_names
from evictions.models import ArrearsTask
from housing.fields import DateField, TextField
from housing.forms.people import not_in_future


class DoneForm(forms.Form):
    done_on = DateField(label=_("Gjort"), initial=timezone.localdate)
    result = TextField(
        label=_("Resultat"), max_length=500, rows=3, required=False, help_text=_("Uten navn på leieren.")
    )

    def __init__(self, *args, task: ArrearsTask, **kwargs):
        super().__init__(*args, **kwargs)
        self.task = task

    def clean_done_on(self):
        day = not_in_future(self.cleaned_data["done_on"])
        if day < timezone.localdate(self.task.made_at):
            raise forms.ValidationError(_("Oppgaven var ikke gitt den dagen."))
        return day

    def clean_result(self):
        return without_names(self.cleaned_data["result"], self.task.case)

    def finish(self, *, by) -> None:
        self.task.finish(by=by, on=self.cleaned_data["done_on"], result=self.cleaned_data["result"])


class CarryForm(forms.Form):
    due_on = DateField(label=_("Ny frist"))

    def __init__(self, *args, task: ArrearsTask, **kwargs):
        super().__init__(*args, **kwargs)
        self.task = task

    def clean_due_on(self):
        day = new_day(self.cleaned_data["due_on"])
        if day <= self.task.due_on:
            raise forms.ValidationError(_("Den nye fristen må være etter den gamle."))
        return day

    def carry_on(self, *, by) -> None:
        self.task.carry_on(by=by, due_on=self.cleaned_data["due_on"])
