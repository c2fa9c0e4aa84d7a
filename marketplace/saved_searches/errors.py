"""What is refused to who keeps a search."""

from __future__ import annotations

from marketplace.kernel.errors import DomainError


class NothingToSave(DomainError):
    """There is no word in it that anything could be found with."""

    code = "saved_search_without_words"


class TooManySavedSearches(DomainError):
    """Somebody keeps as many as one can: one of them has to go first."""

    code = "too_many_saved_searches"

    def __init__(self, *, most: int) -> None:
        super().__init__(f"at most {most}")
        self.most = most


class SearchIsAway(DomainError):
    """The index cannot be asked at present; nothing was done."""

    code = "search_is_away"
