"""Addresses of the pages about homes and living in them (boliger, leieforhold)."""

from django.urls import path

from housing.views import homes, leases, renewals, stock, tenancies, terminations, voids

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
    path("leieforhold/<int:pk>/kontrakt/", leases.contract_new, name="contract_new"),
    path("leieforhold/kontrakt/<int:pk>/", leases.contract, name="contract"),
    path("leieforhold/kontrakt/<int:pk>/signert/", leases.contract_sign, name="contract_sign"),
    path("leieforhold/kontrakt/<int:pk>/forkast/", leases.contract_discard, name="contract_discard"),
    path("leieforhold/<int:pk>/opplysning/", leases.lease_notice_new, name="lease_notice_new"),
    path("leieforhold/opplysning/<int:pk>/signert/", leases.lease_notice_sign, name="lease_notice_sign"),
    path("leieforhold/<int:pk>/sikkerhet/", leases.security_new, name="security_new"),
    path("leieforhold/sikkerhet/<int:pk>/utbetalt/", leases.security_pay_out, name="security_pay_out"),
    path("leieforhold/utlop/", renewals.run_out_list, name="run_out_list"),
    path("leieforhold/<int:pk>/samtale/", renewals.talk_new, name="talk_new"),
    path("leieforhold/<int:pk>/skal-flytte/", renewals.leaving, name="leaving"),
    path(
        "leieforhold/kontrakt/<int:pk>/flytteoppfordring/", renewals.move_out_request_new, name="move_out_request_new"
    ),
    path("leieforhold/kontrakt/<int:pk>/tidsubestemt/", renewals.turn_indefinite, name="turn_indefinite"),
    path("leieforhold/<int:pk>/oppsigelse/", terminations.termination_new, name="termination_new"),
    path("leieforhold/oppsigelse/<int:pk>/protest/", terminations.termination_protest, name="termination_protest"),
    path("leieforhold/oppsigelse/<int:pk>/trukket/", terminations.termination_withdraw, name="termination_withdraw"),
    path("leieforhold/<int:pk>/innflytting/", tenancies.move_in, name="move_in"),
    path("leieforhold/<int:pk>/utflytting/", tenancies.move_out, name="move_out"),
    path("leieforhold/<int:pk>/trekk-tildelingen/", tenancies.cancel, name="tenancy_cancel"),
    path("husstander/<int:pk>/leieforhold/nytt/", tenancies.private_tenancy_new, name="private_tenancy_new"),
]
