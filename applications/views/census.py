"""The count of homeless people in a week, on the page and as a file (telling av bostedsløse)."""

from datetime import timedelta

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import census as counting
from applications.forms.census import WeekForm
from applications.models import Mapping
from housing.lists import Column, Listing, respond
from housing.models import Membership

COLUMNS = [
    Column("household", gettext_lazy("Husstand"), lambda line: line.household.number),
    Column("role", gettext_lazy("Voksen eller barn"), lambda line: _("Barn") if line.is_child else _("Voksen")),
    Column("age", gettext_lazy("Alder"), lambda line: line.age, numeric=True),
    Column("sex", gettext_lazy("Kjønn"), lambda line: line.person.get_sex_display()),
    Column("category", gettext_lazy("Kategori"), lambda line: line.mapping.category_wording),
    Column("problems", gettext_lazy("Problemområder"), lambda line: ", ".join(line.mapping.problem_labels)),
    Column("since", gettext_lazy("Har vart siden"), lambda line: line.mapping.lasted_since),
    Column("months", gettext_lazy("Måneder"), lambda line: line.months, numeric=True),
    Column("needs", gettext_lazy("Behov"), lambda line: ", ".join(line.mapping.need_labels)),
    Column("groups", gettext_lazy("Målgrupper"), lambda line: ", ".join(line.group_labels)),
    Column("source", gettext_lazy("Kilde"), lambda line: line.mapping.source),
    Column("mapped", gettext_lazy("Kartlagt"), lambda line: line.mapping.mapped_on),
    Column("release", gettext_lazy("Løslates eller utskrives"), lambda line: line.mapping.release_on),
    Column("missing", gettext_lazy("Mangler"), lambda line: ", ".join(line.missing_labels)),
]


def counted(user, first, last) -> counting.Census:
    """The count among the households the user may see: one query for mappings, one for members."""
    mappings = list(Mapping.objects.visible_to(user).for_census(first, last).select_related("household"))
    memberships = Membership.objects.visible_to(user).filter(
        household__in={mapping.household_id for mapping in mappings}, joined_on__lte=last
    )
    return counting.count(mappings, memberships.exclude(left_on__lte=first).select_related("person"), first, last)


@permission_required("applications.view_census", raise_exception=True)
def census(request):
    today = timezone.localdate()
    form = WeekForm(request.GET, today=today)
    if not form.is_valid():
        return render(request, "applications/census.html", {"week_form": form, "title": _("Bostedsløse")})
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    found = counted(request.user, first, last)
    year, week, _weekday = first.isocalendar()
    listing = Listing(
        title=_("Bostedsløse uke {week} {year}").format(week=week, year=year),
        template="applications/census.html",
        columns=COLUMNS,
        context={
            "week_form": form,
            "first": first,
            "last": last,
            "sunday": first + timedelta(days=6),
            "sums": [(row, Mapping(homeless_category=row.category).category_wording) for row in found.sums()],
            "missing": [
                (code, str(counting.QUESTIONS[code]), persons, households)
                for code, persons, households in found.missing()
            ],
            "incomplete": sum(1 for line in found.lines if line.missing),
            "census": found,
        },
    )
    return respond(request, form.chosen(found.lines), listing)
