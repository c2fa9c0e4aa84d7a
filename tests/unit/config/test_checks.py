"""Production is refused with what must not be there, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from config import checks
from scripts.checks import DEPLOYMENT
from scripts.environment import ROOT

RIGHT: dict[str, Any] = {
    "PRODUCTION": True,
    "DEBUG": False,
    "DEMO_ALLOWED": False,
    "OPERATOR": {"operator_name": {"zh-hans": "红河集市运营有限公司"}, "email": {"zh-hans": "help@market.honghe.cn"}},
    "LIMITS_ENABLED": True,
    "STAFF_SECOND_FACTOR_REQUIRED": True,
    "SECRET_KEY": DEPLOYMENT["SECRET_KEY"],
    "SITE_ADDRESS": "https://market.honghe.cn",
    "ALLOWED_HOSTS": ["market.honghe.cn"],
    "WEB_WORKERS": 2,
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache"}},
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "Honghe Market <no-reply@market.honghe.cn>",
    "CLEARANCE_BASE_URL": "https://single-window.honghe.cn",
    "CLEARANCE_PLATFORM_CODE": "5325960A01",
    "CLEARANCE_PLATFORM_NAME": "红河集市运营有限公司",
    "CLEARANCE_DXP_ID": "DXPENT0000012345",
    "CLEARANCE_RECEIVER_ID": "DXPLGS0000000001",
}
LOCAL = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def found() -> list[str]:
    return [str(one.id) for one in run_checks(tags=[checks.TAG], include_deployment_checks=True)]


@pytest.fixture(autouse=True)
def _right(settings: Any) -> None:
    for name, value in RIGHT.items():
        setattr(settings, name, value)


def test_right_values_pass() -> None:
    assert found() == []
    checks.refuse_unfit()


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("SITE_ADDRESS", "http://market.honghe.cn", "101"),
        ("SITE_ADDRESS", "https://market.honghe.cn/shop", "102"),
        ("SITE_ADDRESS", "https://other.honghe.cn", "103"),
        ("ALLOWED_HOSTS", ["market.honghe.cn", "*"], "104"),
        ("DEMO_ALLOWED", True, "105"),
        ("STAFF_SECOND_FACTOR_REQUIRED", False, "106"),
        ("LIMITS_ENABLED", False, "107"),
        ("SECRET_KEY", "development-only-" + "0" * 40, "108"),
        ("DEBUG", True, "109"),
        ("CACHES", LOCAL, "201"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "202"),
        ("DEFAULT_FROM_EMAIL", "Honghe Market <no-reply@example.com>", "203"),
        ("CLEARANCE_BASE_URL", "https://127.0.0.1:8001", "301"),
        ("CLEARANCE_BASE_URL", "https://[::1]:8001", "301"),
        ("CLEARANCE_BASE_URL", "https://single-window:8001", "301"),
        ("CLEARANCE_BASE_URL", "http://single-window.honghe.cn", "302"),
        ("CLEARANCE_PLATFORM_CODE", "5325DEM000", "303"),
        ("CLEARANCE_PLATFORM_NAME", "演示平台（DEMO，非真实企业）", "304"),
        ("CLEARANCE_DXP_ID", "DXPDEMO000000000", "305"),
        ("CLEARANCE_RECEIVER_ID", "DXPDEMO000000001", "306"),
        ("OPERATOR", {}, "401"),
        ("OPERATOR", {"operator_name": {"zh-hans": "红河集市运营有限公司"}}, "401"),
        ("OPERATOR", {"email": {"zh-hans": "help@market.honghe.cn"}}, "401"),
    ],
)
def test_what_must_not_be_there_is_named(settings: Any, name: str, value: Any, number: str) -> None:
    setattr(settings, name, value)
    assert found() == [f"market.E{number}"]
    with pytest.raises(SystemExit, match=f"market.E{number}"):
        checks.refuse_unfit()
    settings.PRODUCTION = False
    checks.refuse_unfit()


def test_one_process_may_have_a_cache_of_its_own(settings: Any) -> None:
    settings.CACHES, settings.WEB_WORKERS = LOCAL, 1
    assert found() == []


def test_a_host_may_be_named_by_its_domain(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [".honghe.cn"]
    assert found() == []


def test_a_django_that_drops_what_adr_10_leans_on_is_noticed(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.PRODUCTION = False
    monkeypatch.setattr(CsrfViewMiddleware, "process_view", lambda *_: HttpResponse(status=403))
    with pytest.raises(SystemExit, match=r"market\.E001"):
        checks.refuse_unfit()


def test_a_django_that_asks_the_request_for_its_address_again_is_noticed(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.PRODUCTION = False
    monkeypatch.setattr(HttpRequest, "build_absolute_uri", lambda *_: "http://asked.example:6666/a/")
    with pytest.raises(SystemExit, match=r"market\.E002"):
        checks.refuse_unfit()


def run(arguments: list[str], tmp_path: Path, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {**kept, "DATA_DIR": str(tmp_path), **given}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_the_web_server_is_production_unless_something_else_is_said(tmp_path: Path) -> None:
    bare = run(["-c", "import config.wsgi"], tmp_path)
    assert "Set the environment variable SECRET_KEY" in bare.stderr
    given = {name: value for name, value in DEPLOYMENT.items() if name != "DJANGO_SETTINGS_MODULE"}
    whole = run(["-c", "import config.wsgi"], tmp_path, **given)
    assert whole.returncode == 0, whole.stderr
    simulated = run(["-c", "import config.wsgi"], tmp_path, **given | {"CLEARANCE_BASE_URL": "http://127.0.0.1:8001"})
    assert simulated.returncode != 0
    assert "market.E301" in simulated.stderr


@pytest.mark.slow
def test_the_command_line_of_a_checkout_is_development_and_the_image_is_production(tmp_path: Path) -> None:
    asked = run(
        ["manage.py", "shell", "-v0", "-c", "from django.conf import settings; print(settings.SETTINGS_MODULE)"],
        tmp_path,
    )
    assert asked.stdout.strip() == "config.settings.dev", asked.stderr
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "DJANGO_SETTINGS_MODULE=config.settings.production" in image
