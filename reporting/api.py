"""What other systems may read of the figures (tall): every one of a period, or one of them month by month. Read only.

The numbers are those of the figures page, not masked: whoever reads them publishes none of them from one to four.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer, inline_serializer
from rest_framework import exceptions, serializers, viewsets
from rest_framework.response import Response

from housing.api_frame import ApiView
from housing.models import ViewLog
from housing.periods import Period
from reporting import figures
from reporting.figures import BY_CODE, FIGURES, Figure, Group, Unit
from reporting.figures.over_time import values_by_month

MOST_MONTHS = 120
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
FROM = OpenApiParameter("from", OpenApiTypes.DATE, required=True, description="Første dag, ÅÅÅÅ-MM-DD.")
TO = OpenApiParameter("to", OpenApiTypes.DATE, required=True, description="Siste dag; den er med.")
BY = OpenApiParameter("by", OpenApiTypes.STR, enum=["month"], description="Ett tall for hver måned som begynner.")


def _what() -> dict:
    return {
        "code": serializers.CharField(),
        "label": serializers.CharField(),
        "definition": serializers.CharField(),
        "version": serializers.IntegerField(),
        "group": serializers.ChoiceField(choices=Group.choices),
        "unit": serializers.ChoiceField(choices=Unit.choices),
        "value": serializers.FloatField(allow_null=True),
    }


def _period() -> dict:
    return {"from": serializers.DateField(), "to": serializers.DateField()}


MONTH = inline_serializer("FigureMonth", _period() | {"value": serializers.FloatField(allow_null=True)}, many=True)
ONE = inline_serializer("Figure", _period() | _what() | {"months": MONTH})
ALL = inline_serializer("Figures", _period() | {"figures": inline_serializer("FigureValue", _what(), many=True)})
# One answer that holds a list, and no list of answers.
extend_schema_serializer(many=False)(type(ALL))


class FigureViews(ApiView, viewsets.ViewSet):
    """Tall."""

    permissions_required = ("reporting.view_figures",)
    lookup_field = "code"
    lookup_value_regex = "[a-z0-9_.]{1,80}"

    @extend_schema(operation_id="figures_list", parameters=[FROM, TO], responses=ALL)
    def list(self, request):
        """Alle tallene for en periode. Ingen tall er skjult: det som gjelder fra én til fire, skal ikke gis videre."""
        period = asked_period(request, {"from", "to"})
        found = figures.values(period)
        _log(request, f"tall {period}: {len(found)}")
        listed = [told(figure, found[figure.code]) for figure in FIGURES]
        return Response(_ends(period) | {"figures": listed})

    @extend_schema(
        operation_id="figures_retrieve",
        parameters=[OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH), FROM, TO, BY],
        responses=ONE,
    )
    def retrieve(self, request, code):
        """Ett tall for en periode, og for hver måned når det spørres om det."""
        if code not in BY_CODE:
            raise exceptions.NotFound
        period = asked_period(request, {"from", "to", "by"})
        figure, months = BY_CODE[code], asked_months(request, period)
        with figures.consistent_snapshot():
            answer = _ends(period) | told(figure, figure.of(period))
            by_month = values_by_month([figure], months)[code]
        _log(request, f"tall {code} {period}")
        parts = [_ends(month) | {"value": _number(value)} for month, value in zip(months, by_month, strict=True)]
        return Response(answer | {"months": parts})


def told(figure: Figure, value) -> dict:
    return {
        "code": figure.code,
        "label": str(figure.label),
        "definition": str(figure.definition),
        "version": figure.version,
        "group": figure.group.value,
        "unit": figure.unit.value,
        "value": _number(value),
    }


def _number(value) -> float | None:
    return None if value is None else float(value)


def _ends(period: Period) -> dict:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def asked_period(request, known: set[str]) -> Period:
    """A parameter that is not known is refused, not overlooked."""
    wrong = {name[:50]: [_("Ukjent parameter.")] for name in sorted(set(request.query_params) - known)}
    days = {}
    for name in ("from", "to"):
        try:
            days[name] = date.fromisoformat(request.query_params.get(name, ""))
        except ValueError:
            wrong[name] = [_("Skriv datoen som ÅÅÅÅ-MM-DD.")]
        else:
            if not EARLIEST <= days[name] <= LATEST:
                wrong[name] = [_("Året må være fra 1900 til 2100.")]
    if not wrong and days["to"] < days["from"]:
        wrong["to"] = [_("Perioden slutter før den begynner.")]
    if wrong:
        raise exceptions.ValidationError(wrong)
    return Period(days["from"], days["to"])


def asked_months(request, period: Period) -> list[Period]:
    wanted = request.query_params.get("by")
    if wanted is None:
        return []
    if wanted != "month":
        raise exceptions.ValidationError({"by": [_("Bare «month» er mulig.")]})
    months = period.months()
    if len(months) > MOST_MONTHS:
        raise exceptions.ValidationError({"to": [_("Høyst {n} måneder om gangen.").format(n=MOST_MONTHS)]})
    return months


def _log(request, what: str) -> None:
    ViewLog.objects.create(user=request.user, channel=ViewLog.Channel.API, what=what, is_own_case=False)
