"""A file handed out: saved by whoever asked for it, and kept by nobody on the way."""

from urllib.parse import quote

from django.http import HttpResponse

from housing.file_types import PDF


def download(content, name: str, *, kind: str = PDF, senders_name: str = "") -> HttpResponse:
    """Always saved, never shown in the browser: a file from a stranger must not run on our address.

    :param name: plain letters, and nothing of whom the file is about.
    :param senders_name: what the sender called it, where that may be told.
    """
    response = HttpResponse(bytes(content), content_type=kind)
    told = f"; filename*=UTF-8''{quote(senders_name, safe='')}" if senders_name else ""
    response["Content-Disposition"] = f'attachment; filename="{name}"{told}'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
