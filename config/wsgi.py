"""The WSGI application that the web server runs: production, unless something else is said."""

import os

from django.core.wsgi import get_wsgi_application

from config.checks import refuse_unfit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()
refuse_unfit()
