"""What every address of the API shares: who may read, errors in Norwegian, pages by cursor, the view log.

An answer is logged like a page: a list in one line, a case that is opened in a line of its own, with the reason when it
is not one's own.
"""

import contextlib
import re

import django_filters.rest_framework as filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from knox.auth import TokenAuthentication
from rest_framework import exceptions, viewsets
from rest_framework.authentication import SessionAuthentication
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from housing.access import ReasonRequired, open_household
from housing.models import ViewLog

REASON_HEADER = "X-Begrunnelse"
REASON = OpenApiParameter(
    REASON_HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Hvorfor saken åpnes, når den ikke er din egen: minst fem tegn. Gjelder ut dagen.",
)
SHORTEST_REASON, LONGEST_REASON = 5, 300

SAID = {
    401: _("Logg inn, eller send et gyldig token: «Authorization: Token …»."),
    404: _("Finnes ikke, eller du har ikke tilgang."),
    405: _("Bare lesing (GET) er mulig her."),
    406: _("Svaret kan bare gis som JSON."),
}


class ReasonMissing(exceptions.PermissionDenied):
    default_detail = _(
        "Husstanden er ikke blant dine saker. Send begrunnelsen i hodet X-Begrunnelse (minst fem tegn). "
        "Den står i innsynsloggen, som husstanden kan be om å få se."
    )
    default_code = "reason_required"


def told(error, context):
    """An error as JSON in Norwegian: ``detail`` says what is wrong, ``errors`` which parameters."""
    answer = exception_handler(error, context)
    if answer is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        answer.data = {"detail": str(_("Noe i spørringen er feil.")), "errors": answer.data}
    elif isinstance(error, exceptions.Throttled):
        seconds = int(error.wait or 0) + 1
        answer.data = {"detail": str(_("For mange kall. Prøv igjen om {n} sekunder.").format(n=seconds))}
    elif answer.status_code in SAID and not isinstance(error, WrongCursor):
        answer.data = {"detail": str(SAID[answer.status_code])}
    answer["Cache-Control"] = "no-store"
    return answer


class TokenHeader(TokenAuthentication):
    """``Authorization: Token …``; tokens are kept hashed (knox). What cannot be one is refused unread."""

    def authenticate_credentials(self, token):
        if not re.fullmatch(rb"[0-9A-Za-z]{20,200}", token):
            raise exceptions.AuthenticationFailed
        return super().authenticate_credentials(token)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "housing.api_frame.TokenHeader"
    name = "token"

    def get_security_definition(self, auto_schema):
        return build_bearer_security_scheme_object(header_name="Authorization", token_prefix="Token")


class MayRead:
    """Both the API as such, and the kind of thing asked for."""

    message = _("Rollen din gir ikke tilgang til dette i API-et.")

    def has_permission(self, request, view):
        wanted = ["housing.use_api", *view.permissions_required]
        return request.user.is_authenticated and request.user.has_perms(wanted)

    def has_object_permission(self, request, view, row):
        return True


class ApiView:
    """What every address of the API shares."""

    authentication_classes = [TokenHeader, SessionAuthentication]
    permission_classes = [MayRead]
    permissions_required: tuple[str, ...] = ()
    metadata_class = None

    def get_exception_handler(self):
        return told

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class Schema(ApiView, SpectacularJSONAPIView):
    """The OpenAPI document, for those who may use what it describes."""


@extend_schema(exclude=True)
class Nothing(ApiView, APIView):
    """An address that leads nowhere answers in JSON too."""

    def get(self, request, *args, **kwargs):
        raise exceptions.NotFound


class WrongCursor(exceptions.NotFound):
    default_detail = _("Ugyldig cursor. Begynn fra første side.")


class Pages(CursorPagination):
    """Newest first. A row that comes in while one reads moves nothing."""

    ordering = "-pk"
    page_size_query_param = "limit"
    max_page_size = 500

    def decode_cursor(self, request):
        try:
            cursor = super().decode_cursor(request)
        except exceptions.NotFound as error:
            raise WrongCursor from error
        if cursor and cursor.position is not None and not re.fullmatch("[0-9]{1,18}", cursor.position):
            raise WrongCursor
        return cursor


class WholeNumberFilter(filters.Filter):
    field_class = forms.IntegerField


def reason_in(request) -> str:
    """The header's text; Norwegian letters arrive as UTF-8 bytes read as Latin-1."""
    text = request.headers.get(REASON_HEADER, "")
    with contextlib.suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    reason = " ".join(printable.split())[:LONGEST_REASON]
    return reason if len(reason) >= SHORTEST_REASON else ""


def open_case(request, household, what: str) -> None:
    """Write the look in the view log. A reason sent along is kept with it; one given earlier today holds too."""
    reason = reason_in(request)
    if reason and not household.is_case_of(request.user):
        ViewLog.objects.create(
            household=household,
            user=request.user,
            channel=ViewLog.Channel.API,
            what=what,
            is_own_case=False,
            reason=reason,
        )
        return
    try:
        open_household(request, household, what=what, channel=ViewLog.Channel.API)
    except ReasonRequired as error:
        raise ReasonMissing from error


class ReadOnly(ApiView, viewsets.ReadOnlyModelViewSet):
    """A list and one of it. Subclasses say which rows, and hang on each what its answer needs."""

    pagination_class = Pages
    filter_backends = [filters.DjangoFilterBackend]
    lookup_value_regex = "[0-9]{1,18}"
    list_serializer_class: type | None = None

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.with_related(self.queryset.visible_to(self.request.user))

    def get_serializer_class(self):
        return (self.action == "list" and self.list_serializer_class) or self.serializer_class

    def with_related(self, rows):
        return rows

    def prepare_list(self, rows):
        """Hang on the rows of a page what the answer needs; a constant number of queries."""

    def prepare_one(self, row):
        """The same for one row, which may show more."""

    def household_of(self, row):
        """Whose case it is; None for what belongs to nobody."""
        return

    def list(self, request, *args, **kwargs):
        self._refuse_unknown(request)
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        self.prepare_list(page)
        plural = self.queryset.model._meta.verbose_name_plural
        ViewLog.objects.create(
            user=request.user, channel=ViewLog.Channel.API, what=f"{plural}: {len(page)}", is_own_case=False
        )
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(parameters=[REASON])
    def retrieve(self, request, *args, **kwargs):
        row = self.get_object()
        if (household := self.household_of(row)) is not None:
            open_case(request, household, what=f"{row._meta.verbose_name} {row.number}")
        self.prepare_one(row)
        return Response(self.get_serializer(row).data)

    def _refuse_unknown(self, request):
        """A misspelt filter must not answer with everything."""
        known = {*self.filterset_class.base_filters, "cursor", "limit"}
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise exceptions.ValidationError({name[:50]: [_("Ukjent parameter.")] for name in unknown})
