"""Where an instance lives, and what is in the way there."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections import namedtuple
from pathlib import Path

import pytest

from scripts import place as places
from scripts.environment import ROOT, Trouble
from scripts.place import Place
from tests.ports import free_port


def a_place(port: int, data: Path = ROOT) -> Place:
    return Place("127.0.0.1", port, data)


def test_without_a_word_it_is_port_8000_of_this_machine_and_the_folder_var() -> None:
    place = places.read({})
    assert place == Place("127.0.0.1", 8000, ROOT / "var")
    assert place.single_window == "http://127.0.0.1:8001"


@pytest.mark.parametrize("port", ["0", "65535", "-1", "80a", "٣", "1e3"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(Trouble, match="PORT is"):
        places.read({"PORT": port})


@pytest.mark.parametrize("offset", [0, 1])
def test_a_busy_port_is_named_with_what_needs_it(offset: int) -> None:
    port = free_port()
    busy = port + offset
    with (
        socket.create_server(("127.0.0.1", busy)),
        pytest.raises(Trouble, match=rf"Port {busy} on 127\.0\.0\.1 is in use") as trouble,
    ):
        places.check_ports(a_place(port))
    assert ("simulator" in str(trouble.value)) == (offset == 1)
    assert "\n" not in str(trouble.value)


def test_a_host_that_is_not_this_machine_is_named() -> None:
    with pytest.raises(Trouble, match="not an address of this machine"):
        places.check_ports(Place("192.0.2.1", 8000, ROOT))


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    first = places.secret(path)
    assert len(first) >= 50
    assert places.secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_data_folder_is_one_market(tmp_path: Path) -> None:
    with places.claim(tmp_path), pytest.raises(Trouble, match=rf"runs already \(process {os.getpid()}\)"):
        places.claim(tmp_path)
    places.claim(tmp_path).close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="cannot be written"):
        places.claim(tmp_path / "file" / "data")


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1, 1, 5_000_000))
    with pytest.raises(Trouble, match="The disk is nearly full: 5 MB are free"):
        places.claim(tmp_path)


def test_what_is_given_wins_but_not_over_the_place(tmp_path: Path) -> None:
    environment = Place("127.0.0.1", 8100, tmp_path).environment(
        {"SITE_ADDRESS": "https://market.example", "PORT": "1"}
    )
    assert environment["SITE_ADDRESS"] == "https://market.example"
    assert environment["PORT"] == "8100"
    assert environment["CLEARANCE_BASE_URL"] == "http://127.0.0.1:8101"


def test_a_wildcard_host_is_reached_under_a_name_of_this_machine(tmp_path: Path) -> None:
    place = Place("0.0.0.0", 8100, tmp_path)
    assert place.site == "http://127.0.0.1:8100"
    assert socket.gethostname() in place.environment({})["ALLOWED_HOSTS"].split(",")
    assert "0.0.0.0" not in place.environment({})["ALLOWED_HOSTS"]
