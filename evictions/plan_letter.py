"""The payment plan on paper, for both to sign (nedbetalingsavtale)."""

from django.utils.translation import gettext_lazy as _

from evictions.models import PaymentPlan
from housing import letters
from housing.models import Letter

KIND = "payment_plan"


def write(plan: PaymentPlan, *, by) -> Letter:
    instalments = list(plan.instalments.all())
    rent = plan.case.tenancy.monthly_rent
    return letters.write(
        "letters/payment_plan.html",
        plan,
        kind=KIND,
        title=_("Avtale om nedbetaling av husleie"),
        by=by,
        day=plan.agreed_on,
        context={
            "number": plan.case.number,
            "plan": plan,
            "instalments": instalments,
            "rent": rent,
            "a_month": rent + max(part.amount for part in instalments) if rent and instalments else None,
        },
    )
