"""Somebody at a screen: the same few things a person does, with a mouse or with the keyboard alone.

Every page that is arrived at is looked over: axe-core finds nothing (once for each shape of page and width of screen),
and nothing sticks out to the side at 320 px.
"""

import re
import time
from typing import ClassVar

from django.utils import timezone
from playwright.sync_api import TimeoutError as TooLate

NARROW = {"width": 320, "height": 720}
MOST_TABS = 120
LONGEST_WAIT = 90
# Whether the thing in focus, or what carries its focus mark, shows that it is there.
FOCUS_SHOWS = """() => {
  const here = document.activeElement;
  const marked = [here, here.closest('.ds-field'), here.closest('label')].filter(Boolean);
  return here === document.body || marked.some(thing => {
    const look = getComputedStyle(thing);
    return (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none';
  });
}"""
WHAT_HAS_FOCUS = "() => document.activeElement.outerHTML.slice(0, 200)"
# The page without its words: tags, classes, roles and what is said by attributes, so that one shape is judged once.
SHAPE = """() => [...document.documentElement.querySelectorAll('*')].map(thing => [...thing.attributes]
  .filter(({name}) => !['value', 'href', 'src', 'content', 'nonce', 'action'].includes(name))
  .reduce((said, {name, value}) => `${said} ${name}=${value.replace(/\\d+/g, '#')}`, thing.tagName)).join('\\n')"""
STICKS_OUT = "() => document.documentElement.scrollWidth - window.innerWidth"


def words(text):
    """A label with whatever hint stands after it: «Telefon (valgfritt)»."""
    return re.compile(rf"^\s*{re.escape(text)}(\s+(\(valgfritt\)|dd\.mm\.åååå))*\s*$")


class Desk:
    """A person who uses a mouse."""

    judged: ClassVar[set[tuple[int, str]]] = set()

    def __init__(self, page, axe):
        self.page, self.axe = page, axe
        self.visited = []
        page.set_default_timeout(30_000)

    @property
    def today(self):
        return f"{timezone.localdate():%d.%m.%Y}"

    @property
    def main(self):
        return self.page.get_by_role("main")

    def visit(self, address, heading):
        self.page.goto(address)
        self.arrives(heading)

    def arrives(self, heading):
        """The page with this heading is here, and there is nothing wrong with it."""
        try:
            self.page.get_by_role("heading", level=1, name=heading).first.wait_for()
        except TooLate:
            raise AssertionError(f"«{heading}» never came; {self.page.url} says {self.main.inner_text()}") from None
        self.page.wait_for_load_state("load")
        self.look_over()

    def says(self, text):
        said = self.main.inner_text().replace("\N{NO-BREAK SPACE}", " ")
        assert text in said, f"{self.page.url} does not say «{text}»"

    def look_over(self):
        size = self.page.viewport_size
        shape = (size["width"], self.page.evaluate(SHAPE))
        if shape not in self.judged:
            assert (found := self.axe(self.page)) == [], found
            self.judged.add(shape)
        self.page.set_viewport_size(NARROW)
        assert self.page.evaluate(STICKS_OUT) <= 0, f"{self.page.url} scrolls sideways at 320 px"
        self.page.set_viewport_size(size)
        self.visited.append(self.page.url)

    def press(self, name, heading=None):
        """A link or button on the page; ``heading`` is the page it leads to."""
        exact = {"name": name, "exact": True}
        self.activate(self.main.get_by_role("link", **exact).or_(self.main.get_by_role("button", **exact)).first)
        if heading:
            self.arrives(heading)

    def go_to(self, room, heading):
        """A room in the rail; on a narrow screen the rail is a menu."""
        rail = self.page.get_by_role("navigation", name="Hovedmeny")
        menu = rail.locator("summary")
        if menu.is_visible():
            self.activate(menu)
        self.activate(rail.get_by_role("link", name=room, exact=True).locator("visible=true"))
        self.arrives(heading)

    def waits_for(self, text, *, reloading=False):
        """Something another process does in the meantime."""
        deadline = time.monotonic() + LONGEST_WAIT
        while not self.main.get_by_text(text).first.is_visible():
            assert time.monotonic() < deadline, f"{self.page.url} never said «{text}»"
            self.page.wait_for_timeout(500)
            if reloading:
                self.page.reload()

    def open_menu(self, name):
        self.activate(self.page.locator("main summary", has_text=name))

    def write(self, label, text):
        self.fill(self.main.get_by_label(words(label)).first, text)

    def tick(self, label, group=None):
        place = self.main.get_by_role("group", name=words(group)) if group else self.main
        self.choose(place.get_by_label(words(label)).first)

    def log_in(self, user, password, heading="Min dag"):
        self.visit("/", "Logg inn")
        self.write("E-post", user.email)
        self.write("Passord", password)
        self.press("Logg inn", heading)

    def log_out(self):
        self.activate(self.page.locator("header summary"))
        self.activate(self.page.get_by_role("button", name="Logg ut"))
        self.arrives("Logg inn")

    def search(self, text, heading="Søk"):
        field = self.page.get_by_role("searchbox")
        self.fill(field, text)
        field.press("Enter")
        self.arrives(heading)

    def fetch(self, name):
        """Presses what downloads a file, and gives the file."""
        with self.page.expect_download() as waiting:
            self.press(name)
        return waiting.value.path().read_bytes(), waiting.value.suggested_filename

    def activate(self, thing):
        thing.click()

    def fill(self, field, text):
        field.fill(text)

    def choose(self, option):
        option.check()

    def select(self, label, option):
        self.main.get_by_label(words(label)).first.select_option(label=option)


class Keyboard(Desk):
    """A person who has no mouse: everything is reached with Tab, and what has the focus can be seen."""

    def reach(self, thing):
        thing.wait_for()
        wanted = thing.element_handle()
        for _tab in range(MOST_TABS):
            if wanted.evaluate("thing => thing === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(FOCUS_SHOWS), f"{self.page.url}: {self.page.evaluate(WHAT_HAS_FOCUS)} is not seen"
        raise AssertionError(f"{self.page.url}: {MOST_TABS} tabs never reach {thing}")

    def activate(self, thing):
        self.reach(thing)
        self.page.keyboard.press("Enter")

    def fill(self, field, text):
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, option):
        """Space ticks a box. Tab enters a group of radio buttons at one of them; the arrows go on from there."""
        if option.get_attribute("type") == "checkbox":
            self.reach(option)
            if not option.is_checked():
                self.page.keyboard.press("Space")
            return
        group = self.page.locator(f'input[name="{option.get_attribute("name")}"]')
        self.reach_group(group)
        for _arrow in range(group.count()):
            if option.evaluate("option => option === document.activeElement"):
                self.page.keyboard.press("Space")
                break
            self.page.keyboard.press("ArrowDown")
        assert option.is_checked()

    def reach_group(self, group):
        name = group.first.get_attribute("name")
        for _tab in range(MOST_TABS):
            if self.page.evaluate("name => document.activeElement.name === name", name):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: {MOST_TABS} tabs never reach {name}")

    def select(self, label, option):
        field = self.main.get_by_label(words(label)).first
        self.reach(field)
        self.page.keyboard.press("Home")
        for _arrow in range(field.evaluate("field => field.options.length")):
            if field.evaluate("field => field.selectedOptions[0].text") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: «{option}» is no answer to «{label}»")

    def search(self, text, heading="Søk"):
        """``/`` goes to the search from anywhere that is no field."""
        self.page.keyboard.press("/")
        assert self.page.get_by_role("searchbox").evaluate("field => field === document.activeElement")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.arrives(heading)


class Phone(Desk):
    """A person with a narrow screen the whole day."""

    def __init__(self, page, axe):
        super().__init__(page, axe)
        page.set_viewport_size(NARROW)
