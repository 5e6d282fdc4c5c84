"""The scheme a new municipality starts with; the administrator makes the next version on the page."""

from datetime import date

from django.db import migrations

NAME = "Kommunens første prioriteringsordning"
CRITERIA = [
    ("homeless_category_1", "Bostedsløs: midlertidig eller tilfeldig botilbud", 40, None),
    ("homeless_category_2", "Bostedsløs: bor midlertidig hos familie eller kjente", 30, None),
    ("homeless_category_3", "Bostedsløs: skal løslates eller utskrives innen to måneder", 35, None),
    ("homeless_category_4", "Bostedsløs: uten ordnet oppholdssted kommende natt", 50, None),
    ("at_risk", "Står i fare for å miste boligen", 25, None),
    ("unsuitable", "Bor i uegnet bolig eller bomiljø", 20, None),
    ("children", "Barn i husstanden", 10, 20),
    ("children_in_temporary", "Barn i midlertidig bolig", 20, None),
    ("temporary_time", "Tid i midlertidig bolig", 2, 12),
    ("release_or_discharge", "Løslatelse eller utskriving", 10, None),
    ("refugee", "Avtalt bosetting", 15, None),
    ("evicted", "Kastet ut siste seks måneder", 5, None),
    ("health_or_substance", "Rusavhengighet eller psykisk sykdom", 10, None),
    ("adapted_home", "Behov for tilpasset bolig", 10, None),
    ("contract_expiring", "Kontrakten går ut innen seks måneder", 15, None),
    ("waiting_time", "Ventetid", 1, 12),
]


def begin(apps, schema_editor):
    scheme = apps.get_model("allocation", "PriorityScheme").objects.create(
        name=NAME, starts_on=date(2020, 1, 1), source="Fulgte med programmet"
    )
    criterion = apps.get_model("allocation", "Criterion")
    criterion.objects.bulk_create(
        criterion(scheme=scheme, code=code, label=label, points=points, maximum=maximum, position=position)
        for position, (code, label, points, maximum) in enumerate(CRITERIA)
    )


def end(apps, schema_editor):
    apps.get_model("allocation", "PriorityScheme").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [("allocation", "0004_criteria_have_a_most")]

    operations = [migrations.RunPython(begin, end)]
