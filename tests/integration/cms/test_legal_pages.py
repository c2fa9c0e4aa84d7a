"""Terms, privacy, contact, imprint, cookies, who runs the market, and no claim of what does not run."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cms.blocks.models import MarketPage
from cms.home.demo_content import load_content
from cms.navigation.models import MenuLink
from cms.policies.models import LegalPage, PolicyPage
from marketplace.reference import operator
from tests.integration.cms.conftest import PLANTED_AT
from tests.integration.scenes import text_of

pytestmark = pytest.mark.django_db
CLAIMS = [("zh-hans", "目前尚未运行"), ("vi", "hiện chưa vận hành"), ("en", "not running yet")]
SLUGS = ("terms", "privacy", "contact", "imprint", "cookies")
REAL = {
    "operator_name": {"zh-hans": "红河某某有限公司", "vi": "Công ty TNHH Hồng Hà"},
    "email": {"zh-hans": "lien-he@market.example"},
    "icp_number": {"zh-hans": "滇ICP备12345678号"},
}


@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
@pytest.mark.parametrize("slug", SLUGS)
def test_each_page_is_there_filled_in_and_marked_as_sample(
    client: Client, pages: int, language: str, slug: str
) -> None:
    answer = client.get(f"/{language}/{slug}/")
    page = text_of(answer)
    assert answer.status_code == 200
    assert "{" not in page
    assert {"zh-hans": "演示用示范文本", "vi": "Văn bản mẫu", "en": "Sample text"}[language] in page
    assert operator.value("operator_name", language) in page
    assert f'href="/{language}/{slug}/"' in client.get(f"/{language}/goods/").content.decode()


def test_what_the_settings_say_of_the_operator_stands_at_the_foot_of_every_page(
    client: Client, pages: int, settings: Any
) -> None:
    settings.OPERATOR = REAL
    page = client.get("/vi/privacy/").content.decode()
    assert "Công ty TNHH Hồng Hà" in page
    assert "lien-he@market.example" in page
    assert '<a href="https://beian.miit.gov.cn/" rel="noopener">滇ICP备12345678号</a>' in page
    assert "DEMO" not in page


def test_a_demonstration_of_before_gets_pages_links_and_the_mended_text(pages: int) -> None:
    MenuLink.objects.filter(page__in=LegalPage.objects.all()).delete()
    LegalPage.objects.all().delete()
    page = PolicyPage.objects.get(slug="credit-classes")
    page.written_on, page.heading_vi = date(2026, 11, 24), "Hạng tín nhiệm: của hải quan và của sàn"
    page.save()
    edited = PolicyPage.objects.get(slug="rcep-origin")
    edited.written_on, edited.heading_vi = date(2026, 1, 1), "Do biên tập viên viết"
    edited.save()
    edited.save_revision().publish()
    for _again in range(2):
        load_content(now=PLANTED_AT)
        assert list(LegalPage.objects.live().order_by("path").values_list("slug", flat=True)) == [
            "terms", "privacy", "contact", "imprint", "cookies",
        ]  # fmt: skip
        assert MenuLink.objects.filter(page__in=MarketPage.objects.type(LegalPage)).count() == len(SLUGS)
    assert "dự kiến" in PolicyPage.objects.get(slug="credit-classes").heading_vi
    assert PolicyPage.objects.get(slug="rcep-origin").heading_vi == "Do biên tập viên viết"


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "目前尚未运行"), ("vi", "hiện chưa vận hành"), ("en", "not running yet")]
)
def test_the_page_on_credit_classes_claims_no_system_that_does_not_run(
    client: Client, pages: int, language: str, words: str
) -> None:
    assert words in text_of(client.get(f"/{language}/policies/credit-classes/"))
