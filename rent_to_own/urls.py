"""Addresses of rent to own (leie til eie)."""

from django.urls import path

from rent_to_own.views import assessment, finding, guidance, loans, overview, purchases, reference_budget

urlpatterns = [
    # The way from tenant to owner
    path("leie-til-eie/", guidance.guidance_board, name="guidance_board"),
    path("leie-til-eie/liste/", guidance.guidance_list, name="guidance_list"),
    path("leie-til-eie/<int:pk>/", guidance.guidance, name="guidance"),
    path("leie-til-eie/<int:pk>/vurder/", guidance.guidance_assess, name="guidance_assess"),
    path("leie-til-eie/<int:pk>/bud/", guidance.guidance_bid, name="guidance_bid"),
    path("leie-til-eie/<int:pk>/fikk-ikke/", guidance.guidance_lost_bid, name="guidance_lost_bid"),
    path("leie-til-eie/<int:pk>/samtale/", guidance.guidance_follow_up, name="guidance_follow_up"),
    path("leie-til-eie/<int:pk>/avslutt/", guidance.guidance_close, name="guidance_close"),
    path("leie-til-eie/<int:pk>/gjenapne/", guidance.guidance_reopen, name="guidance_reopen"),
    path("leie-til-eie/<int:pk>/startlan/", loans.loan_new, name="loan_new"),
    path("leie-til-eie/<int:pk>/kjopt-privat/", purchases.purchase_private, name="purchase_private"),
    path("leie-til-eie/<int:pk>/selg-boligen/", purchases.purchase_municipal, name="purchase_municipal"),
    path("husstander/<int:hid>/leie-til-eie/", guidance.guidance_new, name="guidance_new"),
    # Finding them
    path("leie-til-eie/finn/", finding.candidate_list, name="candidate_list"),
    path("husstander/<int:hid>/spurt-om-a-eie/", finding.outreach_new, name="outreach_new"),
    path("leie-til-eie/regler/", overview.ownership_rules, name="ownership_rules"),
    path("leie-til-eie/regler/ny/", overview.ownership_rule_new, name="ownership_rule_new"),
    # Startlån and grants
    path("leie-til-eie/startlan/<int:pk>/utfall/", loans.loan_decide, name="loan_decide"),
    path("leie-til-eie/startlan/<int:pk>/forleng/", loans.loan_renew, name="loan_renew"),
    path("leie-til-eie/startlan/<int:pk>/utbetalt/", loans.loan_pay_out, name="loan_pay_out"),
    # Numbers, bought and sold
    path("leie-til-eie/styringsparametere/", overview.indicator_list, name="indicator_list"),
    path("leie-til-eie/kjop-og-salg/", purchases.purchase_years, name="purchase_years"),
    path("leie-til-eie/kjop-og-salg/ny-bolig/", purchases.replacement_new, name="replacement_new"),
    path("leie-til-eie/borettslag/", overview.association_list, name="association_list"),
    path("leie-til-eie/borettslag/ny/", overview.association_new, name="association_new"),
    path("leie-til-eie/borettslag/<int:pk>/", overview.association_change, name="association_change"),
    # A household's economy, assessed
    path("husstander/<int:hid>/okonomi/", assessment.assessment_list, name="assessment_list"),
    path("husstander/<int:hid>/okonomi/ny/", assessment.assessment_new, name="assessment_new"),
    path("husstander/<int:hid>/okonomi/onsker-ikke/", assessment.assessment_not_wanted, name="assessment_not_wanted"),
    path("leie-til-eie/vurderinger/<int:pk>/", assessment.assessment, name="assessment"),
    path("leie-til-eie/vurderinger/<int:pk>/startlan/", assessment.assessment_worksheet, name="assessment_worksheet"),
    path("leie-til-eie/vurderinger/<int:pk>/ark/", assessment.assessment_sheet, name="assessment_sheet"),
    # What a household is reckoned to live on
    path("leie-til-eie/satser/", reference_budget.reference_budget_list, name="reference_budget_list"),
    path("leie-til-eie/satser/ny/", reference_budget.reference_budget_new, name="reference_budget_new"),
]
