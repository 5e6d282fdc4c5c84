"""What a tenancy's page says of its lease: where it stands, what is agreed, and what to do next (leieforholdet)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from housing.contracts import turns_indefinite_on
from housing.models import Contract, MoveOutRequest, Tenancy
from housing.run_outs import Stage, run_outs
from housing.terms import due_on


@dataclass(frozen=True)
class Standing:
    """Where the lease stands in one sentence, and the button for what comes next. ``posts``: it does so at once."""

    text: str
    detail: str
    color: str = ""
    action_label: str = ""
    action_url: str = ""
    posts: bool = False


def lease_facts(home: Tenancy, user, today) -> dict:
    contracts = list(home.contracts.select_related("letter"))
    terminations = list(home.terminations.select_related("letter"))
    run_out = run_outs(Tenancy.objects.filter(pk=home.pk), today).first() if home.tenure == "municipal" else None
    standing = next((one for one in terminations if one.withdrawn_on is None), None)
    return {
        "contracts": contracts,
        "unsigned": next((one for one in contracts if one.is_unsigned), None),
        "lease": home.contract_on(today),
        "talks": home.talks.select_related("by"),
        "lease_notices": home.lease_notices.select_related("letter"),
        "securities": home.securities.all(),
        "terminations": terminations,
        "termination": standing,
        "move_out_requests": MoveOutRequest.objects.filter(contract__tenancy=home).select_related("letter"),
        "run_out": run_out,
        "standing": _standing(home, contracts, standing, run_out, today),
    }


def _standing(home, contracts, termination, run_out, today) -> Standing | None:
    if home.status not in (Tenancy.Status.ALLOCATED, Tenancy.Status.ACTIVE):
        return None
    unsigned = next((one for one in contracts if one.is_unsigned), None)
    if unsigned is not None:
        strong = _("Leiekontrakten er ikke signert.")
        return Standing(strong, unsigned.term_text, "warning", _("Åpne kontrakten"), unsigned.get_absolute_url())
    return _of_leaving(home, termination, today) or _of_run_out(home, run_out)


def _of_leaving(home, termination, today) -> Standing | None:
    if home.status != Tenancy.Status.ACTIVE or home.leaves_on is None:
        return None
    move_out = reverse("move_out", args=[home.pk])
    day = f"{home.leaves_on:%d.%m.%Y}"
    if home.leaves_on <= today:
        strong = _("Husstanden skulle flytte ut {day}.").format(day=day)
        return Standing(
            strong, _("Registrer utflyttingen, eller rett datoen."), "warning", _("Registrer utflytting"), move_out
        )
    text = str(termination.get_kind_display()) if termination else _("Boligen blir ledig.")
    if termination and termination.is_protested_in_time:
        text = _("Leieren har protestert. Uten søksmål innen {day} faller oppsigelsen bort.").format(
            day=f"{termination.suit_due_on:%d.%m.%Y}"
        )
    return Standing(_("Husstanden skal flytte ut {day}.").format(day=day), text)


def _of_run_out(home, run_out) -> Standing | None:
    if run_out is None:
        return None
    ends_on = run_out.contract_ends_on
    ended = _("Leiekontrakten gikk ut {day}.").format(day=f"{ends_on:%d.%m.%Y}")
    if run_out.stage == Stage.SILENT:
        text = _("Den er blitt tidsubestemt fra {day}.").format(day=f"{turns_indefinite_on(ends_on):%d.%m.%Y}")
        label, url = _("Registrer at den er tidsubestemt"), reverse("turn_indefinite", args=[run_out.contract_id])
        return Standing(ended, text, "danger", label, url, posts=True)
    if run_out.stage == Stage.RUN_OUT:
        text = _("Uten flytteoppfordring innen {day} blir den tidsubestemt.").format(
            day=f"{due_on('F11', ends_on):%d.%m.%Y}"
        )
        label, url = _("Send flytteoppfordring"), reverse("move_out_request_new", args=[run_out.contract_id])
        return Standing(ended, text, "danger", label, url)
    if run_out.stage == Stage.ASKED:
        text = _("Husstanden er bedt om å flytte i brev {day}.").format(day=f"{run_out.asked_on:%d.%m.%Y}")
        return Standing(ended, text, "warning", _("Registrer utflytting"), reverse("move_out", args=[home.pk]))
    if run_out.stage in (Stage.MONTHS_3, Stage.MONTHS_6, Stage.MONTHS_12):
        return _of_coming(home, run_out, ends_on)
    return None


def _of_coming(home, run_out, ends_on) -> Standing:
    strong = _("Leiekontrakten går ut {day}.").format(day=f"{ends_on:%d.%m.%Y}")
    if run_out.talked_on:
        text = _("Boligkarrieresamtale holdt {day}.").format(day=f"{run_out.talked_on:%d.%m.%Y}")
        return Standing(strong, text)
    text = _("Boligkarrieresamtale er ikke holdt.")
    return Standing(strong, text, "warning", _("Registrer samtale"), reverse("talk_new", args=[home.pk]))


def paper_is_unchanged(contract: Contract) -> bool | None:
    """Whether the lease's PDF still is what was stored; None while it is being made."""
    file = contract.letter.file if contract.letter else None
    return file.is_unchanged() if file else None
