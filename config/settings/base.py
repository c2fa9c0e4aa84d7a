"""Settings that hold everywhere; development, tests and production add to them."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

from config.env import BASE_DIR, cache, data_dir, database, env, env_flag, env_list, operator
from config.layers import installed_apps
from marketplace.kernel import languages

DATA_DIR = data_dir()
DEBUG = False
PRODUCTION = False  # whether real companies trade here: see config/checks.py
ALLOWED_HOSTS: list[str] = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# The address under which mail, sitemap and QR codes point back at the site.
SITE_ADDRESS = env("SITE_ADDRESS", f"http://{env('HOST', '127.0.0.1')}:{env('PORT', '8000')}")
# The site stands at the root of its host; without this a request's own SCRIPT_NAME would stand before every address.
FORCE_SCRIPT_NAME = ""
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # its words: the admin tells times with them
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "marketplace.operations.users_app.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    *installed_apps(),
]

MIDDLEWARE = [
    # What every answer bears, whatever goes wrong further in.
    "marketplace.storefront.middleware.strict_headers.StrictHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "marketplace.storefront.middleware.remembered_view.RememberedView",
    # Pages that were made before leave here; what it keeps has been through all the others.
    "marketplace.storefront.middleware.page_cache.PageCache",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Whatever is refused further in, the API answers in JSON.
    "marketplace.api.middleware.JsonAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "marketplace.storefront.middleware.language.LanguageMiddleware",
    "marketplace.kiosk.problems.KioskProblems",
    "marketplace.storefront.middleware.clean_input.CleanInput",
    "django.middleware.common.CommonMiddleware",
    "marketplace.storefront.middleware.cross_origin.CrossOriginProtection",
    "marketplace.storefront.middleware.site_address.SiteAddress",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "marketplace.storefront.middleware.drawn_refusals.DrawnRefusals",
    "marketplace.storefront.middleware.language_switch.LanguageSwitch",
    "marketplace.storefront.middleware.session_ended.SessionEnded",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.storefront.middleware.limits.Limits",
    "marketplace.accounts.middleware.StaffSecondFactor",
    "marketplace.accounts.middleware.ReadersZone",
    "cms.home.admin_door.AdminDoor",
    # Short addresses that editors made up; asked only where nothing else answers.
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.storefront.context_processors.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "marketplace.web.templatetags.ui",
                "marketplace.web.templatetags.component",
            ],
        },
    },
    # What is drawn per row: marketplace.web.components.
    {
        "NAME": "components",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "frontend" / "components"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "marketplace.web.components.environment"},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES: dict[str, dict[str, object]] = {
    "default": database(env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'honghe.sqlite3'}"))
}
WEB_WORKERS = int(env("WEB_WORKERS", "2"))  # processes of one web server; scripts/web_server.py starts as many
CACHES: dict[str, dict[str, object]] = {"default": cache(env("CACHE_URL", "local://"))}

# What a process keeps of what it drew and read, all together, and for how long at most: marketplace.web.process_cache.
PROCESS_CACHE_BYTES = 64 * 1024 * 1024
PROCESS_CACHE_SECONDS = 300.0
# How old this process's idea of the storefront may be: a changed price or stock shows after that at the latest.
STOREFRONT_REVISION_SECONDS = 1.0

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# The first one hashes; the others are known so that older hashes are still read, and replaced at the next sign-in.
PASSWORD_HASHERS = [
    "marketplace.accounts.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "account_home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "marketplace.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "marketplace.storefront.forms.signup.BuyerCompanyForm"
ACCOUNT_FORMS = {
    "signup": "marketplace.storefront.forms.sign_up.CompanySignupForm",
    "login": "marketplace.accounts.forms.LoginForm",
    "add_email": "marketplace.accounts.forms.AddEmailForm",
    "change_email": "marketplace.accounts.forms.ChangeEmailForm",
    "reset_password": "marketplace.accounts.forms.ResetPasswordForm",
}
# By a code typed into the same window: the visitor's basket and the page she came from stay with her session.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60  # seconds; the page that asks for the code says so
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Counted by ours, in the database (marketplace.limits); what is left is the pause between two codes by mail.
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    (
        "change_password", "change_phone", "login", "login_failed", "manage_email", "reauthenticate", "reset_password",
        "reset_password_from_key", "request_login_code", "signup", "verify_phone",
    )
)  # fmt: skip
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_ADDRESS.partition(":")[0]
MFA_FORMS = {
    "authenticate": "marketplace.storefront.forms.second_factor.CountedAuthenticateForm",
    "reauthenticate": "marketplace.storefront.forms.second_factor.CountedReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Honghe Market"
# Staff must have a second factor; production insists, a demonstration may do without.
STAFF_SECOND_FACTOR_REQUIRED = env_flag("STAFF_SECOND_FACTOR_REQUIRED")

LANGUAGE_CODE = languages.MAIN.code
LANGUAGES = [(one.code, one.name) for one in languages.LANGUAGES]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]  # our words, and ours for other packages
USE_I18N = True
USE_TZ = True
TIME_ZONE = languages.MAIN.zone
MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
MODELTRANSLATION_LANGUAGES = languages.CODES
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": (LANGUAGE_CODE,),
    **{one.code: one.fallback for one in languages.LANGUAGES if one.fallback},
}
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = languages.label_in
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField")

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "frontend" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"  # no address leads in here; documents leave through their view
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

SEARCH_ENGINE = env("SEARCH_ENGINE", "embedded")  # or "elasticsearch"
SEARCH_INDEX_DIR = DATA_DIR / "search"
SEARCH_SYNONYMS_LOOK_EVERY: float | None = 0.5  # seconds between two looks for what operators changed; None: never
ELASTICSEARCH_URLS = env_list("ELASTICSEARCH_URLS", "http://127.0.0.1:9200")
# Two markets on one cluster take different ones.
ELASTICSEARCH_INDEX_PREFIX = env("ELASTICSEARCH_INDEX_PREFIX", "honghe")
ELASTICSEARCH_API_KEY = env("ELASTICSEARCH_API_KEY", "")
ELASTICSEARCH_USERNAME = env("ELASTICSEARCH_USERNAME", "")
ELASTICSEARCH_PASSWORD = env("ELASTICSEARCH_PASSWORD", "")
ELASTICSEARCH_CA_CERT = env("ELASTICSEARCH_CA_CERT", "")  # path of a file; without it the system's authorities count
ELASTICSEARCH_SHARDS = int(env("ELASTICSEARCH_SHARDS", "1"))
# Of one visitor's question in all, so that her page comes within a second whatever the cluster does.
ELASTICSEARCH_SEARCH_SECONDS = float(env("ELASTICSEARCH_SEARCH_SECONDS", "0.7"))
# Whether a writer waits until its changes can be found; without, they can be within half a second.
ELASTICSEARCH_REFRESH_WRITES = False

# Working days that a producer has to answer an order, of the producer's own country.
ORDER_ANSWER_WORKING_DAYS = int(env("ORDER_ANSWER_WORKING_DAYS", "2"))

EMAIL_HOST = env("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_PORT = int(env("EMAIL_PORT", "587"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20  # seconds; the outbox's lease on a mail is longer
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Honghe Market <no-reply@example.com>")

WAGTAIL_SITE_NAME = "红河集市"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# One redirect without a language for every page that moves, made by ours: Wagtail's would know one language only.
WAGTAILREDIRECTS_AUTO_CREATE = False
# Sign-in, passwords and second factor are the market's own, in the admin too.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai", "Asia/Ho_Chi_Minh"]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "cms_blocks.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.blocks.upload_forms.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15_000_000
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # as marketplace.catalog.images
WAGTAILDOCS_DOCUMENT_MODEL = "cms_blocks.SiteDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.blocks.upload_forms.SiteDocumentForm"
# What is taken, judged by content as well (cms.blocks.uploads). Never what a browser would run: HTML, SVG, XML.
WAGTAILDOCS_EXTENSIONS = [
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv", "jpg", "jpeg", "png", "webp",
]  # fmt: skip
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAILADMIN_PERMITTED_LANGUAGES = [(one.code, one.full_name) for one in languages.LANGUAGES]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# The single window that orders are handed to. The DEMO identifiers are obviously invalid on purpose.
CLEARANCE_BASE_URL = env("CLEARANCE_BASE_URL", f"http://{env('HOST', '127.0.0.1')}:{int(env('PORT', '8000')) + 1}")
CLEARANCE_TIMEOUT_SECONDS = 10.0
CLEARANCE_PLATFORM_CODE = env("CLEARANCE_PLATFORM_CODE", "5325DEM000")
CLEARANCE_PLATFORM_NAME = env("CLEARANCE_PLATFORM_NAME", "演示平台（DEMO，非真实企业）")
CLEARANCE_DXP_ID = env("CLEARANCE_DXP_ID", "DXPDEMO000000000")
# The node that the envelope is for, at most 16 characters; the port tells it when it lets a platform in.
CLEARANCE_RECEIVER_ID = env("CLEARANCE_RECEIVER_ID", "DXPDEMO000000001")

# A touch screen that rests is wiped after so many seconds; it asks first, and tells the server of touches this often.
KIOSK_REST_SECONDS = int(env("KIOSK_REST_SECONDS", "60"))
KIOSK_ASK_SECONDS = int(env("KIOSK_ASK_SECONDS", "45"))
KIOSK_TOUCH_SECONDS = 15

# Whether a company that waits for its verification may order: the order then waits with it, for so many days at most.
ORDER_BEFORE_VERIFICATION = env_flag("ORDER_BEFORE_VERIFICATION", default=True)
ORDER_VERIFICATION_DAYS = int(env("ORDER_VERIFICATION_DAYS", "30"))
# A file with certificates (PEM), one of which must have signed what comes back. Empty: signatures are not verified.
CLEARANCE_RECEIPT_CERTIFICATE = env("CLEARANCE_RECEIPT_CERTIFICATE", "")

# Who runs the market, for the foot of every page and the imprint; the demonstration has an invented one.
OPERATOR = operator()
# Where people turn to when they need help: an address or a telephone number, said at the end of every mail.
SUPPORT_CONTACT = env("SUPPORT_CONTACT", OPERATOR.get("email", {}).get(LANGUAGE_CODE, ""))
DEMO_ALLOWED = env_flag("DEMO_ALLOWED")
STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", "")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# How many proxies of this site stand before it and add to X-Forwarded-For. Limits are counted for the client that the
# outermost of them saw.
BEHIND_PROXY = env_flag("BEHIND_PROXY")
TRUSTED_PROXY_COUNT = int(env("TRUSTED_PROXY_COUNT", "1" if BEHIND_PROXY else "0"))
# Off for measuring alone: benchmarks ask from one address as nobody does.
LIMITS_ENABLED = env_flag("LIMITS_ENABLED", default=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # It tells of every request, and of every failure with its traceback; what failed in the end is told by the search.
    "loggers": {"elastic_transport": {"level": "ERROR"}},
}
