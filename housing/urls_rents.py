"""Addresses of the rent office's pages: rents, the price index, runs, claims, costs (husleie)."""

from django.urls import path

from housing.views import rent_costs, rent_runs, rents

urlpatterns = [
    path("husleie/", rents.rent_list, name="rent_list"),
    path("husleie/fastsatt/", rents.fixed_batch, name="rent_fixed_batch"),
    path("husleie/konsumprisindeks/", rent_runs.price_index_list, name="price_index_list"),
    path("husleie/konsumprisindeks/ny/", rent_runs.price_index_new, name="price_index_new"),
    path("husleie/konsumprisindeks/<int:pk>/", rent_runs.price_index_edit, name="price_index_edit"),
    path("husleie/reguleringer/", rent_runs.run_list, name="rent_run_list"),
    path("husleie/reguleringer/ny/", rent_runs.run_new, name="rent_run_new"),
    path("husleie/reguleringer/<int:pk>/", rent_runs.run, name="rent_run"),
    path("husleie/reguleringer/<int:pk>/varsle/", rent_runs.run_notify, name="rent_run_notify"),
    path("husleie/reguleringer/<int:pk>/avlys/", rent_runs.run_call_off, name="rent_run_call_off"),
    path("husleie/reguleringer/<int:pk>/brev/", rent_runs.run_letters, name="rent_run_letters"),
    path("leieforhold/<int:pk>/leie/", rents.tenancy_rents, name="tenancy_rents"),
    path("leieforhold/<int:pk>/leie/fastsatt/", rents.fixed_new, name="rent_fixed_new"),
    path("leieforhold/<int:pk>/leie/rett/", rents.correct, name="rent_correct"),
    path("leieforhold/<int:pk>/leie/gjengs/", rents.claim_new, name="rent_claim_new"),
    path("leieforhold/varsler/<int:pk>/avlys/", rents.claim_call_off, name="rent_claim_call_off"),
    path("leieforhold/varsler/<int:pk>/brev/", rents.letter, name="rent_letter"),
    path("boliger/<int:pk>/leie/", rent_costs.dwelling_rents, name="dwelling_rents"),
    path("boliger/<int:pk>/kostnader/ny/", rent_costs.cost_new, name="rent_cost_new"),
    path("boliger/kostnader/<int:pk>/", rent_costs.cost_edit, name="rent_cost_edit"),
    path("boliger/kostnader/<int:pk>/leie/", rent_costs.cost_covering, name="rent_cost_covering"),
]
