"""What the pages of the programme's registers have in common: who reads, who writes, and taking a row away."""

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from housing.database import Refused
from housing.form_page import click


def crumb(label, url) -> list[dict]:
    """The way back from a page of a register."""
    return [{"label": label, "url": url}]


def also(*buttons) -> dict:
    """Context of ``form_page``: what else may be done with the row that is changed, beside its form."""
    return {"aside": "reporting/_also.html", "also": buttons}


def removal(url, *, label, help_text, question) -> dict:
    """The button that takes a row away, for ``also``."""
    return {"url": url, "label": label, "help": help_text, "text": question, "color": "danger"}


def remove(request, row, *, done, target, kept=""):
    """Take a row away; the history keeps it. ``kept`` says why one that others stand on stays."""

    def act():
        try:
            gone, _by_model = row.delete()
        except ProtectedError:
            raise Refused(kept) from None
        if not gone:
            raise Refused(_("Noen andre har slettet dette."))

    return click(request, act, done=done, target=target)
