"""What rent to own keeps, one file per thing."""

from rent_to_own.models.assessment import FinanceAssessment
from rent_to_own.models.association import HousingAssociation
from rent_to_own.models.deposit_fund import Account, FundBalance, FundEntry, FundLine
from rent_to_own.models.deposit_loan import DepositInstalment, DepositLoan
from rent_to_own.models.guidance import Guidance, Outreach
from rent_to_own.models.loan import StartLoan
from rent_to_own.models.purchase import Appraisal, Purchase, ReinvestmentEntry
from rent_to_own.models.reference_budget import ReferenceBudget, ReferenceBudgetLine
from rent_to_own.models.rule import OwnershipRule
from rent_to_own.models.savings import SavingsAgreement, SavingsDeposit, SavingsMeeting
from rent_to_own.models.worksheet import LoanWorksheet

__all__ = [
    "Account",
    "Appraisal",
    "DepositInstalment",
    "DepositLoan",
    "FinanceAssessment",
    "FundBalance",
    "FundEntry",
    "FundLine",
    "Guidance",
    "HousingAssociation",
    "LoanWorksheet",
    "Outreach",
    "OwnershipRule",
    "Purchase",
    "ReferenceBudget",
    "ReferenceBudgetLine",
    "ReinvestmentEntry",
    "SavingsAgreement",
    "SavingsDeposit",
    "SavingsMeeting",
    "StartLoan",
]
