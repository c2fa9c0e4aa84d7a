"""Writes to the outbox: enqueue here, deliver in ``delivery``, replay in ``replay``."""

from marketplace.outbox.services.enqueue import enqueue

__all__ = ["enqueue"]
