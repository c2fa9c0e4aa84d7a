"""How long things take, as pages say it, in the active language."""

from __future__ import annotations

from django.utils.translation import ngettext

from marketplace.web.texts import gettext


def days(number: int) -> str:
    """Write a number of days."""
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number}


def lead_time(lead_days: tuple[int, int]) -> str:
    """Write how many days pass until a good can leave, at least and at most; nothing where that is not known."""
    low, high = lead_days
    if not high:
        return ""
    return days(high) if low == high else gettext("%(low)s to %(high)s days") % {"low": low, "high": high}
