"""What is chosen for an entry of a menu.

Wagtail words its choosers once, in the language of the process; these ask each time.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.snippets.widgets import AdminSnippetChooser

from cms.blocks.models import MarketPage
from cms.navigation.models import MenuLink


class EntryChooser(AdminSnippetChooser):
    def __init__(self, **options: Any) -> None:
        super().__init__(model=MenuLink, icon="list-ul", **options)
        self.choose_one_text = _("Choose an entry of the menu")
        self.choose_another_text = _("Choose another entry")
        self.link_to_chosen_text = _("Edit this entry")


class PageChooser(AdminPageChooser):
    def __init__(self, **options: Any) -> None:
        super().__init__(target_models=[MarketPage], **options)
        self.choose_one_text = AdminPageChooser.choose_one_text
