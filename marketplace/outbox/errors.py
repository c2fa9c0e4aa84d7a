"""What an operator may not do with a message."""

from marketplace.kernel.errors import DomainError


class MessageNotDead(DomainError):
    """Only a dead message can be replayed or skipped; this one is still on its way, or has arrived."""

    code = "outbox_message_not_dead"

    def __init__(self, *, state: str) -> None:
        super().__init__(state)
        self.state = state


class MessageNotWaiting(DomainError):
    """Only a message that waits for its next try can be hurried."""

    code = "outbox_message_not_waiting"

    def __init__(self, *, state: str) -> None:
        super().__init__(state)
        self.state = state
