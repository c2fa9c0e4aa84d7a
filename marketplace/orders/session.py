"""Where a visitor's session keeps the secret of her basket."""

from typing import Final

BASKET_TOKEN: Final = "basket_token"  # noqa: S105 - the name of a session key
