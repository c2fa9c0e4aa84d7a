"""Menus in the admin. Wagtail's hooks are the only word that it gives of a changed snippet."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.blocks.panels import language_tabs
from cms.navigation.choosers import EntryChooser, PageChooser
from cms.navigation.models import MenuLink
from marketplace.catalog.services import bump_storefront
from marketplace.kernel.languages import OWED, SUFFIXES, columns

SHARED: Final = ("place", "column", "page", "path", "key", "position")
CHOOSERS: Final = {"column": EntryChooser, "page": PageChooser}


class MenuLinkViewSet(SnippetViewSet):
    model = MenuLink
    icon = "list-ul"
    menu_label = _("Menus")
    add_to_admin_menu = True
    list_display = (*(f"label_{columns(code)[0]}" for code in OWED), "place", "column", "position")
    list_filter = ("place",)
    ordering = ("place", "column__position", "position")
    # The database's own search: the index cannot be restricted to columns on SQLite, and does not part Chinese words.
    search_backend_name = None
    search_fields = (*(f"label_{suffix}" for suffix in SUFFIXES), "path")
    edit_handler = TabbedInterface([
        *language_tabs(["label"]),
        ObjectList(
            [FieldPanel(name, widget=CHOOSERS.get(name)) for name in SHARED],
            heading=_("All languages"),
        ),
    ])  # fmt: skip

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way to a list of menus; Wagtail's own says its start in the language of the process."""
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}]


register_snippet(MenuLinkViewSet)


def _menu_changed(request: Any, instance: Any) -> None:
    """Menus are on every page."""
    if isinstance(instance, MenuLink):
        bump_storefront()


def _menus_changed(request: Any, instances: Any) -> None:
    for instance in instances:
        _menu_changed(request, instance)


hooks.register("after_create_snippet", _menu_changed)
hooks.register("after_edit_snippet", _menu_changed)
hooks.register("after_delete_snippet", _menus_changed)
