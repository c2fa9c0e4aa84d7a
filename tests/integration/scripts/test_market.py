"""scripts/run, as somebody at the keyboard meets it: it starts, says where it is, keeps its data, and stops whole."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from scripts.environment import ROOT
from scripts.services import postgresql_url
from tests import database_templates
from tests.integration.scripts.processes import alive, descendants, wait
from tests.ports import free_port

LISTENS = "0A"  # the state of a listening socket in /proc/net/tcp

START_SECONDS = 600
pytestmark = [pytest.mark.slow, pytest.mark.differs]  # a whole market on each database


@dataclass
class Market:
    """One instance: what it is started with, and where it wrote what it said."""

    environment: dict[str, str]
    output: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return int(self.environment["PORT"])

    @property
    def data(self) -> Path:
        return Path(self.environment["DATA_DIR"])

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def start(self) -> float:
        """Start it and wait for its addresses; return the seconds that took."""
        begun = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [ROOT / "scripts" / "run"], env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )
        process = self.process
        wait(lambda: "Ctrl-C stops everything." in self.said or process.poll() is not None, START_SECONDS)
        assert "Honghe Market is running." in self.said, self.said
        return time.monotonic() - begun

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(30) == 0

    def ask(self, address: str, port: int | None = None) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port or self.port}{address}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def single_window(self, word: str) -> tuple[int, str]:
        command = [str(ROOT / "scripts" / "single-window"), word]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Run SQL straight on its database, as another program would."""
        if url := self.environment.get("DATABASE_URL"):
            with psycopg.connect(url) as server:
                cursor = server.execute(sql.encode())
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.data / "honghe.sqlite3", timeout=20)) as file, file:
            return file.execute(sql).fetchall()


@pytest.fixture(scope="module")
def own_database(worker_id: str) -> Iterator[str]:
    """On PostgreSQL a database for the instances started here; on SQLite nothing: that lies in the data folder."""
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        yield ""
        return
    name = f"honghe_started_{worker_id}_{os.getpid()}"
    # On SQLite it begins with nothing; here the tables are there, as the template was made with the same migrations.
    yield database_templates.copy_postgresql(name)
    with psycopg.connect(postgresql_url("postgres"), autocommit=True) as server:
        server.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory, own_database: str) -> Iterator[Market]:
    folder = tmp_path_factory.mktemp("market")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {**kept, "PORT": str(free_port()), "DATA_DIR": str(folder / "data")}
    if own_database:
        environment["DATABASE_URL"] = own_database
    one = Market(environment, folder / "said")
    one.start()
    yield one
    one.stop()


@pytest.fixture
def running(market: Market) -> Market:
    if market.process is None or market.process.poll() is not None:
        market.start()
    return market


def test_it_says_where_it_is_and_who_may_sign_in(running: Market) -> None:
    assert f"http://127.0.0.1:{running.port}/" in running.said
    assert f"http://127.0.0.1:{running.port + 1}/" in running.said
    assert re.search(r"password of all: \S+", running.said)
    assert "lan.nguyen@example.com" in running.said
    assert running.ask("/health/ready")[0] == 200


def test_it_serves_pages_and_tells_a_stranger_nothing_about_its_inside(running: Market) -> None:
    status, page = running.ask("/vi/")
    assert status == 200
    assert 'lang="vi"' in page
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    assert all(running.ask(style)[0] == 200 for style in styles)
    status, page = running.ask("/vi/nothing-lies-here/")
    assert status == 404
    assert "DEBUG" not in page


def test_its_secret_is_its_own(running: Market) -> None:
    assert stat.S_IMODE((running.data / "secret-key").stat().st_mode) == 0o600


def test_a_second_one_on_the_same_port_says_so_in_one_line(running: Market, tmp_path: Path) -> None:
    other = {**running.environment, "DATA_DIR": str(tmp_path)}
    done = subprocess.run([ROOT / "scripts" / "run"], env=other, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(rf"Port {running.port} on 127\.0\.0\.1 is in use; .* PORT=\d+ scripts/run\n", done.stderr)


def test_a_second_one_in_the_same_folder_says_so_in_one_line(running: Market) -> None:
    other = {**running.environment, "PORT": str(free_port())}
    done = subprocess.run([ROOT / "scripts" / "run"], env=other, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"A market with this data folder runs already .*\n", done.stderr)


def test_the_simulator_alone_can_be_stopped_and_started(running: Market) -> None:
    assert running.single_window("stop")[0] == 0
    assert running.single_window("status")[0] == 3
    time.sleep(1.5)  # longer than it takes to start a fallen part again
    assert running.single_window("status")[0] == 3
    assert running.ask("/health/ready")[0] == 200
    assert running.single_window("start")[0] == 0
    assert "running" in running.single_window("status")[1]


def test_a_killed_web_server_comes_back(running: Market) -> None:
    assert running.process is not None
    supervisor = running.process.pid
    fallen = _listening(running.port, supervisor)
    os.kill(min(fallen), signal.SIGKILL)
    # Its orphans answer for a moment yet; what is waited for is another one.
    assert wait(lambda: not alive(fallen) and bool(_listening(running.port, supervisor)), 60)
    assert wait(lambda: _is_ready(running), 60)


def test_it_stops_whole_and_a_second_start_is_quick_and_has_lost_nothing(running: Market) -> None:
    assert running.process is not None
    running.query(
        "update reference_county set name_vi = 'Sửa bằng tay' where code = (select min(code) from reference_county)"
    )
    goods = running.query("select count(*) from catalog_good")
    below = descendants(running.process.pid)
    assert len(below) >= 4
    running.stop()
    assert not alive(below)
    seconds = running.start()
    assert running.query("select count(*) from catalog_good") == goods
    assert running.query("select count(*) from reference_county where name_vi = 'Sửa bằng tay'")[0] == (1,)
    if "DATABASE_URL" not in running.environment:
        assert "Preparing" not in running.said
        assert seconds < 20  # five on an idle machine; the tests beside this one take their share


def _is_ready(market: Market) -> bool:
    try:
        return market.ask("/health/ready")[0] == 200
    except OSError:
        return False


def _listening(port: int, supervisor: int) -> set[int]:
    """The processes below ``supervisor`` that hold the socket that listens on ``port``. Their titles do not tell it:
    gunicorn gives its processes others where it finds setproctitle.
    """
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ends = f":{port:04X}"
    sockets = {f"socket:[{row[9]}]" for row in rows if row[3] == LISTENS and row[1].endswith(ends)}
    found = set()
    for process in descendants(supervisor):
        with suppress(OSError):  # it has ended meanwhile
            if any(str(held.readlink()) in sockets for held in Path(f"/proc/{process}/fd").iterdir()):
                found.add(process)
    return found
