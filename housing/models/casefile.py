"""What lies in a household's file: notes, documents and letters, and the bytes of the last two."""

import hashlib

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id, refusing_breaches
from housing.history import tracked
from housing.models.households import Household, Responsibility
from housing.visibility import VisibleQuerySet


class StoredFile(models.Model):
    """Bytes kept unchanged with their checksum (fil).

    In the database and not on a disk: one backup holds everything, two web servers see the same, and no path leads
    past the rights.
    """

    sha256 = models.CharField(max_length=64, editable=False)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(editable=False)
    content = models.BinaryField()
    stored_at = models.DateTimeField(auto_now_add=True)

    @classmethod
    def keep(cls, content: bytes, content_type: str) -> "StoredFile":
        return cls.objects.create(
            content=content, content_type=content_type, size=len(content), sha256=hashlib.sha256(content).hexdigest()
        )

    def is_unchanged(self) -> bool:
        """Whether the bytes still are those that were stored."""
        return hashlib.sha256(self.content).hexdigest() == self.sha256


class NoteQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_note"

    def visible_to(self, user):
        """Shared notes for all who reach the household; restricted ones for author, those responsible and leaders."""
        notes = super().visible_to(user)
        if user.is_authenticated and user.has_perm("housing.read_restricted_note"):
            return notes
        mine = Responsibility.objects.filter(user_id=user.pk, ends_on__isnull=True).values("household")
        return notes.filter(Q(is_restricted=False) | Q(by_id=user.pk) | Q(household__in=mine))


@tracked()
class Note(models.Model):
    """What a colleague should know (notat)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("notat"), max_length=10_000)
    is_restricted = models.BooleanField(
        _("skjermet"), default=False, help_text=_("Leses bare av deg, de ansvarlige for husstanden og leder.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("notat")
        verbose_name_plural = _("notater")
        ordering = ["-written_at", "-pk"]

    def write(self, *, by):
        """Told on the timeline without its text; a restricted note is not told at all, so that nobody knows of it."""
        with refusing_breaches(), transaction.atomic():
            self.by = by
            self.save(force_insert=True)
            if not self.is_restricted:
                self.household.tell(_("Notat skrevet"), by=by, subject=self)


class DocumentQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_document"


@tracked()
class Document(models.Model):
    """A paper that came in or was made elsewhere (dokument)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("tittel"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    received_on = models.DateField(_("mottatt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        ordering = ["-received_on", "-pk"]

    def get_absolute_url(self):
        return reverse("document", args=[self.pk])

    def keep(self, content: bytes, content_type: str, *, by):
        """Store the bytes and the row together. The title stays off the timeline: it may name an address."""
        with refusing_breaches(), transaction.atomic():
            self.file = StoredFile.keep(content, content_type)
            self.by = by
            self.save(force_insert=True)
            self.household.tell(_("Dokument lagt inn"), by=by, happened_on=self.received_on, subject=self)


class LetterQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_letter"

    def unprinted(self):
        """Letters whose PDF the worker has not made yet; the scheduler asks again for those a crash left behind."""
        return self.filter(file__isnull=True)


@tracked()
class Letter(models.Model):
    """A letter out, kept word for word as it was sent (brev). The PDF is made of ``html`` once."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="letters")
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    subject_id = models.PositiveBigIntegerField(null=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    kind = models.CharField(max_length=40)
    title = models.CharField(_("tittel"), max_length=200)
    recipient = models.TextField(_("mottaker"))
    copy_to = models.TextField(_("kopi til"), blank=True)
    # As <html lang> says: the written language of whoever reads it.
    language = models.CharField(_("målform"), max_length=2, default="nb")
    html = models.TextField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    sent_on = models.DateField(_("sendt"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("brev")
        verbose_name_plural = _("brev")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="letter_subject")]

    def get_absolute_url(self):
        return reverse("letter", args=[self.pk])
