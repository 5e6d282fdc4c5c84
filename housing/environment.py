"""Reading the configuration: every value is checked where it is read, and the one wrong value is named."""

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


def embedded_services():
    """Addresses of the PostgreSQL and Redis that ``script/services start`` keeps under ``var/``."""
    try:
        return json.loads((ROOT / "var" / "services.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}


def text(name, default=None):
    """A required value has no default; an empty one counts as missing."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is missing from the environment (see the README's table).")
    return default


def one_of(name, allowed, default):
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
    return value


def yes_no(name, default):
    return one_of(name, ("0", "1"), "1" if default else "0") == "1"


def whole_number(name, default):
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.")
    return int(value)


def listed(name, default=None):
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def year_counts(name, default):
    """``2025:66000,2026:66200`` as ``{2025: 66000, 2026: 66200}``."""
    if not os.environ.get(name, "").strip():
        return default
    try:
        return {int(year): int(count) for year, count in (item.split(":") for item in listed(name))}
    except ValueError:
        raise ImproperlyConfigured(f"{name} must look like 2025:66000,2026:66200.") from None


def secret(name, *, required, default):
    """Production brings its own; elsewhere a known one will do, since nothing real is there to protect."""
    value = text(name) if required else text(name, default)
    if required and len(value) < 50:
        raise ImproperlyConfigured(f"{name} must be at least 50 characters long.")
    return value


def database(name, address):
    """``postgres://user:password@host:port/name`` as Django's connection settings."""
    try:
        parts = urlsplit(address)
        port = parts.port
        understood = parts.scheme in ("postgres", "postgresql") and parts.path.strip("/")
    except ValueError:
        understood = False
    if not understood:
        raise ImproperlyConfigured(f"{name} must look like postgres://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
    }
