"""Production: fails at start when a secret is missing; HTTPS only; no demonstration data."""

from config.env import env, env_flag, env_list
from config.settings.base import *  # noqa: F403  (settings are inherited whole)

DEBUG = False
PRODUCTION = True
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env("ALLOWED_HOSTS").split(",")
SITE_ADDRESS = env("SITE_ADDRESS")
DEMO_ALLOWED = False
STAFF_SECOND_FACTOR_REQUIRED = True

SECURE_SSL_REDIRECT = env_flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
