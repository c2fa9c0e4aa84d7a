"""The one base of every refusal that the business can give."""

from typing import ClassVar


class DomainError(Exception):
    """The business said no. ``code`` is public API: never renamed, never translated."""

    code: ClassVar[str] = "domain_error"
