"""Tests: quick hashing, mail in memory, files as they are, and a data folder that goes when the tests end."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="honghe-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
# Tests that run side by side have an index of their own; a program that one of them starts shares its.
if Path(os.environ["DATA_DIR"]).name != os.environ.get("PYTEST_XDIST_WORKER", Path(os.environ["DATA_DIR"]).name):
    os.environ["DATA_DIR"] = str(Path(os.environ["DATA_DIR"]) / os.environ["PYTEST_XDIST_WORKER"])
    Path(os.environ["DATA_DIR"]).mkdir(parents=True, exist_ok=True)

from config.settings.base import *  # noqa: F403  (settings are inherited whole, after the folder is chosen)

SECRET_KEY = "tests-only-" + "0" * 40
DEMO_ALLOWED = True
INSTALLED_APPS += ["django_migration_linter"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests change rows and look at once.
STOREFRONT_REVISION_SECONDS = 0.0
SEARCH_SYNONYMS_LOOK_EVERY = None  # the tests of synonyms look at once; others count their queries
ELASTICSEARCH_REFRESH_WRITES = True
# A machine that runs tests is busy; the tests of outages set their own.
ELASTICSEARCH_SEARCH_SECONDS = 20.0
# WhiteNoise looks for it at every start.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
