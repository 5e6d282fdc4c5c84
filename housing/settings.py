"""Settings, from the environment alone; the README has the table of names."""

from datetime import timedelta

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from housing import environment as env

BASE_DIR = env.ROOT
VAR = BASE_DIR / "var"

# --- Which kind of installation this is -------------------------------------------------------------------

ENVIRONMENT = env.one_of("DJANGO_ENV", ("production", "demo", "test", "development"), "development")
IN_PRODUCTION = ENVIRONMENT == "production"
DEBUG = ENVIRONMENT == "development"
SECRET_KEY = env.secret("SECRET_KEY", required=IN_PRODUCTION, default="only-for-development-" + "x" * 40)
# The health check comes from the machine itself.
ALLOWED_HOSTS = [*env.listed("ALLOWED_HOSTS", None if IN_PRODUCTION else "localhost"), "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = env.listed("CSRF_TRUSTED_ORIGINS", " ")
# Synthetic national ids (month + 80) name nobody: production must refuse them, the demo has no others.
ALLOW_SYNTHETIC_IDS = env.yes_no("ALLOW_SYNTHETIC_IDS", not IN_PRODUCTION)

# --- The municipality -------------------------------------------------------------------------------------

MUNICIPALITY = {
    "name": env.text("MUNICIPALITY_NAME", "Lindvik kommune"),
    "number": env.text("MUNICIPALITY_NUMBER", "9901"),
    "office": env.text("MUNICIPALITY_OFFICE", "Boligkontoret"),
    "address": env.text("MUNICIPALITY_ADDRESS", "Rådhusgata 1, 3999 Lindvik"),
    "phone": env.text("MUNICIPALITY_PHONE", "32 00 00 00"),
    "email": env.text("MUNICIPALITY_EMAIL", "bolig@lindvik.example"),
}
# Inhabitants on 1 January, for figures per 1 000 inhabitants.
INHABITANTS = env.year_counts(
    "MUNICIPALITY_INHABITANTS",
    {2021: 65_100, 2022: 65_400, 2023: 65_700, 2024: 65_900, 2025: 66_000, 2026: 66_200},
)

# --- Program ----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "housing.apps.HousingConfig",
    "applications",
    "allocation",
    "rent_to_own",
    "housing_first",
    "evictions",
    "reporting",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "axes",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "crispy_forms",
    "django_htmx",
    "django_filters",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "housing.errors.RefusalMiddleware",
    "housing.access.ReasonMiddleware",
    # Last: it answers a login that axes has locked.
    "axes.middleware.AxesMiddleware",
]
if ENVIRONMENT in ("production", "demo"):
    MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")

ROOT_URLCONF = "housing.urls"
WSGI_APPLICATION = "housing.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "housing.context_processors.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["designsystemet"]
CRISPY_TEMPLATE_PACK = "designsystemet"

# --- Data -------------------------------------------------------------------------------------------------

SERVICES = env.embedded_services()
DATABASES = {
    "default": env.database("DATABASE_URL", env.text("DATABASE_URL", SERVICES.get("database_url")))
    | {
        "CONN_MAX_AGE": env.whole_number("DATABASE_CONNECTION_SECONDS", 60),
        "CONN_HEALTH_CHECKS": True,
        "TEST": {
            "NAME": env.text("TEST_DATABASE_NAME", "test_boligtjenesten"),
            "TEMPLATE": env.text("TEST_DATABASE_TEMPLATE", "") or None,
        },
    },
}
if replica := env.text("DATABASE_REPLICA_URL", ""):
    # Reports and exports may read here; nothing writes here.
    DATABASES["replica"] = env.database("DATABASE_REPLICA_URL", replica) | {"TEST": {"MIRROR": "default"}}

REDIS_URL = env.text("REDIS_URL", SERVICES.get("redis_url"))
# Several installations, or test runs, can share one Redis.
REDIS_PREFIX = env.text("REDIS_PREFIX", "boligtjenesten:")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": REDIS_PREFIX}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Oslo"
CELERY_TASK_IGNORE_RESULT = True
# A worker that dies in the middle gives the message back; tasks are safe to run twice.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 15 * 60

# --- Language and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Bokmål"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["housing.formats"]
TIME_ZONE = "Europe/Oslo"
USE_I18N = True
USE_TZ = True

# --- Files ------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("designsystemet/css", BASE_DIR / "node_modules" / "@digdir" / "designsystemet-css" / "dist" / "src"),
    ("designsystemet/theme", BASE_DIR / "node_modules" / "@digdir" / "designsystemet-css" / "dist" / "theme"),
]
MEDIA_ROOT = env.text("FILES_FOLDER", str(VAR / "files"))
HASHED_STATIC = ENVIRONMENT in ("production", "demo")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
# A document from a household, in bytes; the form says so at the field.
DOCUMENT_MAX_BYTES = env.whole_number("DOCUMENT_MAX_MEGABYTES", 20) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Logging in -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "housing.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = env.whole_number("SESSION_HOURS", 8) * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
AXES_FAILURE_LIMIT = env.whole_number("LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = timedelta(minutes=15)
# One person at one address: a colleague behind the same municipal address is not shut out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# The form's field is called username, whatever the user model calls it.
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "housing.logins.counted_name"
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- The browser's safety ---------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Designsystemet draws its icons as data: images inside its style sheet.
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if IN_PRODUCTION:
    SECURE_SSL_REDIRECT = env.yes_no("REDIRECT_TO_HTTPS", default=True)
    # The health check comes from the inside, without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^helse/$", r"^klar/$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if env.yes_no("BEHIND_TLS_PROXY", default=True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- API --------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "PAGE_SIZE": 100,
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.text("API_RATE", "600/min")},
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "Boligtjenesten",
    "DESCRIPTION": "Husstander, boliger, leieforhold, søknader og tall, med samme innsyn som på sidene.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # One name for what several kinds of rows share, and for a status the name of what has it.
    "ENUM_NAME_OVERRIDES": {
        "Staffing": "housing.models.homes.Staffing",
        "TargetGroup": "housing.models.households.TargetGroup",
        "TenancyStatus": "housing.models.tenancies.Tenancy.Status",
        "ApplicationStatus": "applications.models.application.Application.Status",
    },
}

# --- Logs: one JSON object a line, no personal data -------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "housing.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"level": "INFO", "propagate": True, "handlers": []},
        "django.server": {"level": "WARNING", "propagate": True, "handlers": []},
        # Anybody on the network can make these, as often as they like.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Its lines name the user who tried.
        "axes": {"level": "ERROR", "propagate": True, "handlers": []},
        # WeasyPrint and its font tools speak of every glyph.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
