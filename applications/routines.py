"""What the municipality's routine says in words (saksbehandlingsrutinen)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def facts_of(routine) -> list[tuple[str, str]]:
    yes_no = {True: _("ja"), False: _("nei")}
    return [
        (_("Retningslinjer"), routine.guidelines),
        (_("Laveste alder"), _("{age} år").format(age=routine.minimum_age)),
        (_("Botid i kommunen"), _months(routine.residence_months) if routine.residence_months else _("kreves ikke")),
        (_("Husleiegjeld må være gjort opp"), yes_no[routine.rent_debt_is_obstacle]),
        (_("En kollega leser vedtaket"), str(routine.get_second_reader_display()).lower()),
        (_("Drøfting før tildeling"), yes_no[routine.discussion_before_offer]),
        (_("Frist for dokumenter"), _("{days} dager").format(days=routine.document_days)),
        (_("Kartlegging gjelder i"), _months(routine.mapping_months)),
    ]


def _months(number: int) -> str:
    return ngettext("%(number)d måned", "%(number)d måneder", number) % {"number": number}
