"""The letters a tenant is owed before the rent changes (varsel om ny leie): by the index, or to the going rate."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from housing import letters
from housing.cases import Refused
from housing.law import appeal_body, reference
from housing.models import Letter, RentNotice
from housing.templatetags.norwegian import kr

log = logging.getLogger(__name__)

# Kind of notice: the letter's template, its title, the rule it rests on.
LETTERS = {
    RentNotice.Kind.INDEX: ("letters/rent_index.html", _("Varsel om ny husleie"), "husll_4_2"),
    RentNotice.Kind.GOING_RATE: ("letters/rent_claim.html", _("Krav om ny husleie: gjengs leie"), "husll_4_3"),
}
CALLED_OFF = ("letters/rent_called_off.html", _("Husleien din blir ikke endret"))


def write_notice(notice: RentNotice, *, by, day) -> Letter:
    """Write the letter and count the notice from the day. Of two who write the same, one is told it is done."""
    template, title, law = LETTERS[notice.kind]
    with transaction.atomic():
        letter = _write(notice, template, title, by=by, day=day, law=reference(law, day))
        notice.move_to(
            RentNotice.Status.NOTIFIED, by=by, happened_on=day, letter=letter, notified_on=day, note=_told(notice)
        )
    return letter


def _write(notice, template, title, *, by, day, **context) -> Letter:
    letter = letters.write(
        template,
        notice,
        kind="rent",
        title=title,
        by=by,
        day=day,
        context={
            "number": notice.tenancy.number,
            "notice": notice,
            "disputes": appeal_body("rent_dispute").body,
            "disputes_law": reference("husll_12_5", day),
            **context,
        },
    )
    letters.mark_sent(letter, day)
    return letter


def _told(notice) -> str:
    return gettext("Fra {was} til {now} fra {day:%d.%m.%Y}").format(
        was=kr(notice.was_amount), now=kr(notice.amount), day=notice.takes_effect_on
    )


def write_waiting(run_id: int) -> None:
    """The letters of a run that are not written, each kept by itself: what a crash leaves undone is done next time."""
    waiting = RentNotice.objects.unwritten().filter(run=run_id)
    for notice in waiting.select_related("tenancy__household", "caseworker").order_by("pk"):
        try:
            _write_or_leave_out(notice, timezone.localdate())
        except Refused:
            continue  # another worker wrote it, or the run was called off meanwhile
        except Exception:
            # One that cannot be written holds up no other, and is asked for again.
            log.exception("The rent letter of notice %s was not written.", notice.pk)


def _write_or_leave_out(notice, day):
    """A letter that comes too late to be lawful is not written."""
    rows = [row.as_row for row in notice.tenancy.rents.all()]
    if too_late := notice.unlawful(rows, notified_on=day):
        notice.move_to(RentNotice.Status.LEFT_OUT, by=None, note=too_late, why_left_out=too_late)
    else:
        write_notice(notice, by=notice.caseworker, day=day)


def tell_called_off() -> None:
    """Whoever was told of a new rent is told that it does not come, once."""
    for pk in RentNotice.objects.not_told().order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            rows = RentNotice.objects.not_told().filter(pk=pk).select_for_update(of=("self",))
            notice = rows.select_related("tenancy__household", "caseworker").first()
            if notice is not None:
                letter = _write(notice, *CALLED_OFF, by=notice.caseworker, day=timezone.localdate())
                RentNotice.objects.filter(pk=pk).update(called_off_letter=letter)


def write_later(run_id: int) -> None:
    """By the worker. With the queue out of reach they are asked for again within ten minutes."""
    from housing.tasks import write_rent_letters

    transaction.on_commit(lambda: write_rent_letters.delay(run_id=run_id), robust=True)


def tell_called_off_later() -> None:
    from housing.tasks import write_waiting_rent_letters

    transaction.on_commit(write_waiting_rent_letters.delay, robust=True)
