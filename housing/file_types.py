"""What an uploaded file is, told from its bytes and never from its name (filtyper).

Only kinds a municipality receives and can open safely: no macros, no web pages, no programs.
"""

import zipfile
from typing import BinaryIO

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
HEIC = "image/heic"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain"

ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png", HEIC: "heic", DOCX: "docx", XLSX: "xlsx", ODT: "odt", TEXT: "txt"}
STARTS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
HEAD = 4096
# Tab, line feed, carriage return, form feed, and the byte order mark's own bytes are above these.
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


def recognise(file: BinaryIO) -> str | None:
    """The content type, or None for anything else. Reads the head, and an archive's list of contents."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    for start, kind in STARTS.items():
        if head.startswith(start):
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return HEIC
    if head.startswith(b"PK\x03\x04"):
        return _office_file(file)
    return TEXT if _is_text(head) else None


def _office_file(file: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            is_odt = "mimetype" in names and archive.getinfo("mimetype").file_size == len(ODT)
            is_odt = is_odt and archive.read("mimetype") == ODT.encode()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
    finally:
        file.seek(0)
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names):
        return None
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    return ODT if is_odt else None


def _is_text(head: bytes) -> bool:
    """Plain text in UTF-8 or Latin-1; a web page is no text here, a browser might run it."""
    if not head or CONTROLS.intersection(head):
        return False
    return (
        not head.lstrip(b"\xef\xbb\xbf \t\r\n")
        .lower()
        .startswith((b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml"))
    )
