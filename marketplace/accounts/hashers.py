"""How passwords are hashed."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: the least that OWASP's cheat sheet on password storage recommends.

    Django's own 100 MiB would let a handful of people who sign in at once double the memory of a web server.
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
