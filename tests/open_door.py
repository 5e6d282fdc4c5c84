"""The program's addresses, and one page that forgot to ask for a permission: what the table of rights must catch."""

from django.http import HttpResponse
from django.urls import include, path


def secret(request, pk):
    return HttpResponse("alt om husstanden")


urlpatterns = [path("hemmelig/<int:pk>/", secret, name="secret"), path("", include("housing.urls"))]
