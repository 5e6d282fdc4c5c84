"""Two mappings of one household side by side: what was answered then and now, and in words what has changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Line:
    """One question: its answers as texts, and the difference as words with a colour beside them."""

    label: str
    before: list[str]
    after: list[str]
    difference: str
    color: str = "neutral"

    @property
    def is_answered(self) -> bool:
        return bool(self.before or self.after)

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def lines(before, after) -> Iterator[Line]:
    """Every question of the mapping form, in its order. ``before`` is the one made first."""
    yield _single(_("Situasjon"), before.get_situation_display(), after.get_situation_display())
    yield _single(_("Bostedsløs, kategori"), _category(before), _category(after), gone=True)
    yield _single(_("Løslates eller utskrives"), _day(before.release_on), _day(after.release_on), gone=True)
    yield _single(_("Har vart siden"), _day(before.lasted_since), _day(after.lasted_since))
    yield _several(_("Problemområder"), before.problem_labels, after.problem_labels)
    yield _several(_("Målgrupper"), before.group_labels, after.group_labels)
    yield _several(_("Behov"), before.need_labels, after.need_labels)
    for (label, was), (_same, now) in zip(before.levels, after.levels, strict=True):
        yield _level(label, was, now)
    yield _single(_("Beskrivelse"), before.description, after.description)
    yield _single(_("Kilde"), before.source, after.source)


def _category(mapping) -> str:
    code, words = mapping.homeless_category, mapping.category_wording
    return f"{code}. {words}" if code.isdigit() else words


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _single(label: str, before: str, after: str, *, gone: bool = False) -> Line:
    """``gone``: an answer that is not there any more has ceased to apply; elsewhere it was not given."""
    was, now = [str(before)] if before else [], [str(after)] if after else []
    if was == now:
        return Line(label, was, now, _("Uendret"))
    if not was:
        return Line(label, was, now, _("Nytt"), "info")
    if not now:
        return Line(label, was, now, _("Gjelder ikke lenger") if gone else _("Ikke besvart nå"), "info")
    return Line(label, was, now, _("Endret"), "info")


def _several(label: str, before: list[str], after: list[str]) -> Line:
    new = [text for text in after if text not in before]
    gone = [text for text in before if text not in after]
    parts = [_("Ny: {what}").format(what=", ".join(new))] if new else []
    parts += [_("Borte: {what}").format(what=", ".join(gone))] if gone else []
    return Line(label, before, after, ". ".join(parts) or _("Uendret"), "info" if parts else "neutral")


def _level(label: str, was, now) -> Line:
    """Levels have an order, so the words say which way it went."""
    label = _("Funksjonsnivå, {area}").format(area=label)
    texts = [[str(level.label)] if level else [] for level in (was, now)]
    if was == now:
        return Line(label, *texts, _("Uendret"))
    if was is None or now is None:
        words = _("Ikke vurdert da") if was is None else _("Ikke vurdert nå")
        return Line(label, *texts, words, "info")
    words, color = (_("Bedre"), "success") if now < was else (_("Dårligere"), "danger")
    return Line(label, *texts, words, color)
