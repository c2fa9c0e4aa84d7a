"""What the kiosk refuses, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import GONE, says
from marketplace.kiosk.errors import HandedBasketGone, NothingToHandOver

says(NothingToHandOver, _("Your list is empty. Put goods on it first."))
says(
    HandedBasketGone,
    _(
        "This code is not known or no longer holds: codes hold for two hours. "
        "Check it, or make a new one at the kiosk."
    ),
    status=GONE,
)
