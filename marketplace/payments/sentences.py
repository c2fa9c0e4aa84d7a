"""Why a payment is not taken for what it claims to be, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import UNPROCESSABLE, says
from marketplace.payments.errors import AmountDiffers, CurrencyDiffers, NotPlacedYet, TransferNotAwaited

says(AmountDiffers, _("This is not the amount of the order. Nothing was recorded."), status=UNPROCESSABLE)
says(CurrencyDiffers, _("This is not the currency of the order. Nothing was recorded."), status=UNPROCESSABLE)
says(TransferNotAwaited, _("A payment was recorded before. Its present state is shown here."))
says(NotPlacedYet, _("The order is not placed yet: nothing may be asked for it."))
