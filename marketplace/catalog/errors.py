"""What the catalogue refuses."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.kernel.errors import DomainError


class GoodTransitionNotAllowed(DomainError):
    """The good is not in a state that allows this move."""

    code = "good_transition_not_allowed"

    def __init__(self, *, source: str, target: str) -> None:
        super().__init__(f"{source} -> {target}")
        self.source, self.target = source, target


class GoodIncomplete(DomainError):
    """The good cannot be shown to visitors yet. ``missing``: everything that it lacks, by name."""

    code = "good_incomplete"

    def __init__(self, *, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class FieldsNotEditable(DomainError):
    """These fields are not to be changed this way."""

    code = "good_fields_not_editable"

    def __init__(self, *, fields: Sequence[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = tuple(fields)


class FieldsInvalid(DomainError):
    """What was given cannot stand in the catalogue. ``errors``: field -> code of the fault."""

    code = "good_fields_invalid"

    def __init__(self, *, errors: dict[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {fault}" for field, fault in errors.items()))
        self.errors = errors


class PictureRefused(DomainError):
    """The file is no picture that can be shown. ``reason``: ``too_large``, ``too_many_pixels``, ``too_small``,
    ``not_a_picture``.
    """

    code = "picture_refused"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
