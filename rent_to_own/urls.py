"""Addresses of rent to own (leie til eie)."""

from django.urls import path

from rent_to_own.views import (
    assessment,
    deposits,
    finding,
    guidance,
    loans,
    overview,
    purchases,
    reference_budget,
    savings,
)

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
    # Renting with saving
    path("leie-med-sparing/", savings.savings_list, name="savings_list"),
    path("husstander/<int:hid>/leie-med-sparing/", savings.savings_new, name="savings_new"),
    path("leie-med-sparing/<int:pk>/", savings.savings_agreement, name="savings_agreement"),
    path("leie-med-sparing/<int:pk>/innskudd/", savings.savings_deposit_new, name="savings_deposit_new"),
    path("leie-med-sparing/<int:pk>/samtale/", savings.savings_meeting_new, name="savings_meeting_new"),
    path("leie-med-sparing/<int:pk>/takst/", savings.savings_appraisal_new, name="savings_appraisal_new"),
    path("leie-med-sparing/<int:pk>/kjop/", savings.savings_buy, name="savings_buy"),
    path("leie-med-sparing/<int:pk>/avslutt/", savings.savings_end, name="savings_end"),
    # The deposit fund
    path("depositumsfondet/", deposits.deposit_fund, name="deposit_fund"),
    path("depositumsfondet/kapital/", deposits.deposit_capital_new, name="deposit_capital_new"),
    path("depositumsfondet/regnskap/<int:year>/", deposits.deposit_statement_year, name="deposit_statement"),
    path("depositumsfondet/regnskap/<int:year>/pdf/", deposits.deposit_statement_pdf, name="deposit_statement_pdf"),
    path("depositumsfondet/bilag/<int:pk>/rett/", deposits.deposit_correct, name="deposit_correct"),
    path("husstander/<int:hid>/depositumsfondet/", deposits.deposit_account, name="deposit_account"),
    path("husstander/<int:hid>/depositumsfondet/lan/", deposits.deposit_loan_new, name="deposit_loan_new"),
    path("husstander/<int:hid>/depositumsfondet/innbetaling/", deposits.deposit_received, name="deposit_received"),
    path("husstander/<int:hid>/depositumsfondet/tap/", deposits.deposit_lost, name="deposit_lost"),
]
