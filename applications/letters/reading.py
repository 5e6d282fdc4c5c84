"""Reading a composed letter back, block by block, as the test of completeness does."""

from html.parser import HTMLParser

from applications.letters.completeness import plain


class _Blocks(HTMLParser):
    """The text under each element marked with ``data-block``; a block inside a block is part of both."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})

    def __init__(self):
        super().__init__()
        self.said: dict[str, list[str]] = {}
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in self.VOID:
            self.handle_data(" ")
        else:
            self.open.append(dict(attrs).get("data-block") or "")

    def handle_endtag(self, tag):
        if tag not in self.VOID and self.open:
            self.open.pop()
            self.handle_data(" ")

    def handle_data(self, data):
        for code in set(self.open) - {""}:
            self.said.setdefault(code, []).append(data)


def said_in(html: str) -> dict[str, str]:
    """What each block of a composed letter says. Headings stand outside the blocks: a heading alone says nothing."""
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    return {code: plain("".join(parts)) for code, parts in reader.said.items()}
