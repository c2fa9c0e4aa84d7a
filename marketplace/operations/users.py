"""People in the admin: their e-mail addresses are read as they are typed, their names are not split."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from marketplace.accounts.models import User
from marketplace.web.fields import EmailField

_FIELDS = ("email", "name", "language", "is_superuser", "groups")


class PersonCreationForm(UserCreationForm):
    email = EmailField(label=User._meta.get_field("email").verbose_name)
    first_name = None
    last_name = None

    class Meta:
        model = User
        fields = _FIELDS
        widgets: ClassVar[dict[str, Any]] = {"groups": forms.CheckboxSelectMultiple}


class PersonEditForm(UserEditForm):
    email = EmailField(label=User._meta.get_field("email").verbose_name)
    first_name = None
    last_name = None

    class Meta:
        model = User
        fields = (*_FIELDS, "is_active")
        widgets: ClassVar[dict[str, Any]] = {"groups": forms.CheckboxSelectMultiple}


class PeopleViewSet(UserViewSet):
    create_template_name = "operations/people/create.html"
    edit_template_name = "operations/people/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[User]]:
        return PersonEditForm if for_update else PersonCreationForm
