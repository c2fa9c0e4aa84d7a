"""Writes to the outbox: enqueue, claim and deliver, replay and skip, and the schedule."""

from marketplace.outbox.services.delivery import deliver_next, drain
from marketplace.outbox.services.enqueue import enqueue
from marketplace.outbox.services.replay import hurry, hurry_one, replay, skip, supersede
from marketplace.outbox.services.schedule import bring_schedule_in_line, run_due, run_soon
from marketplace.outbox.services.upkeep import beat, prune

__all__ = [
    "beat",
    "bring_schedule_in_line",
    "deliver_next",
    "drain",
    "enqueue",
    "hurry",
    "hurry_one",
    "prune",
    "replay",
    "run_due",
    "run_soon",
    "skip",
    "supersede",
]
