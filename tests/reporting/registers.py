"""What the tests of the programme's registers share: asking a page, sending a form, and reading what a form says."""

from django.test import Client
from django.urls import reverse

from housing.database import new_external_id


class Visitor:
    """One user with a browser."""

    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def see(self, name, *args, **query):
        return self.client.get(reverse(name, args=args, query=query))

    def send(self, url_name, /, *args, **data):
        """The page is opened first, as a person does it, so that the form's own key or mark is sent along."""
        page = self.see(url_name, *args)
        form = page.context["form"]
        hidden = {key: form[key].value() for key in ("external_id", "seen") if key in form.fields}
        return self.client.post(reverse(url_name, args=args), hidden | data)

    def press(self, name, *args):
        return self.client.post(reverse(name, args=args), follow=True)


def errors(response) -> dict[str, str]:
    """The first error of each field of the page's form."""
    return {name: str(told[0]) for name, told in response.context["form"].errors.items()}


def key() -> str:
    return new_external_id()
