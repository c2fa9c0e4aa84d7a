"""What is refused to who asks too often, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marketplace.kernel.refusals import TOO_MANY, words
from marketplace.limits.errors import LimitReached


@words(LimitReached, status=TOO_MANY, facts=lambda error: {"retry_after": error.verdict.retry_after})
def _too_often(error: LimitReached) -> str:
    return _("Too many requests. Try again in %(seconds)s seconds.") % {"seconds": error.verdict.retry_after}
