"""Housing First and follow-up (Bolig først og oppfølging i bolig): what Bodø counted by hand, and how long homes last.

The homes behind retention are gathered by the room's own page (``housing_first/first_homes.py``) and reckoned by
``housing_first/retention.py``: the same rule, asked with the same leases.
"""

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from housing.periods import age_on, mean, percent
from housing_first import first_homes, retention
from housing_first.models import Contact, Participation, Referral
from reporting.figures.figure import Figure, Group, Unit, count, share

Status = Referral.HousingStatus
WOMEN, MEN = "female", "male"


def referrals(period, **facts):
    return Referral.objects.received_in(period).filter(**facts)


def mean_age(rows, period):
    """Whole years on the day of the referral; whoever has no birth date is in no mean."""
    born = rows.filter(person__birth_date__isnull=False).values_list("person__birth_date", "received_on")
    return mean(age_on(birth_date, received_on) for birth_date, received_on in born)


def active(period, **facts):
    return Participation.objects.in_force(period.last).filter(**facts)


def housed(period, **facts):
    return first_homes.housed_in(period).filter(**facts)


def leases(period, tenure, date_field):
    within = {f"{date_field}__range": (period.first, period.last)}
    return first_homes.leases_of_participants(date_field).filter(tenure=tenure, **within)


def retained(days):
    """Kaplan and Meier's estimate so many days after the first home began, in per cent."""

    def value(rows, period):
        followed = first_homes.followed(Participation.objects.filter(pk__in=rows.values("pk")))
        kept = retention.curve(followed, period.last).at(days)
        return None if kept is None else percent(kept, 1)

    return value


def _figure(code, label, definition, rows, *, unit=Unit.PARTICIPATION, value=count):
    facts = {"label": label, "definition": definition, "rows": rows, "unit": unit, "value": value}
    decimals = 1 if unit in (Unit.PERCENT, Unit.YEAR) else 0
    return Figure(code=code, group=Group.HOUSING_FIRST, decimals=decimals, **facts)


def _of_sex(code, label, rows, unit=Unit.PARTICIPATION):
    """The same of women and of men. Whoever has another sex is in the sum alone."""
    sexes = {
        "women": (_("{0}, kvinner"), _("Av disse, de der personen er en kvinne."), WOMEN),
        "men": (_("{0}, menn"), _("Av disse, de der personen er en mann."), MEN),
    }
    return [
        _figure(
            f"{code}_{ending}",
            format_lazy(name, label),
            definition,
            lambda period, sex=sex: rows(period, person__sex=sex),
            unit=unit,
        )
        for ending, (name, definition, sex) in sexes.items()
    ]


def _by_status(code, status):
    return _figure(
        f"hf.referrals_{code}",
        format_lazy(_("Henvist: {0}"), status.label),
        format_lazy(_("Henvisninger mottatt i perioden med bosituasjonen «{0}»."), status.label),
        lambda period: referrals(period, housing_status=status),
        unit=Unit.REFERRAL,
    )


REFERRED, FOLLOWED_NOW, GOT_A_HOME = _("Henvisninger til team"), _("Deltakere den siste dagen"), _("Bosatt")
FIRST_HOME = _(
    "Første bolig: det leieforholdet til husstanden, privat eller kommunalt, der de flyttet inn først fra og med "
    "dagen deltakelsen begynte, hvis det var før den sluttet."
)

REFERRALS = [
    _figure("hf.referrals", REFERRED, _("Henvisninger til et team mottatt i perioden."), referrals, unit=Unit.REFERRAL),
    *_of_sex("hf.referrals", REFERRED, referrals, Unit.REFERRAL),
    _figure(
        "hf.referrals_mean_age",
        _("Alder da de ble henvist, gjennomsnitt"),
        _("Gjennomsnittet av hele år den dagen henvisningen kom. Den som mangler fødselsdato, er ikke med."),
        referrals,
        unit=Unit.YEAR,
        value=mean_age,
    ),
    _by_status("no_fixed_abode", Status.NO_FIXED_ABODE),
    _by_status("unclear", Status.UNCLEAR),
    _by_status("transfer", Status.TRANSFER),
    _by_status("temporary", Status.TEMPORARY),
    _figure(
        "hf.referrals_without_services",
        _("Henvist uten tjenester fra kommunen fra før"),
        _("Henvisninger mottatt i perioden der det er svart nei på om personen hadde kommunale tjenester."),
        lambda period: referrals(period, had_municipal_services=False),
        unit=Unit.REFERRAL,
    ),
    _figure(
        "hf.rejected",
        _("Avslag på henvisning"),
        _("Henvisninger avslått i perioden."),
        Referral.objects.rejected_in,
        unit=Unit.REFERRAL,
    ),
]

FOLLOWED = [
    _figure(
        "hf.followed",
        _("Fulgt opp"),
        _("Deltakelser i kraft minst én dag i perioden. Dagen de slutter, regnes ikke med."),
        Participation.objects.overlapping,
    ),
    _figure("hf.active", FOLLOWED_NOW, _("Deltakelser i kraft den siste dagen."), active),
    *_of_sex("hf.active", FOLLOWED_NOW, active),
    _figure(
        "hf.housed",
        GOT_A_HOME,
        format_lazy("{} {}", _("Deltakelser der den første boligen begynte i perioden."), FIRST_HOME),
        housed,
    ),
    *_of_sex("hf.housed", GOT_A_HOME, housed),
]

IN_FORCE = _("mens deltakelsen var i kraft. Hvert leieforhold telles én gang.")
LEASES = [
    _figure(
        f"hf.{code}_{tenure}",
        label,
        format_lazy("{} {}", definition, IN_FORCE),
        lambda period, tenure=tenure, field=field: leases(period, tenure, field),
        unit=Unit.TENANCY,
    )
    for tenure, began, ended in [
        ("private", _("Private leieforhold inngått"), _("Private leieforhold avsluttet")),
        ("municipal", _("Kommunale leieforhold inngått"), _("Kommunale leieforhold avsluttet")),
    ]
    for code, label, definition, field in [
        ("leases", began, _("Leieforhold der deltakeres husstand flyttet inn i perioden,"), "moved_in_on"),
        ("leases_ended", ended, _("Leieforhold der deltakeres husstand flyttet ut i perioden,"), "moved_out_on"),
    ]
]

KEPT = _(
    "Andelen som fortsatt har sin første bolig {0} dager etter at den begynte, beregnet etter Kaplan og Meier for alle "
    "deltakelser der den første boligen begynte til og med den siste dagen. Boligen varer ved når det går høyst "
    "30 dager fra én utflytting til neste innflytting. Den som døde eller kjøpte, eller som ikke lenger er med, følges "
    "til den dagen. Bare det som hadde hendt til og med den siste dagen, er regnet med."
)
RETENTION = [
    _figure(
        f"hf.retention_{months}",
        label,
        format_lazy(KEPT, retention.MARKS[months]),
        lambda period: first_homes.housed_by(period.last),
        unit=Unit.PERCENT,
        value=retained(retention.MARKS[months]),
    )
    for months, label in [
        (12, _("Har beholdt boligen i 12 måneder")),
        (24, _("Har beholdt boligen i 24 måneder")),
    ]
]

CONTACTS = [
    _figure(
        "hf.contacts",
        _("Kontakter med deltakere"),
        _("Kontakter i perioden: besøk, telefon, melding, møte og følge, også når personen ikke ble møtt."),
        Contact.objects.happened_in,
        unit=Unit.CONTACT,
    ),
    _figure(
        "hf.met_percent",
        _("Besøk der personen ble møtt"),
        _("Andelen av besøkene i perioden der personen ble møtt."),
        lambda period: Contact.objects.happened_in(period).visits(),
        unit=Unit.PERCENT,
        value=share(Q(was_met=True)),
    ),
]

FIGURES = [*REFERRALS, *FOLLOWED, *LEASES, *RETENTION, *CONTACTS]
