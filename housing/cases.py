"""The one door: how the status of anything changes (sakens gang).

``Lifecycle`` is anything with a status and allowed moves. ``Case`` belongs to a household: each of its moves also
writes the household's timeline and runs what follows from it (``housing/consequences.py``), in the same transaction.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing import consequences
from housing.database import Refused, refusing_breaches

__all__ = ["Case", "Lifecycle", "Refused"]


class Lifecycle(models.Model):
    """Something whose status moves only along ``MOVES``."""

    MOVES: dict[str, list[str]] = {}

    class Meta:
        abstract = True

    def may_move_to(self, status: str) -> bool:
        return status in self.MOVES.get(self.status, [])

    def move_to(self, status: str, *, by, note: str = "", happened_on=None, **facts) -> None:
        """Move, or raise ``Refused``: not allowed from here, a rule broken, or somebody else was first.

        :param by: the user who acts; None when a nightly job does.
        :param happened_on: the day it was true, when that is another than today.
        :param facts: fields that become true with the move, such as ``decided_on``.
        """
        was = self.status
        if not self.may_move_to(status):
            raise Refused(
                _("Det går ikke å sette «{to}» når status er «{now}».").format(
                    to=self._label(status), now=self._label(was)
                )
            )
        before = {name: getattr(self, name) for name in ("status", *facts)}
        try:
            with refusing_breaches():
                # The old status in the WHERE is the lock: of two who act at once, the second moves no row.
                moved = type(self)._base_manager.filter(pk=self.pk, status=was).update(status=status, **facts)
                if moved != 1:
                    raise Refused(_("Noen andre har nettopp endret saken. Last siden på nytt og se hva som er gjort."))
                self._take(status=status, **facts)
                self._leave_trace(was=was, by=by, note=note, happened_on=happened_on)
                consequences.follow(self, by=by)
        except Exception:
            self._take(**before)
            raise

    def begin(self, *, by, note: str = "", happened_on=None):
        """Save a new row with its first status, its first trace and what follows from it."""
        with refusing_breaches():
            self.save(force_insert=True)
            self._leave_trace(was="", by=by, note=note, happened_on=happened_on)
            consequences.follow(self, by=by)
        return self

    def _take(self, **values) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def _label(self, status: str) -> str:
        return str(dict(self._meta.get_field("status").flatchoices).get(status, status))

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        """Hook: ``Case`` writes the household's timeline."""


class Case(Lifecycle):
    """A thing with a household, a caseworker and a life of its own (sak)."""

    NUMBER_PREFIX = ""

    caseworker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("saksbehandler"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def number(self) -> str:
        """The case number shown and searched for (saksnummer), e.g. ``S-000412``."""
        return f"{self.NUMBER_PREFIX}-{self.pk:06d}"

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        from housing.models import CaseEvent

        CaseEvent.write(self, was=was, became=self.status, by=by, note=note, happened_on=happened_on)
