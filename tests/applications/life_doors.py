"""The doors of an application's life, as a browser meets them: each an address and what is typed there.

A door answers what to post, or None when there is nothing to post it to. ``STEPS`` is the table of lawful next steps.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from applications.letters.decision import rules_for
from applications.models import Decision
from housing.models import Dwelling

TODAY = timezone.localdate()
WRITTEN = {
    "main_content": "Dette er hovedinnholdet.",
    "rooms": "2",
    "lease_years": "3",
    "needs_lift_or_ground_floor": "no",
    "conditions": "Ingen vilkår.",
    "facts": "Du bor hos en venn.",
    "considerations": "Vi har sett på hele situasjonen.",
    "applicant_view": "Du ønsker å bo i Sentrum.",
    "advice": "Vi hjelper deg å finne noe å leie.",
}


def no(day) -> str:
    return f"{day:%d.%m.%Y}"


def later(days) -> str:
    return no(TODAY + timedelta(days=days))


class Doors:
    """``self.case`` is the application in hand; ``self.day`` the day that is typed."""

    def __init__(self, case, day, pick):
        self.case, self.day, self.pick = case, day, pick

    def _application(self, name, **data):
        return reverse(name, args=[self.case.pk]), data

    def _appeal(self, name, **data):
        appeal = self.case.appeals.open().first() or self.case.appeals.first()
        return (reverse(name, args=[appeal.pk]), data) if appeal else None

    def _latest(self, rows, name, **data):
        row = rows.order_by("-pk").first()
        return (reverse(name, args=[row.pk]), data) if row else None

    # Before the decision

    def take(self):
        return self._application("application_take")

    def answer_meanwhile(self):
        return self._application(
            "preliminary_answer", reason="Vi har mye å gjøre.", expected_on=later(30), sent_on=no(self.day)
        )

    def withdraw(self):
        return self._application("application_withdraw", withdrawn_on=no(self.day))

    def _decide(self, outcome):
        kinds = Decision.KINDS_FOR[self.case.kind]
        kind = kinds[0] if outcome == "granted" else kinds[self.pick % len(kinds)]
        facts = {"outcome": outcome, "kind": kind, "decided_on": no(self.day), "law_codes": rules_for(kind)[:2]}
        return self._application("decide", **WRITTEN, valid_until=later(60), **facts)

    def grant(self):
        return self._decide("granted")

    def reject(self):
        return self._decide("rejected")

    def dismiss(self):
        return self._decide("dismissed")

    def notify(self):
        return self._application("notified", sent_on=no(self.day), notified_on=no(self.day))

    # What was granted

    def close(self):
        return self._application("application_close", closed_on=no(self.day), reason="Fant bolig selv.")

    def give_help(self):
        return self._application("application_fulfil", happened_on=no(self.day))

    def sign(self):
        if self.case.tenancy_id is None:
            return None
        data = {"starts_on": later(1), "length": "36", "monthly_rent": "9000", "advance_months": "1"}
        data["no_talk_reason"] = "Samtalen er holdt i et annet system."
        return reverse("contract_new", args=[self.case.tenancy_id]), data | {"signed_on": no(self.day)}

    def offer(self):
        """A home nobody lives in; one held for this household first."""
        vacant = Dwelling.objects.vacant(TODAY).order_by("pk")
        held = vacant.filter(holds__ends_on__isnull=True, holds__appeal__application=self.case)
        home = held.first() or (vacant[self.pick % len(vacant)] if vacant else None)
        if home is None:
            return None
        data = {"offered_on": no(self.day), "answer_by": later(7), "reason": "other_offer"}
        return reverse("offer_new", args=[home.pk, self.case.pk]), data

    def accept(self):
        return self._latest(self.case.offers, "offer_accept", day=no(self.day))

    def decline(self):
        return self._latest(self.case.offers, "offer_decline", day=no(self.day), reason="For liten.")

    def take_offer_back(self):
        return self._latest(self.case.offers, "offer_withdraw", day=no(self.day), note="Boligen er solgt.")

    def cancel_allocation(self):
        rows = self.case.resulting_tenancies.all()
        return self._latest(rows, "tenancy_cancel", cancelled_on=no(self.day), note="Ombestemte seg.")

    # Appeal

    def appeal(self):
        data = {"received_on": no(self.day), "grounds": "Jeg er uenig.", "confirms": "on"}
        return self._application("appeal_new", **data | ({"asks_for_postponement": "on"} if self.pick % 2 else {}))

    def answer_postponement(self):
        return self._appeal("appeal_postponement", answer="yes" if self.pick % 2 else "no", note="Ingen skade.")

    def assess(self):
        return self._appeal("appeal_assess", assessment=f"Vurdert på nytt, {self.pick}.", late_reason="special")

    def change(self):
        return self._appeal("appeal_change", day=no(self.day), note="Nye opplysninger.")

    def forward(self):
        return self._appeal("appeal_forward", day=no(self.day))

    def dismiss_appeal(self):
        return self._appeal("appeal_dismiss", day=no(self.day), reason="formal", grounds="Uten underskrift.")

    def withdraw_appeal(self):
        return self._appeal("appeal_withdraw", day=no(self.day))

    def _body(self, status):
        return self._appeal("appeal_result", status=status, day=no(self.day), text="Nemnda mener dette.")

    def body_changes(self):
        return self._body("changed")

    def body_upholds(self):
        return self._body("upheld")

    def body_dismisses(self):
        return self._body("dismissed")

    def hold(self):
        home = Dwelling.objects.vacant(TODAY).order_by("pk").first()
        return self._appeal("hold_new", dwelling=home.pk if home else "", reason="Den eneste som passer.")

    def end_hold(self):
        held = [hold for appeal in self.case.appeals.all() for hold in appeal.holds.all()]
        return (reverse("hold_end", args=[held[0].pk]), {"note": ""}) if held else None

    # Reasons, and help after a refusal

    def ask_for_reasons(self):
        return self._latest(self.case.decisions, "reasons_asked", asked_on=no(self.day))

    def give_reasons(self):
        facts = {"facts": WRITTEN["facts"], "considerations": WRITTEN["considerations"]}
        days = {"sent_on": no(self.day), "given_on": no(self.day), "arrived_on": no(self.day)}
        return self._latest(self.case.decisions, "reasons_given", **facts, **days)

    def plan_help(self):
        data = {"made_on": no(self.day), "measures": ["advice"], "text": "Vi snakkes.", "follow_up_on": later(28)}
        return self._application("help_plan_new", **data, responsible=self.case.caseworker_id or "")

    def follow_up(self):
        days = 30 + self.pick
        return self._latest(self.case.help_plans, "help_plan_follow_up", note="Går bra.", follow_up_on=later(days))

    def end_plan(self):
        return self._latest(self.case.help_plans, "help_plan_end", outcome="private", outcome_on=no(self.day))


NAMES = sorted(name for name in vars(Doors) if not name.startswith("_"))

# In each state: the doors that must open. An appeal that came late is heard for a reason or dismissed.
STEPS = {
    "received": ["take", "withdraw", "grant", "reject", "dismiss"],
    "under_review": ["withdraw", "grant", "reject", "dismiss"],
    "not told": ["notify", "appeal"],
    "waits for a dwelling": ["offer", "close", "appeal"],
    "extension granted": ["sign", "close", "appeal"],
    "help granted": ["give_help", "close", "appeal"],
    "offered": ["accept", "decline", "take_offer_back"],
    "allocated": ["cancel_allocation"],
    "refused": ["plan_help", "appeal"],
    "refused, with a plan": ["follow_up", "end_plan", "appeal"],
    "withdrawn": [],
    "closed": ["appeal"],
    "fulfilled": ["appeal"],
    "appealed": ["assess", "withdraw_appeal", "dismiss_appeal"],
    "appeal assessed": ["change", "forward", "withdraw_appeal"],
    "appeal too old": ["dismiss_appeal"],
    "with the body": ["body_changes", "body_upholds", "body_dismisses", "withdraw_appeal"],
    "to be decided again": ["grant"],
}


def state_of(case) -> str:
    """Where the application stands, as whoever opens it is to know what comes next."""
    opened = case.appeals.open().first()
    if opened:
        return _state_of_appeal(opened)
    if case.outcome == "granted" and case.appeals.awaiting_new_decision().exists():
        return "to be decided again"
    if case.offers.open().exists():
        return "offered"
    if case.resulting_tenancies.filter(status="allocated").exists():
        return "allocated"
    if case.decided_on and not case.notified_on and case.status != "withdrawn":
        return "not told"
    if case.status == "granted":
        by_kind = {"extension": "extension granted", "assistance": "help granted", "temporary": "help granted"}
        return by_kind.get(case.kind, "waits for a dwelling")
    if case.status in ("rejected", "dismissed"):
        return "refused, with a plan" if case.help_plans.open().exists() else "refused"
    return case.status


def _state_of_appeal(appeal) -> str:
    if appeal.is_forwarded:
        return "with the body"
    if appeal.timeliness.is_too_old:
        return "appeal too old"
    return "appeal assessed" if appeal.assessment and appeal.is_to_be_heard else "appealed"
