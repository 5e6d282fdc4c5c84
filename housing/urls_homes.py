"""Addresses of the pages about homes and living in them (boliger, leieforhold)."""

from django.urls import path

from housing.views import homes, stock, tenancies, voids

urlpatterns = [
    path("boliger/", homes.dwelling_list, name="dwelling_list"),
    path("boliger/ny/", homes.dwelling_new, name="dwelling_new"),
    path("boliger/<int:pk>/", homes.dwelling, name="dwelling"),
    path("boliger/<int:pk>/endre/", homes.dwelling_edit, name="dwelling_edit"),
    path("boliger/<int:pk>/ut-av-boligmassen/", homes.dwelling_leave, name="dwelling_leave"),
    path("boliger/<int:pk>/opphold/nytt/", voids.void_new, name="void_new"),
    path("boliger/<int:pk>/bygg/", stock.building, name="building"),
    path("boliger/opphold/", voids.void_list, name="void_list"),
    path("boliger/opphold/<int:pk>/", voids.void_edit, name="void_edit"),
    path("boliger/opphold/<int:pk>/avslutt/", voids.void_end, name="void_end"),
    path("boliger/kjop-og-salg/", stock.stock_years, name="stock_years"),
    path("boliger/tapt-leie/", stock.lost_rent_list, name="lost_rent"),
    path("leieforhold/", tenancies.tenancy_list, name="tenancy_list"),
    path("leieforhold/<int:pk>/", tenancies.tenancy, name="tenancy"),
    path("leieforhold/<int:pk>/kontrakt/", tenancies.contract_new, name="contract_new"),
    path("leieforhold/<int:pk>/innflytting/", tenancies.move_in, name="move_in"),
    path("leieforhold/<int:pk>/utflytting/", tenancies.move_out, name="move_out"),
    path("leieforhold/<int:pk>/trekk-tildelingen/", tenancies.cancel, name="tenancy_cancel"),
    path("husstander/<int:pk>/leieforhold/nytt/", tenancies.private_tenancy_new, name="private_tenancy_new"),
]
