"""The life of a page with one form, and of one button: ask, make one call, tell, go on."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render

from housing.database import Refused
from housing.forms.once import Once

PLAIN = "components/form_page.html"


class OnceForm(Once, forms.ModelForm):
    """Makes one row of its model however many times it is sent, also from two windows at once."""

    def rows(self):
        """Where a row made before is looked for: those that belong to the same case."""
        return self._meta.model.objects.none()

    def first_made(self):
        return self.made_before(self.rows())

    def keyed(self):
        """The unsaved row with the form's key on it."""
        made = super().save(commit=False)
        made.external_id = self.key
        return made


def form_page(request, form, *, act, done, template=PLAIN, draft=None, **context):
    """``act`` does what the form says and returns where to go; what it refuses is told on top of the form.

    With a ``draft`` (``housing.forms.drafts.Desk``) the form is resumed, and what could not be sent is kept.
    """
    if draft is not None:
        draft.resume(form)
        act = _sending(draft, act)
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
        if draft is not None:
            draft.keep()
    return render(request, template, {"form": form, "draft": draft, **context})


def click(request, act, *, done, target):
    """A button that does one thing. Whoever comes second is told, and nothing is done twice."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(target)


def _sending(draft, act):
    def send(form):
        with draft.sending():
            return act(form)

    return send


def _made_before(form):
    return form.first_made() if isinstance(form, OnceForm) else None
