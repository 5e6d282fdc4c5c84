"""Reads a finished PDF as a screen reader would, and tells what PDF/UA-1 (ISO 14289-1) asks for that is not there.

No program that checks PDF/UA is at hand in the tests; this one knows the rules our reports can break, each told by the
number of its clause. What only a person can judge, such as whether a text describes its chart, it cannot tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

SHORTEST_ALT = 40  # characters: a title is not a description
TEXT, PATHS = {b"Tj", b"TJ", b"'", b'"'}, {b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*"}
PAINTS = TEXT | PATHS | {b"sh", b"Do", b"INLINE IMAGE"}
MAY_BE_EMPTY = {"/TD", "/NonStruct"}
PARENTS = {
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/Lbl": {"/LI"},
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
}
FILLER = re.compile(r"([.·_\-–]\s?)\1{5,}")


def faults(content: bytes) -> list[str]:
    """What is wrong, in the order of the reading; nothing when all is well."""
    reader = PdfReader(BytesIO(content))
    tree = Tree.of(reader)
    return [
        *of_the_document(reader),
        *of_headings(tree),
        *of_figures(tree),
        *of_tables(tree),
        *of_elements(tree),
        *of_pages(reader, tree),
        *of_links(reader, tree),
        *of_fonts(reader),
    ]


# --- The tree of what is read --------------------------------------------------------------------------------------


@dataclass
class Element:
    """One structure element, with the marked content and the objects it holds itself."""

    object: DictionaryObject
    parent: "Element | None"
    number: int | None
    marks: list[tuple[int, int]] = field(default_factory=list)  # page object, MCID
    objects: list[int] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.object.get("/S", "")

    @property
    def is_empty(self) -> bool:
        return not self.marks and not self.objects and not self.children

    def within(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.within()


@dataclass
class Tree:
    elements: list[Element]
    root: DictionaryObject

    @classmethod
    def of(cls, reader: PdfReader) -> "Tree":
        root = reader.trailer["/Root"].get("/StructTreeRoot")
        if root is None:
            return cls([], DictionaryObject())
        root = root.get_object()
        tops = [read_element(kid, None) for kid in as_list(root.get("/K")) if not isinstance(kid, int)]
        return cls([element for top in tops for element in top.within()], root)

    def of_kind(self, *kinds: str) -> list[Element]:
        return [element for element in self.elements if element.kind in kinds]


def as_list(value) -> list:
    value = value.get_object() if isinstance(value, IndirectObject) and not is_element(value) else value
    return [] if value is None else value if isinstance(value, list) else [value]


def is_element(reference) -> bool:
    return isinstance(reference.get_object(), DictionaryObject)


def number_of(reference) -> int | None:
    return reference.idnum if isinstance(reference, IndirectObject) else None


def read_element(reference, parent: Element | None) -> Element:
    found = reference.get_object()
    element = Element(found, parent, number_of(reference))
    page = number_of(found.raw_get("/Pg")) if "/Pg" in found else None
    for kid in as_list(found.raw_get("/K") if "/K" in found else None):
        if isinstance(kid, int):
            element.marks.append((page, int(kid)))
            continue
        inner = kid.get_object()
        if inner.get("/Type") == "/MCR":
            element.marks.append((number_of(inner.raw_get("/Pg")) if "/Pg" in inner else page, int(inner["/MCID"])))
        elif inner.get("/Type") == "/OBJR":
            element.objects.append(number_of(inner.raw_get("/Obj")))
        else:
            element.children.append(read_element(kid, element))
    return element


# --- The rules -------------------------------------------------------------------------------------------------------


def of_the_document(reader: PdfReader) -> Iterator[str]:
    root = reader.trailer["/Root"]
    if not is_true(root, "/MarkInfo", "/Marked"):
        yield "6.2: the document does not say that it is tagged"
    if is_true(root, "/MarkInfo", "/Suspects"):
        yield "7.1: the tags are said to be uncertain"
    if not re.fullmatch(r"(nb|nn|no)(-NO)?", str(root.get("/Lang", ""))):
        yield f"7.2: the language is «{root.get('/Lang', '')}»"
    if not is_true(root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield "7.1: the window shows the file's name and not the title"
    if not (reader.metadata and reader.metadata.title):
        yield "7.1: no title"
    metadata = root["/Metadata"].get_object().get_data().decode() if "/Metadata" in root else ""
    if not re.search(r"""pdfuaid:part\s*(=\s*["']1["']|>\s*1\s*<)""", metadata):
        yield "5: the metadata does not say PDF/UA-1"
    if "dc:title" not in metadata:
        yield "7.1: the metadata has no title"


def is_true(root, group: str, name: str) -> bool:
    """A truth value of the file: as an object of pypdf's it is true also when it says false."""
    return str(root.get(group, {}).get(name)).lower() == "true"


def of_headings(tree: Tree) -> Iterator[str]:
    levels = [int(element.kind[2:]) for element in tree.elements if re.fullmatch(r"/H\d", element.kind)]
    if not levels:
        yield "7.4: no headings"
        return
    if levels[0] != 1 or levels.count(1) != 1:
        yield f"7.4: {levels.count(1)} headings of the first level, and the first heading is of level {levels[0]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"7.4.2: a heading of level {after} follows one of level {before}"


def of_figures(tree: Tree) -> Iterator[str]:
    for figure in tree.of_kind("/Figure", "/Formula"):
        told = str(figure.object.get("/Alt", ""))
        if len(told) <= SHORTEST_ALT:
            yield f"7.3: a figure is told only as «{told}»"
        if not any("/BBox" in each.get_object() for each in as_list(figure.object.get("/A"))):
            yield "7.3: a figure has no place on its page"


def of_tables(tree: Tree) -> Iterator[str]:
    for table in tree.of_kind("/Table"):
        cells = [element for element in table.within() if element.kind in ("/TH", "/TD")]
        headers = {str(cell.object["/ID"]) for cell in cells if cell.kind == "/TH" and "/ID" in cell.object}
        has_scope = all(attribute(cell, "/Scope") for cell in cells if cell.kind == "/TH")
        if all(cell.kind == "/TD" for cell in cells):
            yield "7.5: a table has no header"
            continue
        for cell in cells:
            named = [str(each) for each in attribute(cell, "/Headers") or []]
            if cell.kind == "/TD" and not has_scope and not named:
                yield "7.5: a cell has no header"
            if set(named) - headers:
                yield "7.5: a cell's header is not in its table"
        rows = [element for element in table.within() if element.kind == "/TR"]
        if len({width(row) for row in rows}) > 1 and not any(attribute(cell, "/RowSpan") for cell in cells):
            yield f"7.2: the rows of a table are of {sorted({width(row) for row in rows})} cells"


def attribute(element: Element, name: str):
    for each in as_list(element.object.get("/A")):
        if name in each.get_object():
            return each.get_object()[name]
    return None


def width(row: Element) -> int:
    return sum(attribute(cell, "/ColSpan") or 1 for cell in row.children)


def of_elements(tree: Tree) -> Iterator[str]:
    if not tree.elements:
        yield "7.1: nothing is tagged"
    for element in tree.elements:
        if element.is_empty and element.kind not in MAY_BE_EMPTY:
            yield f"7.1: an empty {element.kind}"
        allowed = PARENTS.get(element.kind)
        if allowed and (element.parent is None or element.parent.kind not in allowed):
            yield f"7.2: {element.kind} stands in {element.parent.kind if element.parent else 'nothing'}"


def of_pages(reader: PdfReader, tree: Tree) -> Iterator[str]:
    """All that is painted is in the tree, in its place, or is said to be decoration."""
    told: dict[int | None, list[int]] = {}
    for element in tree.elements:
        for page, mark in element.marks:
            told.setdefault(page, []).append(mark)
    for number, page in enumerate(reader.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"7.18.3: page {number} is not tabbed through in the order of reading"
        painted, outside = marks_on(page, reader)
        if outside:
            yield f"7.1: page {number} has content that is neither read nor decoration ({outside} times)"
        in_tree = told.get(page.indirect_reference.idnum, [])
        if len(in_tree) != len(set(in_tree)):
            yield f"7.1: page {number} has content that is read twice"
        # The header and the foot of a page are marked and in no tree; they are the same on each page.
        if set(in_tree) - painted:
            yield f"7.1: page {number} lacks content that the tree leads to"
        if found := FILLER.search(page.extract_text()):
            yield f"7.1: page {number} reads «{found.group()[:8]}…» aloud"


def marks_on(page, reader: PdfReader) -> tuple[set[int], int]:
    """The numbers of what is marked on the page, and how many times something is painted outside of all marks."""
    open_marks, painted, outside = [], set(), 0
    contents = page.get_contents()
    for operands, operator in ContentStream(contents, reader).operations if contents is not None else []:
        if operator in (b"BMC", b"BDC"):
            open_marks.append(mark_of(operands, page))
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in PAINTS:
            known = [mark for mark in open_marks if mark is not None]
            outside += not known
            painted |= {mark for mark in known if isinstance(mark, int)}
    return painted, outside


def mark_of(operands, page) -> int | str | None:
    """The number of the mark, ``artifact``, or nothing for a mark that says neither."""
    if operands[0] == "/Artifact":
        return "artifact"
    properties = operands[1] if len(operands) > 1 else {}
    if isinstance(properties, str):
        properties = page["/Resources"].get("/Properties", {}).get(properties, {})
    return int(properties["/MCID"]) if "/MCID" in properties else None


def of_links(reader: PdfReader, tree: Tree) -> Iterator[str]:
    in_tree = {number for element in tree.of_kind("/Link") for number in element.objects}
    for number, page in enumerate(reader.pages, start=1):
        for reference in page.get("/Annots", []):
            note = reference.get_object()
            if note.get("/Subtype") != "/Link":
                continue
            if not str(note.get("/Contents", "")).strip():
                yield f"7.18.5: a link on page {number} does not say where it leads"
            if reference.idnum not in in_tree or "/StructParent" not in note:
                yield f"7.18.5: a link on page {number} is not in the tree"
    for link in tree.of_kind("/Link"):
        if not any(element.marks for element in link.within()):
            yield "7.18.5: a link has nothing to read"


def of_fonts(reader: PdfReader) -> Iterator[str]:
    fonts = {
        str(font.get_object().get("/BaseFont")): font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    for name, font in fonts.items():
        real = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = real.get("/FontDescriptor", {})
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
            yield f"7.21.4: the font {name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"7.21.7: the letters of {name} are not told"
