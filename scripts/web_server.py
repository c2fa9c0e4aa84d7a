"""gunicorn's settings (https://docs.gunicorn.org/en/stable/settings.html)."""

from __future__ import annotations

import gc
import os
from threading import Thread
from typing import Any

from scripts import web_refusals

web_refusals.install()
gc.disable()  # until all is loaded: looking for garbage in what stays took a fifth of the start

worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 2)  # SQLite takes one writer at a time: more would only wait
threads = int(os.environ.get("WEB_THREADS") or 4)
preload_app = True  # one set-up of 1.6 s instead of one for each worker
control_socket_disable = True
graceful_timeout = 8  # below the supervisor's ten seconds
timeout = 30
keepalive = 5
# What a proxy says of scheme and client is read by Django alone, and only where BEHIND_PROXY is set. Where the site
# stands (SCRIPT_NAME, PATH_INFO) is nobody's to say: gunicorn would take it from every client on this machine.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
accesslog = None  # a proxy in front writes one; here the log holds what went wrong
errorlog = "-"
loglevel = "warning"
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a heartbeat file; a slow disk would look like a dead worker


def when_ready(server: Any) -> None:  # noqa: ARG001 - gunicorn's signature
    """Before the first fork: load the addresses with all their views once, and keep their memory shared.

    So with the dictionaries of the search: half a million words, some 80 MB that each worker had for itself.
    """
    from django.urls import get_resolver  # noqa: PLC0415 - not before the application is loaded

    from search import analysis  # noqa: PLC0415 - as above

    get_resolver().url_patterns  # noqa: B018 - reading it loads it
    analysis.warm()
    gc.freeze()
    # A page makes some ten thousand objects: to look through them after every 700 took a fifteenth of its time.
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


def post_fork(server: Any, worker: Any) -> None:  # noqa: ARG001 - gunicorn's signature
    """Leave the parent's database connections to the parent: a SQLite or PostgreSQL handle may not cross a fork."""
    from django.db import connections  # noqa: PLC0415 - not before the application is loaded

    for connection in connections.all(initialized_only=True):
        connection.connection = None


def post_worker_init(worker: Any) -> None:
    """Warm up beside the first requests, which do not wait for it."""
    from scripts import warming  # noqa: PLC0415 - not before the application is loaded

    Thread(target=warming.warm, args=(worker.wsgi,), name="warming", daemon=True).start()
