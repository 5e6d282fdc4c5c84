"""What a person is shown when a rule or a colleague came first (409): the refusal's own sentence, never a 500."""

from django.http import JsonResponse
from django.shortcuts import render

from housing.cases import Refused


class RefusalMiddleware:
    """A form shows a refusal at once; this is for the doors that have no form: a button, a link, the API."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": str(exception)}, status=409)
        return render(request, "409.html", {"reason": str(exception)}, status=409)
