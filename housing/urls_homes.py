"""Addresses of the pages about homes and living in them (boliger, leieforhold)."""

from django.urls import path

from housing.views import homes, tenancies

urlpatterns = [
    path("boliger/", homes.dwelling_list, name="dwelling_list"),
    path("boliger/ny/", homes.dwelling_new, name="dwelling_new"),
    path("boliger/<int:pk>/", homes.dwelling, name="dwelling"),
    path("boliger/<int:pk>/endre/", homes.dwelling_edit, name="dwelling_edit"),
    path("boliger/<int:pk>/ut-av-boligmassen/", homes.dwelling_leave, name="dwelling_leave"),
    path("boliger/<int:pk>/opphold/nytt/", homes.void_new, name="void_new"),
    path("boliger/opphold/<int:pk>/", homes.void_edit, name="void_edit"),
    path("leieforhold/", tenancies.tenancy_list, name="tenancy_list"),
    path("leieforhold/<int:pk>/", tenancies.tenancy, name="tenancy"),
    path("leieforhold/<int:pk>/kontrakt/", tenancies.contract_new, name="contract_new"),
    path("leieforhold/<int:pk>/innflytting/", tenancies.move_in, name="move_in"),
    path("leieforhold/<int:pk>/utflytting/", tenancies.move_out, name="move_out"),
    path("leieforhold/<int:pk>/trekk-tildelingen/", tenancies.cancel, name="tenancy_cancel"),
    path("husstander/<int:pk>/leieforhold/nytt/", tenancies.private_tenancy_new, name="private_tenancy_new"),
]
