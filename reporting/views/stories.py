"""Success stories: written, looked over for what may tell who somebody is, confirmed, and taken into the report."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.form_page import click, form_page
from reporting import recognition
from reporting.models import SuccessStory
from reporting.stories_forms import ConsentWithdrawForm, StoryConfirmForm, StoryForm
from reporting.story_check import findings_of
from reporting.views.rights import may_write

may_view = permission_required("reporting.view_story", raise_exception=True)
may_confirm = permission_required("reporting.confirm_story", raise_exception=True)


def _story(request, pk) -> SuccessStory:
    rows = SuccessStory.objects.visible_to(request.user).select_related("written_by", "changed_by", "confirmed_by")
    return get_object_or_404(rows, pk=pk)


def _read(story) -> dict:
    """The story with what was found in it marked where it stands."""
    found = findings_of(story.text)
    return {
        "story": story,
        "pieces": recognition.marked(story.text, found),
        "findings": found,
        "title_findings": findings_of(story.title),
        "links": [{"label": _("Suksesshistorier"), "url": reverse("story_list")}],
    }


@may_view
def story_list(request):
    writes = request.user.has_perm("reporting.write_report")
    context = {
        "title": _("Suksesshistorier"),
        "sub": _("Én eller to per halvår, til sammen høyst én side. Ingen skal kunne kjennes igjen."),
        "stories": SuccessStory.objects.visible_to(request.user),
        "actions": [{"label": _("Ny historie"), "url": reverse("story_new"), "primary": True}] if writes else [],
    }
    return render(request, "reporting/stories_list.html", context)


@may_view
def story(request, pk):
    one = _story(request, pk)
    context = {
        "may_confirm": request.user.has_perm("reporting.confirm_story") and one.may_be_confirmed_by(request.user),
        "is_own": not one.may_be_confirmed_by(request.user),
        "missing": one.missing(),
        "approved_on": one.approved_on,
    }
    return render(request, "reporting/stories_one.html", _read(one) | context)


def _written(request, form, act, **words):
    links = [{"label": _("Suksesshistorier"), "url": reverse("story_list")}]
    return form_page(request, form, act=lambda filled: getattr(filled, act)(by=request.user), links=links, **words)


@may_write
def story_new(request):
    return _written(
        request,
        StoryForm(request.POST or None),
        "keep",
        back=reverse("story_list"),
        done=_("Historien er lagret. En annen må lese den før den kan tas inn i rapporten."),
        title=_("Ny suksesshistorie"),
        submit=_("Lagre"),
    )


@may_write
def story_change(request, pk):
    one = _story(request, pk)
    return _written(
        request,
        StoryForm(request.POST or None, instance=one),
        "keep",
        back=one.get_absolute_url(),
        done=_("Historien er lagret."),
        title=_("Endre historien"),
        sub=_("Endres teksten, må en annen bekrefte på nytt at ingen kan kjennes igjen."),
        submit=_("Lagre"),
    )


@may_confirm
def story_confirm(request, pk):
    one = _story(request, pk)
    form = StoryConfirmForm(request.POST or None, story=one)
    return _written(
        request,
        form,
        "confirm",
        template="reporting/stories_confirm.html",
        done=_("Du har bekreftet at ingen kan kjennes igjen."),
        title=_("Kan noen kjennes igjen?"),
        **{name: value for name, value in _read(one).items() if name != "links"},
    )


@may_write
def story_consent_withdraw(request, pk):
    one = _story(request, pk)
    return _written(
        request,
        ConsentWithdrawForm(request.POST or None, story=one),
        "withdraw",
        back=one.get_absolute_url(),
        done=_("Samtykket er trukket tilbake. Historien er ute av alle utkast."),
        title=_("Samtykket er trukket tilbake"),
        sub=one.title,
        submit=_("Lagre"),
        color="danger",
    )


@may_write
@require_POST
def story_choose(request, pk):
    one = _story(request, pk)
    return click(request, one.choose, done=_("Historien er tatt inn i rapporten for halvåret."), target=one)


@may_write
@require_POST
def story_leave_out(request, pk):
    one = _story(request, pk)
    return click(request, one.leave_out, done=_("Historien er tatt ut av rapporten."), target=one)
