"""Acts of a kiosk: a visit that begins and is forgotten, a list that goes to a phone."""

from marketplace.kiosk.services.hand_over import find, hand_over, take
from marketplace.kiosk.services.visits import begin, forget, forget_idle, keep_handed, look_up

__all__ = ["begin", "find", "forget", "forget_idle", "hand_over", "keep_handed", "look_up", "take"]
