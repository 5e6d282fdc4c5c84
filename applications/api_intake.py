"""What a digital form may do in the API: hand in applications, and read how those it handed in go."""

import re

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import exceptions, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from applications import intake
from applications.models import Application, Submission
from housing import national_ids, terms
from housing.api_frame import MayRead
from housing.models import Membership, Person

KEY_HEADER = "Idempotency-Key"
KEY = re.compile(r"[0-9A-Za-z_-]{8,64}")
MOST_ANSWERS = 60
KEY_PARAMETER = OpenApiParameter(
    KEY_HEADER,
    {"type": "string", "pattern": "^[0-9A-Za-z_-]{8,64}$"},
    OpenApiParameter.HEADER,
    required=True,
    description="Innsenderens egen nøkkel for søknaden. Samme nøkkel en gang til gir samme svar og ingen ny søknad.",
)
ERROR = {
    "type": "object",
    "properties": {"detail": {"type": "string"}, "errors": {"type": "object"}},
    "required": ["detail"],
}


class MaySubmit(MayRead):
    """The program that hands in applications; nothing else is opened to it."""

    def has_permission(self, request, view):
        wanted = ["housing.use_api", "applications.submit_application"]
        return request.user.is_authenticated and request.user.has_perms(wanted)


class Conflict(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = _("Nøkkelen er brukt før, til en annen søknad.")
    default_code = "conflict"


class NationalIdField(serializers.CharField):
    """Never repeated in an answer: a fault is told without the number."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=20, help_text="Fødselsnummer eller D-nummer, elleve sifre.", **{"allow_blank": True} | kwargs
        )

    def to_internal_value(self, data):
        number = super().to_internal_value(data)
        if not number:
            return None
        try:
            return national_ids.check(
                number, synthetic_allowed=settings.ALLOW_SYNTHETIC_IDS, on=timezone.localdate()
            ).number
        except national_ids.InvalidNationalId as fault:
            raise serializers.ValidationError(str(fault)) from fault


class BirthDateField(serializers.DateField):
    def to_internal_value(self, value):
        day = super().to_internal_value(value)
        if not day.year >= 1900 or day > timezone.localdate():
            raise serializers.ValidationError(_("Se etter om datoen er riktig."))
        return day


class PersonSent(serializers.Serializer):
    """A person as the form knows them."""

    national_id = NationalIdField(required=False)
    given_name = serializers.CharField(max_length=200)
    family_name = serializers.CharField(max_length=200)
    birth_date = BirthDateField(required=False, allow_null=True)


class ApplicantSent(PersonSent):
    """The applicant (søkeren), whom the form has identified."""

    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    postal_address = serializers.CharField(max_length=400, required=False, allow_blank=True)
    written_language = serializers.ChoiceField(choices=Person.Language.choices, required=False)
    interpreter_language = serializers.CharField(max_length=60, required=False, allow_blank=True)


class MemberSent(PersonSent):
    """Somebody who will live with the applicant (husstandsmedlem)."""

    role = serializers.ChoiceField(
        choices=[choice for choice in Membership.Role.choices if choice[0] != Membership.Role.MAIN]
    )
    custody_percent = serializers.IntegerField(min_value=1, max_value=100, required=False, allow_null=True)


class RepresentativeSent(serializers.Serializer):
    """Who acts for the applicant (fullmektig); the caseworker registers them when the authority is seen."""

    name = serializers.CharField(max_length=200)
    organisation = serializers.CharField(max_length=200, required=False, allow_blank=True)
    is_lawyer = serializers.BooleanField(required=False)
    postal_address = serializers.CharField(max_length=400, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)


class ApplicationSent(serializers.Serializer):
    """An application as a digital form sends it (søknad)."""

    kind = serializers.ChoiceField(choices=Application.Kind.choices)
    applicant = ApplicantSent()
    members = MemberSent(many=True, required=False, max_length=20)
    representative = RepresentativeSent(required=False)
    rooms_min = serializers.IntegerField(min_value=1, max_value=12, required=False, allow_null=True)
    needs_wheelchair = serializers.BooleanField(required=False, allow_null=True)
    needs_lift_or_ground_floor = serializers.BooleanField(required=False, allow_null=True)
    districts_wanted = serializers.ListField(
        child=serializers.CharField(max_length=100), required=False, max_length=20, default=list
    )
    wishes = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    answers = serializers.DictField(
        child=serializers.CharField(max_length=4000, allow_blank=True),
        required=False,
        help_text="Andre spørsmål og svar fra skjemaet. Saksbehandleren leser dem.",
    )

    def validate_answers(self, answers):
        if len(answers) > MOST_ANSWERS:
            raise serializers.ValidationError(_("For mange svar."))
        question = serializers.CharField(max_length=200)
        for asked in answers:
            question.run_validation(asked)
        return answers

    def validate(self, sent):
        numbers = [person.get("national_id") for person in [sent["applicant"], *sent.get("members", [])]]
        known = [number for number in numbers if number]
        if len(known) != len(set(known)):
            raise serializers.ValidationError({"members": _("Samme person er oppgitt to ganger.")})
        return sent


class SubmissionSerializer(serializers.ModelSerializer):
    """The receipt, and how the application goes. The outcome is told when the applicant has been told."""

    number = serializers.CharField(source="application.number", read_only=True)
    kind = serializers.ChoiceField(choices=Application.Kind.choices, source="application.kind", read_only=True)
    received_on = serializers.DateField(source="application.received_on", read_only=True)
    status = serializers.SerializerMethodField()
    answer_by = serializers.SerializerMethodField()
    preliminary_answer_on = serializers.DateField(
        source="application.preliminary_answer_on", read_only=True, allow_null=True
    )
    notified_on = serializers.DateField(source="application.notified_on", read_only=True, allow_null=True)
    outcome = serializers.SerializerMethodField()

    class Meta:
        model = Submission
        fields = [
            "reference",
            "number",
            "kind",
            "received_on",
            "status",
            "answer_by",
            "preliminary_answer_on",
            "notified_on",
            "outcome",
        ]

    @extend_schema_field({"type": "string", "enum": ["received", "under_review", "decided"]})
    def get_status(self, row) -> str:
        return row.application.status if row.application.is_undecided else "decided"

    @extend_schema_field({"type": "string", "format": "date", "nullable": True})
    def get_answer_by(self, row) -> str | None:
        """The day the applicant shall have heard from us, as ISO 8601; nothing when they have the answer."""
        application = row.application
        if not application.is_undecided:
            return None
        return str(application.answer_promised_on or terms.due_on("F1", application.received_on))

    @extend_schema_field({"type": "string", "enum": ["", *Application.Outcome.values]})
    def get_outcome(self, row) -> str:
        application = row.application
        return application.outcome if application.notified_on else ""


def _refused(description):
    return OpenApiResponse(ERROR, description)


REFUSALS = {
    400: _refused("Noe i søknaden mangler eller er feil."),
    401: _refused("Tokenet mangler eller er ugyldig."),
    403: _refused("Brukeren kan ikke sende inn søknader."),
    409: _refused("Nøkkelen er brukt før, til en annen søknad."),
    415: _refused("Søknaden må sendes som JSON."),
    429: _refused("For mange kall."),
}


class Intake:
    """``POST`` of an application, and the status of one that was sent."""

    def get_permissions(self):
        return [MaySubmit()] if self.action in ("create", "submitted") else super().get_permissions()

    @extend_schema(
        operation_id="soknader_send",
        summary="Send inn en søknad",
        parameters=[KEY_PARAMETER],
        request={"application/json": ApplicationSent},
        responses={201: SubmissionSerializer, 200: SubmissionSerializer, **REFUSALS},
        examples=[
            OpenApiExample(
                "Ny søknad",
                value={
                    "kind": "new",
                    "applicant": {"given_name": "Amina", "family_name": "Haugen", "birth_date": "1990-05-17"},
                    "wishes": "Nær skolen",
                },
                request_only=True,
            )
        ],
    )
    def create(self, request, *args, **kwargs):
        """Made once: the same key again answers 200 with the first receipt."""
        key = request.headers.get(KEY_HEADER, "")
        if not KEY.fullmatch(key):
            raise exceptions.ValidationError(
                {KEY_HEADER: [_("Send en nøkkel på 8 til 64 tegn: bokstaver, tall, bindestrek og understrek.")]}
            )
        sent = ApplicationSent(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            made, is_new = intake.receive(sent.validated_data, key=key, by=request.user)
        except intake.OtherContent as error:
            raise Conflict from error
        except intake.NoTenancy as error:
            raise exceptions.ValidationError(
                {"kind": [_("Søkeren har ikke noe kommunalt leieforhold som kan byttes eller forlenges.")]}
            ) from error
        answer = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(SubmissionSerializer(made).data, status=answer)

    @extend_schema(
        operation_id="soknader_status",
        summary="Status på en søknad som er sendt inn",
        parameters=[OpenApiParameter("reference", OpenApiTypes.STR, OpenApiParameter.PATH, pattern="^[0-9a-f]{32}$")],
        responses={200: SubmissionSerializer, 401: REFUSALS[401], 403: REFUSALS[403], 404: _refused("Finnes ikke.")},
        filters=False,
    )
    @action(detail=False, url_path="innsendt/(?P<reference>[0-9a-f]{32})", pagination_class=None, filter_backends=[])
    def submitted(self, request, reference):
        found = Submission.objects.visible_to(request.user).filter(reference=reference)
        row = found.select_related("application").first()
        if row is None:
            raise exceptions.NotFound
        return Response(SubmissionSerializer(row).data)
