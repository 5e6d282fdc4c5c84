"""Compile the translated texts (locale/*/LC_MESSAGES/*.po) where they are older than their source."""

import os
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def main():
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        # Put in place whole: another process may be reading the old one.
        half = compiled.with_suffix(f".{os.getpid()}")
        half.write_bytes(polib.pofile(str(source)).to_binary())
        half.replace(compiled)


if __name__ == "__main__":
    main()
