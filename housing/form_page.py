"""The life of a page with one form: ask, make one call, tell, go on."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render

from housing.database import Refused, new_external_id

PLAIN = "components/form_page.html"


class OnceForm(forms.ModelForm):
    """Makes one row however many times it is sent: the key made with the empty form is the row's own.

    A second click, or the same page sent from two windows, finds the first row instead of making another.
    """

    external_id = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["external_id"].initial = new_external_id()

    def made_before(self):
        key = self.data.get(self.add_prefix("external_id"), "").replace("\x00", "")
        return self.rows().filter(external_id=key).first() if key else None

    def rows(self):
        """Where a row made before is looked for: those that belong to the same case."""
        return self._meta.model.objects.none()

    def keyed(self):
        """The unsaved row with the form's key on it."""
        made = super().save(commit=False)
        made.external_id = self.cleaned_data["external_id"] or new_external_id()
        return made


def form_page(request, form, *, act, done, template=PLAIN, **context):
    """``act`` does what the form says and returns where to go; what it refuses is told on top of the form."""
    if request.method == "POST":
        before = _made_before(form)
        if before is not None:
            return redirect(before)
        if form.is_valid():
            try:
                target = act(form)
            except Refused as refusal:
                before = _made_before(form)
                if before is not None:
                    return redirect(before)
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return redirect(target)
    return render(request, template, {"form": form, **context})


def _made_before(form):
    return form.made_before() if isinstance(form, OnceForm) else None
