"""Wagtail's users with our forms; on its own because applications are set up before models can be imported."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    user_viewset = "marketplace.operations.users.PeopleViewSet"
