"""People who log in (brukere)."""

from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, refusing_breaches
from housing.history import tracked
from housing.roles import Role, Scope, permissions_of, scope_of


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A municipal employee with a login. What they may do comes from ``housing/roles.py`` alone."""

    email = models.EmailField(
        _("e-post"),
        unique=True,
        error_messages={"unique": _("Det finnes allerede en bruker med denne e-postadressen.")},
    )
    name = models.CharField(_("navn"), max_length=120)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices), verbose_name=_("roller"), default=list, blank=True
    )
    is_active = models.BooleanField(_("aktiv"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")

    def __str__(self):
        return self.name or self.email

    @cached_property
    def permissions(self) -> frozenset[str]:
        return frozenset(permissions_of(self.roles)) if self.is_active else frozenset()

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.roles) if self.is_active else Scope.NONE

    def has_perm(self, permission, obj=None):
        return permission in self.permissions

    def has_perms(self, permissions, obj=None):
        return all(permission in self.permissions for permission in permissions)

    def has_module_perms(self, app_label):
        return any(permission.startswith(f"{app_label}.") for permission in self.permissions)

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]

    def keep(self, *, by):
        """Save a new or changed user. Nobody changes their own roles: then the last administrator cannot vanish."""
        with refusing_breaches():
            if self.pk:
                before = self._held_with(by)
                if self.pk == by.pk and set(before.roles) != set(self.roles):
                    raise Refused(_("Du kan ikke endre dine egne roller. Be en annen administrator gjøre det."))
            else:
                self.set_unusable_password()
            self.save()

    def forget_password(self, *, by):
        """The password holds no longer, and no session begun with it (nytt passord)."""
        with transaction.atomic():
            self._held_with(by)
            self.set_unusable_password()
            self.save(update_fields=["password"])

    def deactivate(self, *, by):
        """The user is let in no more: sessions end, tokens are gone, the password too. What they did stays theirs."""
        with transaction.atomic():
            self._held_with(by)
            if self.pk == by.pk:
                raise Refused(_("Du kan ikke deaktivere deg selv. Be en annen administrator gjøre det."))
            self.is_active = False
            self.set_unusable_password()
            self.save(update_fields=["is_active", "password"])
            self.auth_token_set.all().delete()

    def reactivate(self, *, by):
        """Back again, with a new password to choose."""
        with transaction.atomic():
            self._held_with(by)
            self.is_active = True
            self.save(update_fields=["is_active"])

    def _held_with(self, by):
        """Hold both rows. Of two administrators who shut each other out at once, the second no longer is one."""
        held = {
            user.pk: user for user in User.objects.select_for_update().filter(pk__in=[self.pk, by.pk]).order_by("pk")
        }
        if not held[by.pk].has_perm("housing.manage_users"):
            raise Refused(_("Du er ikke lenger administrator."))
        return held[self.pk]

    def get_short_name(self):
        """«Kari Berg» as «K. Berg»: short enough for a list's last column."""
        first, _space, rest = self.name.partition(" ")
        return f"{first[:1]}. {rest.rpartition(' ')[2]}" if rest else self.name
