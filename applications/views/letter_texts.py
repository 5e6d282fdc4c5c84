"""The texts of the letters (brevtekster): read by leaders, reworded by the administrator."""

from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.forms.letter_texts import LetterTextForm
from applications.letters import sample as sample_letter
from applications.letters.texts import (
    BY_CODE,
    FIELDS,
    LANGUAGES,
    PHRASE_BY_CODE,
    PHRASE_FIELDS,
    TextInForce,
    in_force,
    name_of,
    starting,
)
from applications.models import LetterText
from housing.form_page import form_page

MAY_READ = permission_required("applications.view_letter_text", raise_exception=True)
MAY_CHANGE = permission_required("applications.change_letter_text", raise_exception=True)


class Wording(NamedTuple):
    """One text in one language, as the list shows it."""

    language: str
    label: str
    url: str
    own: LetterText | None


@MAY_READ
def letter_text_list(request):
    today = timezone.localdate()
    own = {(row.code, row.language): row for row in LetterText.objects.visible_to(request.user).on(today)}

    def row(code):
        wordings = [
            Wording(language, label, reverse("letter_text", args=[code, language]), own.get((code, language)))
            for language, label in LANGUAGES.items()
        ]
        return {"name": name_of(code), "wordings": wordings}

    phrases = [
        (label, [code for code, p in PHRASE_BY_CODE.items() if p.field == f]) for f, label in PHRASE_FIELDS.items()
    ]
    groups = [(_("Avsnitt i vedtaksbrevet"), list(BY_CODE))]
    groups += [(_("Tekstforslag: {field}").format(field=str(label).lower()), codes) for label, codes in phrases]
    context = {
        "title": _("Brevtekster"),
        "sub": _("Slik vedtaksbrevene er skrevet, og forslagene saksbehandleren kan sette inn."),
        "groups": [(label, [row(code) for code in codes]) for label, codes in groups],
        "languages": LANGUAGES.values(),
    }
    return render(request, "applications/letter_texts.html", context)


@MAY_READ
def letter_text(request, code, language):
    _known(code, language)
    today = timezone.localdate()
    rows = LetterText.objects.visible_to(request.user).filter(code=code, language=language).select_related("by")
    now, first = in_force(code, language, today), starting(code, language)
    may_change = request.user.has_perm("applications.change_letter_text")
    new = {"label": _("Ny tekst"), "url": reverse("letter_text_new", args=[code, language]), "primary": True}
    context = {
        **_page(code, language),
        "now": now,
        "first": first,
        "differences": _differences(first, now) if now.valid_from else [],
        "versions": _with_state(rows.order_by("-valid_from", "-pk"), now, today),
        "sample": sample_letter.compose(code, language, today) if code in BY_CODE else "",
        "others": [
            (label, reverse("letter_text", args=[code, other]))
            for other, label in LANGUAGES.items()
            if other != language
        ],
        "actions": [new] if may_change else [],
    }
    return render(request, "applications/letter_text.html", context)


@MAY_CHANGE
def letter_text_new(request, code, language):
    """The form with the merge fields beside it. «Forhåndsvis» shows the text in a letter and keeps nothing."""
    _known(code, language)
    wants_preview = "preview" in request.POST
    form = LetterTextForm(request.POST or None, code=code, language=language)
    context = {
        **_page(code, language),
        "title": _("Ny tekst: {name}").format(name=name_of(code)),
        "merge_fields": [(f"{{{name}}}", meaning, name in BY_CODE[code].fields) for name, meaning in FIELDS.items()]
        if code in BY_CODE
        else [],
        "has_preview": code in BY_CODE,
        "submit": _("Lagre teksten"),
        "back": reverse("letter_text", args=[code, language]),
    }
    if wants_preview and code in BY_CODE:
        sample = ""
        if form.is_valid():
            said = form.cleaned_data
            sample = sample_letter.compose(
                code, language, timezone.localdate(), heading=said["heading"], body=said["body"]
            )
        return render(request, "applications/letter_text_new.html", {"form": form, "sample": sample, **context})

    def begin(form):
        form.begin(by=request.user)
        return context["back"]

    return form_page(
        request,
        form,
        act=begin,
        done=_("Teksten er lagret. Brev som alt er skrevet, er ikke endret."),
        template="applications/letter_text_new.html",
        **context,
    )


def _known(code, language):
    if language not in LANGUAGES or code not in {*BY_CODE, *PHRASE_BY_CODE}:
        raise Http404


def _page(code, language) -> dict:
    return {
        "title": name_of(code),
        "sub": _sub(code, language),
        "language": language,
        "links": [{"label": _("Brevtekster"), "url": reverse("letter_text_list")}],
    }


def _sub(code, language) -> str:
    if code in BY_CODE:
        return _("Brevtekst på {language}").format(language=LANGUAGES[language])
    field = PHRASE_FIELDS[PHRASE_BY_CODE[code].field]
    return _("Tekstforslag på {language} til feltet «{field}»").format(language=LANGUAGES[language], field=field)


def _with_state(rows, now: TextInForce, today) -> list[tuple[LetterText, str]]:
    """Each version, and whether it is used now, later or no more."""
    found = []
    for row in rows:
        if row.valid_from > today:
            state = "later"
        else:
            is_now = (row.valid_from, row.heading, row.body) == (now.valid_from, now.heading, now.body)
            state = "now" if is_now and not any(said == "now" for _row, said in found) else "before"
        found.append((row, state))
    return found


def _differences(first: TextInForce, now: TextInForce) -> list[tuple[str, str]]:
    """The municipality's wording against the first one, word by word: («same», «gone» or «new», the words)."""
    before, after = (f"{text.heading}\n{text.body}".split() for text in (first, now))
    changes = SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
    said = chain.from_iterable(
        [("same", before[a:b])] if op == "equal" else [("gone", before[a:b]), ("new", after[c:d])]
        for op, a, b, c, d in changes
    )
    return [(kind, " ".join(words)) for kind, words in said if words]
