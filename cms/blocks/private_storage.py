"""Where files lie that no address leads to."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    """``settings.PRIVATE_ROOT``: neither the media view nor a proxy that serves the media folder reaches it."""

    @property
    def base_location(self) -> Path:
        return Path(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(self.base_location.resolve())

    def url(self, name: str | None) -> str:
        """There is none.

        Raises:
            NotImplementedError: always; Django's sign for a file that is handed out by a view.
        """
        raise NotImplementedError(name)
