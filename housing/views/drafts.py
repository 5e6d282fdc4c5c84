"""Saving and discarding drafts (utkast): as one types, by a button, or a colleague's copied."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.access import require_reason
from housing.database import Refused
from housing.forms import drafts
from housing.models import Draft


@require_POST
def draft_save(request, form, subject_id):
    """Keep what is typed. As one types, the answer is a line on the page; after a button, the page itself."""
    household = drafts.household_of(form, subject_id, request.user)
    # The page with the form has written the view log; this is the same look.
    require_reason(request.user, household)
    back = drafts.FORMS[form].url_name
    if "copy_of" in request.POST:
        other = request.POST["copy_of"]
        drafts.copy(form, subject_id, household, request.user, other=int(other) if other.isdecimal() else 0)
        messages.success(request, _("Utkastet er kopiert til deg."))
        return redirect(back, subject_id)
    if request.htmx:
        return _saved_while_typing(request, form, subject_id, household)
    if drafts.save(request, form, subject_id, household):
        messages.success(request, _("Utkastet er lagret. Du finner det igjen på Min dag."))
    return redirect(back, subject_id)


def _saved_while_typing(request, form, subject_id, household):
    """Told once a minute, so that a screen reader is not interrupted at every word."""
    before = Draft.objects.of(form, subject_id).filter(by=request.user).values_list("saved_at", flat=True).first()
    try:
        saved = drafts.save(request, form, subject_id, household)
    except Refused as refusal:
        return render(request, "components/draft_saved.html", {"refused": str(refusal)})
    if saved is None or (before and f"{before:%H%M}" == f"{saved.saved_at:%H%M}"):
        return HttpResponse(status=204)
    desk = drafts.Desk(request, form, subject_id, household)
    context = {"saved_at": saved.saved_at, "is_first": before is None, "draft": desk}
    return render(request, "components/draft_saved.html", context)


@require_POST
def draft_delete(request, form, subject_id):
    """Discard one's own draft, also of a case that is no longer one's own: nothing of it is shown."""
    household = drafts.household_of(form, subject_id, request.user)
    drafts.discard(form, subject_id, request.user)
    messages.success(request, _("Utkastet er forkastet."))
    # From the form itself: the form anew.
    back = {"home": "home", "household": household}.get(request.POST.get("next", ""))
    return redirect(back) if back else redirect(drafts.FORMS[form].url_name, subject_id)
