"""What the page of an assessment tells (økonomisk vurdering): numbers, table, chart, and why not."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from housing.charts import FIRST_COLOUR, INK, SECOND_COLOUR, Chart
from housing.law import reference
from housing.templatetags.norwegian import date_no, kr, rate_no
from rent_to_own.affordability import Outcome, Result, Why
from rent_to_own.affordability_sheet import shown_lines
from rent_to_own.loan_terms import LongTermTest, SpecialGround
from rent_to_own.models import FinanceAssessment, LoanWorksheet

GREY = "#5b6b7f"
RULES = (
    *("husbanklan_5_2", "husbanklan_5_3", "husbanklan_5_4", "husbanklan_8_5"),
    *("finansavtl_5_1", "finansavtl_5_2", "finansavtl_5_3", "finansavtl_5_4"),
)
SAID = {
    Why.NOTHING_LEFT: gettext_lazy(
        "Det er ingenting igjen til bolig når livsopphold, gjeld og faste utgifter er betalt."
    ),
    Why.RUNNING_TOO_DEAR: gettext_lazy("Boligen koster mer i måneden enn de har, også uten lån."),
    Why.LOAN_TOO_LARGE: gettext_lazy("Lånet som trengs, er større enn de kan betale for hver måned."),
    Why.IN_SETTLEMENT: gettext_lazy("De er i gjeldsordning, og kan som regel ikke ta opp ny gjeld før den er over."),
    Why.DEARER_NOT_BORNE: gettext_lazy(
        "Blir renten 3 prosentpoeng høyere, har de ikke nok å leve av. Vurder fast rente eller lavere pris."
    ),
    Why.COSTS_MORE_AFTER_INTEREST_ONLY: gettext_lazy(
        "Det koster mer hver måned når den avdragsfrie tiden er over. Tabellen viser måneden etterpå."
    ),
    Why.GRANT_LEFT: gettext_lazy("Tilskuddet er større enn det som trengs. Bare det som trengs, er regnet med."),
}
HINTS = {
    Outcome.NOW: gettext_lazy("Tallene tyder på at de kan eie nå."),
    Outcome.WITHIN_FIVE_YEARS: gettext_lazy("Tallene tyder på at de kan eie innen fem år."),
    Outcome.NONE: gettext_lazy("Tallene tyder på at de ikke kan eie."),
}


def told(result: Result) -> dict:
    """All that is reckoned, for the page and for the form while one writes."""
    return {
        "result": result,
        "cards": cards(result),
        "lines": shown_lines(result),
        "reasons": [SAID[code] for code in result.why],
        "hint": HINTS[result.hint],
        "saving": _saving(result),
        "source_facts": source_facts(result),
        "chart": chart(result),
        "dearer_from_year": (result.dearer_from_month - 1) // 12 + 1 if result.dearer_from_month > 1 else None,
    }


def cards(result: Result) -> list[dict]:
    """The numbers one looks for first."""
    change = result.cost_as_owner - result.cost_today
    dearer = result.cost_when_dearer - result.cost_as_owner
    most = _("De kan betale for {amount}").format(amount=kr(result.largest_loan))
    return [
        {"label": _("Høyeste pris"), "value": kr(result.highest_price), "note": _("Uten fellesgjeld")},
        {"label": _("Startlån som trengs"), "value": kr(result.sources.loan), "note": most},
        {"label": _("Som eier, per måned"), "value": kr(result.cost_as_owner), "note": _compared(change)},
        {
            "label": _("Med 3 prosentpoeng høyere rente"),
            "value": kr(result.cost_when_dearer),
            "note": _("{amount} mer i måneden").format(amount=kr(dearer)),
        },
    ]


def _compared(change: Decimal) -> str:
    if change == 0:
        return _("Det samme som husleien i dag")
    words = _("{amount} mer enn i dag") if change > 0 else _("{amount} mindre enn i dag")
    return words.format(amount=kr(abs(change)))


def _saving(result: Result) -> str:
    if not result.missing_capital:
        return ""
    if result.months_to_save is None:
        return _("Det er ikke noe igjen å spare av i måneden slik det er nå.")
    words = ngettext(
        "Sparer de alt de har igjen i dag, tar det {months} måned.",
        "Sparer de alt de har igjen i dag, tar det {months} måneder.",
        result.months_to_save,
    )
    return words.format(months=result.months_to_save)


def source_facts(result: Result) -> list[tuple]:
    sources = result.sources
    return [
        (_("Kjøpesum"), kr(result.price)),
        (_("Dokumentavgift"), kr(result.duty)),
        (_("Å betale med kjøpskostnader"), kr(sources.to_pay)),
        (_("Egne penger"), kr(sources.savings)),
        (_("Tilskudd"), kr(sources.grant)),
        (_("Lån i bank"), kr(sources.bank)),
        (_("Startlån"), kr(sources.loan)),
    ]


def chart(result: Result) -> Chart:
    """The month as a tenant, as an owner and with a dearer loan: a bar each."""
    names = [_("Leier i dag"), _("Eier"), _("Eier, dyrere rente")]
    totals = [result.cost_today, result.cost_as_owner, result.cost_when_dearer]
    rows = [[name, kr(total)] for name, total in zip(names, totals, strict=True)]
    values = [{"name": row[0], "kroner": float(total), "text": row[1]} for row, total in zip(rows, totals, strict=True)]
    place = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 200}}
    # Room to the right of the longest bar for what it says.
    widest = {"domain": [0, max(float(max(totals)), 1) * 1.35], "nice": False}
    length = {"field": "kroner", "type": "quantitative", "title": None, "axis": None, "scale": widest}
    colour = {"field": "name", "type": "nominal", "sort": None, "legend": None}
    colour |= {"scale": {"domain": names, "range": [GREY, FIRST_COLOUR, SECOND_COLOUR]}}
    label = {"type": "text", "align": "left", "dx": 5, "color": INK, "fontSize": 12}
    specification = {
        "width": 360,
        "height": {"step": 34},
        "data": {"values": values},
        "encoding": {"y": place, "x": length},
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {"color": colour}},
            {"mark": label, "encoding": {"text": {"field": "text"}}},
        ],
    }
    listed = "; ".join(f"{name}: {text}" for name, text in rows)
    title = _("Hva boligen koster hver måned")
    description = _("Søylediagram. {title}. {listed}.").format(title=title, listed=listed)
    return Chart(title, description, specification, [_("Bolig"), _("Kroner per måned")], rows).drawn()


def told_inputs(assessment: FinanceAssessment) -> dict:
    """What it was reckoned from, as it was said then."""
    answers = assessment.inputs["answers"]
    return {
        "economy_facts": _economy(assessment.inputs, assessment.budget),
        "terms_facts": _terms(answers),
        "living_rows": _living(assessment.inputs["living"]) if assessment.budget else [],
        "budget": assessment.budget,
    }


def _economy(inputs: dict, budget) -> list[tuple]:
    answers = inputs["answers"]
    incomes = [
        (_("Inntekt, {name}").format(name=name), kr(answers.get(field))) for field, name in inputs["adults"].items()
    ]
    living = _("Livsopphold, satsene") if budget else _("Livsopphold, eget beløp")
    rest = [
        (_("Stønader og bidrag"), answers["benefits"]),
        (_("Gjeld"), answers["debt_payments"]),
        (_("Gjeldsordning"), answers["settlement"]),
        (_("Andre faste utgifter"), answers["other_fixed"]),
        (living, inputs["living_costs"]),
    ]
    told = [*incomes, *((name, kr(amount)) for name, amount in rest if amount)]
    if answers["living_costs_reason"]:
        told.append((_("Hvorfor eget beløp"), answers["living_costs_reason"]))
    if answers["settlement_ends_on"]:
        told.append((_("Gjeldsordningen er over"), date_no(date.fromisoformat(answers["settlement_ends_on"]))))
    return [*told, (_("Spart i alt"), kr(answers["savings_total"] or 0))]


def _living(living: dict) -> list[tuple]:
    rows = [
        (name if age is None else _("{name}, {age} år").format(name=name, age=age), kr(amount))
        for name, age, amount in living["persons"]
    ]
    return [*rows, (_("Felles for husstanden"), kr(living["household"]))]


def _terms(answers: dict) -> list[tuple]:
    fixed = answers["rate_kind"] == "fixed"
    kind = _("fast i {years} år").format(years=answers["fixed_years"]) if fixed else _("flytende")
    told = [
        (_("Rente på startlånet"), f"{rate_no(answers['rate'])} %, {kind}"),
        (_("Nedbetalingstid"), _("{years} år").format(years=answers["years"])),
        (_("Avdragsfrihet"), _("{years} år").format(years=answers["interest_only_years"] or 0)),
        (_("Samfinansiering vurdert"), _("Ja") if answers["cofinancing"] == "yes" else _("Nei")),
        (_("Hva vurderingen viste"), answers["cofinancing_reason"]),
    ]
    if answers["common_debt"]:
        told.append((_("Fellesgjeld"), kr(answers["common_debt"])))
    if answers["bank"]:
        years = _("{years} år").format(years=answers["bank_years"])
        told.append((_("Lån i bank"), f"{kr(answers['bank'])}, {rate_no(answers['bank_rate'])} %, {years}"))
    told += [(LongTermTest(code).label, _("Ja")) for code in answers["tests_met"]]
    return told + [(SpecialGround(code).label, _("Ja")) for code in answers["special_grounds"]]


def worksheet_facts(sheet: LoanWorksheet) -> list[tuple]:
    answered = {True: _("Ja"), False: _("Nei"), None: ""}
    return [
        (_("Vanlig bank"), sheet.get_bank_answer_display()),
        (_("Dato for bankens svar"), date_no(sheet.bank_answered_on)),
        (_("Langvarige problemer"), answered[sheet.has_lasting_problem]),
        (_("Har brukt muligheten til å spare"), answered[sheet.has_saved]),
        (_("Unntak"), sheet.get_exempt_display()),
        (_("Egnet, nøktern, rimelig"), answered[sheet.is_suitable and sheet.is_modest and sheet.is_reasonable]),
        (_("Kredittvurdert"), date_no(sheet.credit_assessed_on)),
        (_("Kan sannsynligvis betale"), answered[sheet.is_able_to_pay]),
        (_("Forklart"), date_no(sheet.explained_on)),
        (_("Resultatet fortalt"), date_no(sheet.conveyed_on)),
        (_("Grunn til avslag"), sheet.refusal_reason),
    ]


def rules_of_loan(day: date) -> list:
    return [reference(code, day) for code in RULES]


def named(assessment: FinanceAssessment) -> str:
    return f"{assessment.get_outcome_display()}, {date_no(assessment.made_on)}"
