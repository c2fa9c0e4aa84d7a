"""What the group of the editors may do: pages, pictures, documents and menus, and nothing of the market."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms.blocks.models import MarketPage

EDITORS: Final = "Editors"
_PAGE: Final = ("add_page", "change_page", "publish_page")
# Wagtail asks for the rights of its own image model, whichever model is used.
_IMAGE: Final = ("add_image", "change_image", "choose_image")
_MENU: Final = ("add_menulink", "change_menulink", "delete_menulink", "view_menulink")


def grant_editors(home: MarketPage) -> Group:
    """Give the group ``Editors`` its rights over the pages below and including ``home``. Rights it has are kept."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    group.permissions.add(*_permissions("wagtailadmin", ("access_admin",)))
    group.permissions.add(*_permissions("cms_navigation", _MENU))
    for permission in _permissions("wagtailcore", _PAGE):
        GroupPagePermission.objects.get_or_create(group=group, page_id=home.pk, permission=permission)
    root = Collection.get_first_root_node()
    for permission in _permissions("wagtailimages", _IMAGE):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    return group


def _permissions(app_label: str, codenames: tuple[str, ...]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames))
