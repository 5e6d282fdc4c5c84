"""Households: who lives together, since when, and who answers for them."""

from contextlib import contextmanager

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing import consequences
from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing.models.people import Person, Protection
from housing.periods import age_on
from housing.roles import Scope
from housing.rooms import persons_counted, rooms_needed
from housing.visibility import OWN_BY, REACHED_BY, VisibleQuerySet, by_work

ADULT = 18


class TargetGroup(models.TextChoices):
    SUBSTANCE_USE = "substance_use", _("Rus")
    MENTAL_ILLNESS = "mental_illness", _("Psykisk lidelse")
    DUAL_DIAGNOSIS = "dual_diagnosis", _("Rus og psykisk lidelse (ROP)")
    PHYSICAL_DISABILITY = "physical_disability", _("Fysisk funksjonsnedsettelse")
    INTELLECTUAL_DISABILITY = "intellectual_disability", _("Utviklingshemming")
    ELDERLY = "elderly", _("Eldre")
    REFUGEE = "refugee", _("Flyktning")
    YOUTH = "youth", _("Ungdom")
    ECONOMICALLY_DISADVANTAGED = "economically_disadvantaged", _("Økonomisk vanskeligstilt")
    SOCIALLY_DISADVANTAGED = "socially_disadvantaged", _("Sosialt vanskeligstilt")
    FAMILY_WITH_CHILDREN = "family_with_children", _("Barnefamilie")


class HouseholdQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_household"

    def within_reach_of(self, user):
        if user.scope == Scope.ALL:
            return self
        if user.scope == Scope.TENANTS:
            tenants = self.model._meta.get_field("tenancies").related_model.objects.municipal()
            return self.filter(pk__in=tenants.values("household"))
        if user.scope == Scope.FOLLOWED:
            mine = Responsibility.objects.open(timezone.localdate()).filter(user=user)
            return self.filter(Q(pk__in=mine.values("household")) | by_work(REACHED_BY, user))
        return self.none()

    def protected(self, day):
        """Households with a member whose address is confidential or strictly confidential."""
        members = Membership.objects.on(day).filter(
            person__address_protection__in=[Protection.CONFIDENTIAL, Protection.STRICT]
        )
        return self.filter(pk__in=members.values("household"))

    def for_list(self, day):
        """With what every list shows: main person's name, members, caseworker. A constant number of queries."""
        return self.prefetch_related(
            models.Prefetch(
                "memberships",
                queryset=Membership.objects.on(day).select_related("person").order_by("position", "pk"),
                to_attr="members_today",
            ),
            models.Prefetch(
                "responsibilities",
                queryset=Responsibility.objects.open(day).select_related("user"),
                to_attr="responsible_today",
            ),
        )


@tracked()
class Household(models.Model):
    """Those who live, or will live, together (husstand). Everything in a case belongs to one."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    created_on = models.DateField(_("registrert"))
    district = models.CharField(_("bydel"), max_length=100, blank=True, db_index=True)
    target_groups = ArrayField(
        models.CharField(max_length=30, choices=TargetGroup.choices),
        verbose_name=_("målgrupper"),
        default=list,
        blank=True,
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("husstand")
        verbose_name_plural = _("husstander")
        ordering = ["-pk"]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("household", args=[self.pk])

    @property
    def number(self) -> str:
        return f"H-{self.pk:06d}"

    def members_on(self, day) -> list["Membership"]:
        """Those in force on the day, main person first; uses what ``for_list`` fetched when it is there."""
        fetched = getattr(self, "members_today", None)
        if fetched is not None:
            return fetched
        read = self.__dict__.get("_read_once", {})
        if day not in read:
            read[day] = list(self.memberships.on(day).select_related("person").order_by("position", "pk"))
        return read[day]

    @contextmanager
    def read_once(self):
        """The members of a day are asked for once meanwhile: a letter is put together by a dozen who each ask."""
        if "_read_once" in self.__dict__:
            yield
            return
        self._read_once = {}
        try:
            yield
        finally:
            del self._read_once

    def persons_counted_on(self, day) -> int:
        """Who need space in a dwelling: children with two homes (delt bosted) count by the time they live here."""
        return max(persons_counted(member.custody_percent or 100 for member in self.members_on(day)), 1)

    def rooms_needed_on(self, day) -> int:
        """Rooms for those who live here on the day; a proposal the caseworker may change."""
        members = self.members_on(day)
        ages = {
            member.pk: age_on(member.person.birth_date, day) if member.person.birth_date else None for member in members
        }
        children = [member for member in members if member.role == "child" and (ages[member.pk] or 0) < ADULT]
        shared = [member for member in children if (member.custody_percent or 100) < 100]
        whole = [ages[member.pk] or 0 for member in children if member not in shared]
        return rooms_needed(max(len(members) - len(children), 1), whole, [ages[member.pk] or 0 for member in shared])

    def name_on(self, day) -> str:
        """«Haugen, Amina + 3 barn»."""
        members = self.members_on(day)
        if not members:
            return self.number
        children = sum(1 for member in members if member.role == Membership.Role.CHILD)
        adults = len(members) - children - 1
        parts = [members[0].person.listed_name]
        if adults > 0:
            parts.append(
                _("{count} voksen").format(count=adults) if adults == 1 else _("{count} voksne").format(count=adults)
            )
        if children > 0:
            parts.append(_("{count} barn").format(count=children))
        return " + ".join(str(part) for part in parts)

    @property
    def name(self) -> str:
        return self.name_on(timezone.localdate())

    @property
    def group_labels(self) -> list[str]:
        return [str(TargetGroup(group).label) for group in self.target_groups]

    def is_case_of(self, user) -> bool:
        """Whether it is one's own case: a responsibility in force, caseworker of an open case, or in one's team."""
        today = timezone.localdate()
        if self.responsibilities.open(today).filter(user=user).exists():
            return True
        from django.apps import apps

        applications = apps.get_model("applications", "Application")
        if applications.objects.filter(household=self, caseworker=user).open().exists():
            return True
        return Household.objects.filter(by_work(OWN_BY, user), pk=self.pk).exists()

    def take_responsibility(self, user, *, kind="caseworker", day=None):
        """Make ``user`` responsible from ``day`` on; a caseworker before them steps down on that day."""
        day = day or timezone.localdate()
        if kind == Responsibility.Kind.CASEWORKER:
            self.responsibilities.open(day).filter(kind=kind).exclude(user=user).update(ends_on=day)
        return self.responsibilities.get_or_create(user=user, kind=kind, ends_on=None, defaults={"starts_on": day})[0]

    @classmethod
    def found(cls, person, *, by, created_on, **facts):
        """A new household around its main person, that nobody answers for yet."""
        with refusing_breaches(), transaction.atomic():
            if person.pk is None:
                person.save()
            made = cls.objects.create(created_on=created_on, **facts)
            made.memberships.create(person=person, role=Membership.Role.MAIN, joined_on=created_on)
            made.tell(_("Husstand registrert"), by=by, happened_on=created_on)
        return made

    @classmethod
    def register(cls, person, *, by, created_on, **facts):
        """A new household. Whoever registers it answers for it."""
        with transaction.atomic():
            made = cls.found(person, by=by, created_on=created_on, **facts)
            made.take_responsibility(by, day=created_on)
        return made

    def admit(self, person, *, role, joined_on, by, **facts):
        """A person becomes a member (nytt husstandsmedlem)."""
        with refusing_breaches(), transaction.atomic():
            if person.pk is None:
                person.save()
            made = self.memberships.create(person=person, role=role, joined_on=joined_on, **facts)
            self.tell(_("Nytt medlem"), by=by, note=f"{person} ({made.get_role_display()})", happened_on=joined_on)
            consequences.changed("members", [self.pk], by=by)
        return made

    def part_with(self, membership, *, left_on, by):
        """A member leaves. The main person can only leave as the last one: somebody must be it."""
        others = self.memberships.on(left_on).exclude(pk=membership.pk)
        if membership.role == Membership.Role.MAIN and others.exists():
            raise Refused(_("Velg en ny hovedperson først. Husstanden må ha en så lenge noen bor der."))
        with refusing_breaches(), transaction.atomic():
            if not self.memberships.filter(pk=membership.pk, left_on__isnull=True).update(left_on=left_on):
                raise Refused(_("Medlemskapet er allerede avsluttet."))
            self.tell(_("Medlem ute av husstanden"), by=by, note=str(membership.person), happened_on=left_on)
            consequences.changed("members", [self.pk], by=by)

    def change_main(self, membership, *, day, by):
        """Another member becomes the main person from the day; the one before stays as partner or other."""
        with refusing_breaches(), transaction.atomic():
            before = self.memberships.select_for_update().on(day).filter(role=Membership.Role.MAIN).first()
            if before and before.pk == membership.pk:
                raise Refused(_("Dette er allerede hovedpersonen."))
            if before:
                was_partner = membership.role == Membership.Role.PARTNER
                before.go_on_as(Membership.Role.PARTNER if was_partner else Membership.Role.OTHER, day=day)
            membership.go_on_as(Membership.Role.MAIN, day=day)
            self.tell(_("Ny hovedperson"), by=by, note=str(membership.person), happened_on=day)
            consequences.changed("members", [self.pk], by=by)

    def hand_over(self, user, *, by, kind="caseworker", day=None):
        """``user`` takes the household on from the day (ny saksbehandler, ny oppfølging)."""
        with refusing_breaches(), transaction.atomic():
            made = self.take_responsibility(user, kind=kind, day=day)
            self.tell(str(made.get_kind_display()), by=by, note=str(user), happened_on=day)
        return made

    def tell(self, title, *, by, note="", happened_on=None, subject=None):
        """A line on the timeline that is about the household itself, or about ``subject`` in it."""
        from housing.models.trace import CaseEvent

        about = CaseEvent.about(subject or self, household=self, by=by, note=note, title=title, happened_on=happened_on)
        about.save(force_insert=True)


class MembershipQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_household"

    def on(self, day):
        return self.filter(in_force(day, "joined_on", "left_on"))


@tracked(exclude=["position"])
class Membership(models.Model):
    """A person's time in a household (husstandsmedlem)."""

    class Role(models.TextChoices):
        MAIN = "main", _("Hovedperson")
        PARTNER = "partner", _("Partner")
        CHILD = "child", _("Barn")
        OTHER = "other", _("Annen")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("rolle"), max_length=7, choices=Role.choices)
    joined_on = models.DateField(_("fra"))
    left_on = models.DateField(_("til"), null=True, blank=True)
    custody_percent = models.PositiveSmallIntegerField(
        _("bor her, prosent av tiden"),
        null=True,
        blank=True,
        help_text=_("Fylles ut ved delt bosted eller samvær. Tomt betyr hele tiden."),
    )
    # Main person first, then partner, others, children: the order every list of members has.
    position = models.GeneratedField(
        expression=models.Case(
            models.When(role="main", then=models.Value(0)),
            models.When(role="partner", then=models.Value(1)),
            models.When(role="other", then=models.Value(2)),
            default=models.Value(3),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("husstandsmedlem")
        verbose_name_plural = _("husstandsmedlemmer")
        ordering = ["household", "position", "pk"]
        constraints = [
            in_order("membership_left_after_joining", "joined_on", "left_on", _("Til-datoen er før fra-datoen.")),
            no_overlap(
                "adult_in_one_household_at_a_time",
                ["person"],
                "joined_on",
                "left_on",
                condition=~Q(role="child"),
                message=_("En voksen kan ikke være medlem av to husstander på samme tid."),
            ),
            no_overlap(
                "one_main_person_at_a_time",
                ["household"],
                "joined_on",
                "left_on",
                condition=Q(role="main"),
                message=_("Husstanden har allerede en hovedperson i dette tidsrommet."),
            ),
            models.CheckConstraint(
                name="custody_is_a_percentage",
                condition=Q(custody_percent__isnull=True) | Q(custody_percent__range=(1, 100)),
                violation_error_message=_("Andelen må være mellom 1 og 100 prosent."),
            ),
        ]

    def go_on_as(self, role, *, day):
        """Another role from the day: the time before keeps its own row. On the first day the row itself is changed."""
        if self.joined_on >= day:
            type(self).objects.filter(pk=self.pk).update(role=role)
            return
        type(self).objects.filter(pk=self.pk).update(left_on=day)
        self.household.memberships.create(
            person_id=self.person_id,
            role=role,
            joined_on=day,
            left_on=self.left_on,
            custody_percent=None if role == self.Role.MAIN else self.custody_percent,
        )


class ResponsibilityQuerySet(models.QuerySet):
    def open(self, day):
        return self.filter(in_force(day))


@tracked()
class Responsibility(models.Model):
    """Who in the municipality answers for a household (ansvarlig), and since when. It makes the case one's own."""

    class Kind(models.TextChoices):
        CASEWORKER = "caseworker", _("Saksbehandler")
        FOLLOW_UP = "follow_up", _("Oppfølging")

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="responsibilities")
    user = models.ForeignKey("housing.User", on_delete=models.PROTECT, related_name="responsibilities")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_caseworker_at_a_time",
                fields=["household"],
                condition=Q(kind="caseworker", ends_on__isnull=True),
                violation_error_message=_("Husstanden har allerede en saksbehandler."),
            ),
            models.UniqueConstraint(
                name="responsible_once", fields=["household", "user", "kind"], condition=Q(ends_on__isnull=True)
            ),
        ]
