"""The rights the pages of reporting ask for, each named once."""

from django.contrib.auth.decorators import permission_required

may_view = permission_required("reporting.view_report", raise_exception=True)
may_write = permission_required("reporting.write_report", raise_exception=True)
may_view_figures = permission_required("reporting.view_figures", raise_exception=True)
