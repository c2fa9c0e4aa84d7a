"""Development: the demonstration market, a throw-away secret, plain HTTP."""

from config.env import env, env_flag
from config.settings.base import *  # noqa: F403  (settings are inherited whole)

DEBUG = env_flag("DEBUG")
SECRET_KEY = env("SECRET_KEY", "development-only-" + "0" * 40)
DEMO_ALLOWED = True
