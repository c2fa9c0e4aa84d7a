"""Writes to the outbox: enqueue, claim and deliver, replay and skip."""

from marketplace.outbox.services.delivery import deliver_next, drain
from marketplace.outbox.services.enqueue import enqueue
from marketplace.outbox.services.replay import hurry, hurry_one, replay, skip, supersede
from marketplace.outbox.services.upkeep import beat, prune

__all__ = ["beat", "deliver_next", "drain", "enqueue", "hurry", "hurry_one", "prune", "replay", "skip", "supersede"]
