from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "marketplace.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.accounts.letters import Frame, frame_letters_with
        from marketplace.notifications import tasks  # noqa: F401 - registers itself
        from marketplace.notifications.telling import closing, greeting

        frame_letters_with(Frame(greeting=greeting, closing=closing))
