"""The grown form, as far as it can be held without containers: every name in it exists, and what must be secret is."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.env import OPERATOR_TRANSLATIONS
from deployment.elasticsearch import distribution
from scripts.environment import ROOT

SITE = ("prepare", "web", "worker", "single-window")
SEARCH_NODES = ("es01", "es02", "es03")
SECRETS = {
    "SECRET_KEY": "k" * 64,
    "DATABASE_PASSWORD": "d0",
    "ELASTIC_PASSWORD": "e0",
    "SEARCH_PASSWORD": "s0",
    "OPERATOR_NAME": "某某有限公司",
    "OPERATOR_EMAIL": "help@market.example",
}
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?:(:?[-?])([^}]*))?\}")
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}  # read by Django


@cache
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


def services() -> Mapping[str, dict[str, Any]]:
    found: Mapping[str, dict[str, Any]] = compose()["services"]
    return found


def filled(text: str, given: Mapping[str, str]) -> str:
    """Put variables in as Compose does."""

    def value(match: re.Match[str]) -> str:
        name, sign, word = match.groups()
        found = given.get(name)
        if found is not None and (found or sign == "-"):
            return found
        if sign and sign.endswith("?"):
            raise KeyError(name)
        return word or ""

    return VARIABLE.sub(value, text).replace("$$", "$")


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for one in value.values() for text in texts(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in texts(one))


def environment(name: str) -> dict[str, str]:
    return {key: filled(str(value), SECRETS) for key, value in services()[name]["environment"].items()}


@cache
def read_names() -> frozenset[str]:
    """Every text in the code that reads the environment, and the names that it makes, one a language."""
    folders = (ROOT / "config", ROOT / "scripts", ROOT / "marketplace" / "clearance" / "simulator")
    trees = (ast.parse(path.read_text(encoding="utf-8")) for folder in folders for path in folder.rglob("*.py"))
    constants = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(node.value for node in constants if isinstance(node.value, str)) | {*OPERATOR_TRANSLATIONS}


@pytest.mark.parametrize("name", SITE)
def test_every_variable_of_the_site_is_one_that_it_reads(name: str) -> None:
    assert set(environment(name)) - NOT_OURS <= read_names()


def test_the_search_server_is_of_the_same_minor_version_everywhere() -> None:
    images = {services()[name]["image"] for name in (*SEARCH_NODES, "certificates", "search-account")}
    assert images == {f"elasticsearch:{distribution.VERSION}"}
    lock = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")
    client = re.search(r"^elasticsearch==(\d+\.\d+)\.", lock, re.MULTILINE)
    assert client is not None
    assert distribution.VERSION.startswith(f"{client[1]}.")


def test_no_image_is_whatever_is_newest() -> None:
    images = [filled(service["image"], {}) for service in services().values()]
    base = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert all(re.fullmatch(r"[a-z-]+:\d[\w.-]+", image) for image in (*images, *base))


def test_the_search_cluster_is_closed_to_strangers() -> None:
    for name in SEARCH_NODES:
        given = environment(name)
        assert given["xpack.security.enabled"] == "true"
        for way in ("http", "transport"):
            assert given[f"xpack.security.{way}.ssl.enabled"] == "true"
            assert given[f"xpack.security.{way}.ssl.key"] == f"certs/{name}/{name}.key"
        assert "ports" not in services()[name]
    assert all(url.startswith("https://") for url in environment("web")["ELASTICSEARCH_URLS"].split(","))
    assert environment("web")["ELASTICSEARCH_CA_CERT"] == "/authority/ca.crt"
    assert "certificates" not in "".join(services()["web"]["volumes"])  # where the keys are


def test_only_the_web_server_is_reached_from_outside_and_by_default_from_this_machine() -> None:
    ports = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert set(ports) == {"web", "proxy"}
    assert filled(ports["web"][0], {}) == "127.0.0.1:8000:8000"
    assert services()["proxy"]["profiles"] == ["proxy"]


@pytest.mark.parametrize("missing", SECRETS)
def test_no_secret_has_a_value_of_its_own(missing: str) -> None:
    rest = {name: value for name, value in SECRETS.items() if name != missing}
    with pytest.raises(KeyError, match=missing):
        [filled(text, rest) for text in texts(services())]


def test_one_search_node_runs_by_default_and_three_with_the_profile() -> None:
    def started(*profiles: str) -> set[str]:
        return {
            name
            for name, one in services().items()
            if set(one.get("profiles", profiles)) & {*profiles} or "profiles" not in one
        }

    assert started() & set(SEARCH_NODES) == {"es01"}
    assert started("three-nodes") >= set(SEARCH_NODES)
    assert "single-window" not in started()
    assert "single-window" in started("simulator")
    first = environment("es01")
    assert first["cluster.initial_master_nodes"] == "es01"
    for other in ("es02", "es03"):  # joins, and never forms a cluster of its own
        assert "cluster.initial_master_nodes" not in environment(other)
        assert environment(other)["discovery.seed_hosts"] == first["discovery.seed_hosts"] == "es01,es02,es03"
    assert (
        filled(
            str(services()["es01"]["environment"]["cluster.initial_master_nodes"]),
            SECRETS | {"ELASTICSEARCH_BOOTSTRAP": ""},
        )
        == ""
    )


def test_what_is_waited_for_can_be_waited_for() -> None:
    for service in services().values():
        for name, wanted in service.get("depends_on", {}).items():
            other = services()[name]
            assert not other.get("profiles"), "would not be started"
            assert ("healthcheck" in other) is (wanted["condition"] == "service_healthy")


def test_every_volume_that_is_mounted_is_kept_or_is_a_folder_of_ours() -> None:
    mounted = {volume.partition(":")[0] for one in services().values() for volume in one.get("volumes", [])}
    assert {name for name in mounted if not name.startswith("./")} == set(compose()["volumes"])
    assert all((ROOT / name).exists() for name in mounted if name.startswith("./"))


def test_every_command_runs_something_that_exists() -> None:
    for name in SITE:
        command = services()[name]["command"]
        assert command[0] == "python"
        if command[1] == "-m":
            assert importlib.util.find_spec(command[2]), command
        else:
            assert (ROOT / command[1]).is_file()
            assert list(ROOT.glob(f"*/*/management/commands/{command[2]}.py"))
    for step in services()["prepare"]["command"][3:]:
        name = step.partition("=")[0]
        assert name in {"migrate", "collectstatic"} or list(ROOT.glob(f"*/management/commands/{name}.py"))
    for name in ("certificates", "search-account"):
        script = ROOT / services()[name]["command"][1].lstrip("/")
        assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert users[-1:] == ["honghe"]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the application in the image: what ``.dockerignore`` lets in."""
    folder = tmp_path_factory.mktemp("image")
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*"
    for name in (line[1:] for line in lines if line.startswith("!")):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, target)
    return folder


@pytest.mark.slow
def test_the_image_holds_all_that_the_site_needs_to_start_in_production(image: Path, tmp_path: Path) -> None:
    given = {**environment("web"), "DATA_DIR": str(tmp_path), "ELASTICSEARCH_CA_CERT": "", "PATH": os.environ["PATH"]}
    for arguments in (
        ["manage.py", "check", "--fail-level", "ERROR"],
        ["-c", "import scripts.web_server, scripts.prepare"],
    ):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=image, env=given, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    collected = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"],
        cwd=image,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert collected.returncode == 0, collected.stderr
    assert (tmp_path / "static" / "staticfiles.json").is_file()
