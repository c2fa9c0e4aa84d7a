"""What somebody keeps of her searches, and how she hears of what new fits."""

from marketplace.saved_searches.services.matching import SETTLE, match_saved_searches, note_changed_documents
from marketplace.saved_searches.services.recent import (
    clear_recent_searches,
    keep_recent_searches,
    note_recent_search,
)
from marketplace.saved_searches.services.saved import (
    change_saved_search,
    delete_saved_search,
    mute_saved_searches,
    save_search,
)

__all__ = [
    "SETTLE",
    "change_saved_search",
    "clear_recent_searches",
    "delete_saved_search",
    "keep_recent_searches",
    "match_saved_searches",
    "mute_saved_searches",
    "note_changed_documents",
    "note_recent_search",
    "save_search",
]
