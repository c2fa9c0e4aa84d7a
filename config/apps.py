from django.apps import AppConfig


class WiringConfig(AppConfig):
    """The site's wiring is an app for its checks alone."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401 - registers itself
