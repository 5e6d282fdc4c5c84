"""What a browser sends of a page's form: every field as it stands there, also those a person does not touch."""

from html.parser import HTMLParser

NOT_SENT = {"submit", "button", "reset", "image", "file"}


class FilledForm(HTMLParser):
    """The fields of the form that is posted from within the page's content (``class`` begins with «form»)."""

    def __init__(self, page: str):
        super().__init__()
        self.fields, self._inside, self._text, self._select = {}, False, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self._inside = told.get("method", "").lower() == "post" and "form" in (told.get("class") or "").split()
        if not self._inside or (tag not in ("option", "select") and not told.get("name")):
            return
        if tag == "input":
            self._input(told)
        elif tag == "textarea":
            self._text = told["name"]
            self.fields[self._text] = ""
        elif tag == "select":
            self._select = told.get("name")
        elif tag == "option" and self._select and "selected" in told:
            self.fields[self._select] = told.get("value", "")

    def _input(self, told):
        kind = told.get("type", "text")
        is_choice = kind in ("checkbox", "radio")
        if kind not in NOT_SENT and (not is_choice or "checked" in told):
            self.fields[told["name"]] = told.get("value", "on" if is_choice else "")

    def handle_data(self, data):
        if self._text:
            self.fields[self._text] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            self.fields[self._text] = self.fields[self._text].removeprefix("\n")
            self._text = None
        if tag == "select":
            self._select = None
        if tag == "form":
            self._inside = False


def filled(response) -> dict[str, str]:
    return FilledForm(response.content.decode()).fields
