"""deployment/elasticsearch/server, as somebody at the keyboard meets it."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from deployment.elasticsearch import account as accounts
from deployment.elasticsearch import node as nodes
from deployment.elasticsearch.account import Account
from deployment.elasticsearch.cluster import Cluster, ask
from deployment.elasticsearch.node import TRANSPORT_OFFSET, Node, find_java
from scripts.environment import ROOT, Trouble
from tests.integration.deployment.elasticsearch.servers import cluster
from tests.integration.scripts.processes import wait
from tests.ports import free_ports


def run(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "deployment" / "elasticsearch" / "server", *arguments],
        env={**os.environ, "DATA_DIR": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def fake_java(folder: Path, version: str) -> Path:
    path = folder / "bin" / "java"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2026-01-01' >&2\n", encoding="utf-8")
    path.chmod(0o755)
    return folder


@pytest.mark.parametrize(("version", "is_new_enough"), [("17.0.15", True), ("21", True), ("11.0.2", False)])
def test_a_java_is_taken_by_its_feature_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, is_new_enough: bool
) -> None:
    monkeypatch.setenv("ES_JAVA_HOME", str(fake_java(tmp_path, version)))
    if is_new_enough:
        assert find_java() == tmp_path / "bin" / "java"
        return
    with pytest.raises(Trouble, match="openjdk-17-jre-headless"):
        find_java()


@pytest.mark.parametrize("version", ["1.8.0_292", "", "seventeen"])
def test_an_old_java_and_what_is_none_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setenv("ES_JAVA_HOME", str(fake_java(tmp_path, version)))
    with pytest.raises(Trouble, match="17 or newer"):
        find_java()


def test_no_java_at_all_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(os.path.realpath("/usr/bin/env"))
    done = subprocess.run(
        [sys.executable, ROOT / "deployment" / "elasticsearch" / "server", "start"],
        env={"PATH": str(tmp_path / "bin"), "DATA_DIR": str(tmp_path / "data"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "apt-get install openjdk-17-jre-headless" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["restart"],
        ["start", "--nodes", "2"],
        ["start", "--port", "0"],
        ["start", "--port", "65536"],
        ["start", "--port", "９２００"],
        ["start", "--heap", "512m -XX:OnError=reboot"],
        ["start", "--heap", "0m"],
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_done(tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments, data=tmp_path / "data")
    assert done.returncode == 2
    assert not (tmp_path / "data").exists()


def test_nothing_to_stop_is_no_failure_and_no_status_is_told_by_its_code(tmp_path: Path) -> None:
    assert run("stop", data=tmp_path).returncode == 0
    assert run("stop", "--wipe", data=tmp_path).returncode == 0
    assert run("status", data=tmp_path).returncode == 3


def test_a_port_in_use_is_named_with_another_to_take(tmp_path: Path) -> None:
    [port] = free_ports(1, partner=TRANSPORT_OFFSET)
    for taken in (port, port + TRANSPORT_OFFSET):
        with socket.socket() as other:
            other.bind(("127.0.0.1", taken))
            with pytest.raises(Trouble, match=rf"Port {taken} .*--port {port + 10}"):
                Node("n1", tmp_path, port).check_ports()


def test_a_folder_that_the_servers_user_cannot_enter_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(Trouble, match="chmod o"):
        Account(uid=54_321, gid=54_321).check_way(closed)
    Account().check_way(closed)  # nobody else has to enter it


def test_root_is_given_an_account_and_everybody_else_keeps_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1_000)
    assert accounts.account() == Account()


def test_an_account_that_cannot_be_made_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(accounts, "NAME", "honghe-nobody-has-this")
    monkeypatch.setattr("shutil.which", lambda _name: "/bin/false")
    with pytest.raises(Trouble, match="could not be made"):
        accounts.account()


def test_a_process_is_ours_by_its_mark_and_not_by_its_number(tmp_path: Path) -> None:
    node, other = Node("n1", tmp_path / "n1", 1), Node("n1", tmp_path / "another", 1)
    with subprocess.Popen(["/bin/sh", "-c", "sleep 60; :", "sh", node._mark]) as process:
        assert wait(lambda: node.processes() == {process.pid})
        assert not other.is_up
        node.kill()
        assert process.wait() == -signal.SIGKILL
        assert not node.is_up


def test_a_server_that_ignores_the_request_to_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "STOP_SECONDS", 0.5)
    node = Node("n1", tmp_path / "n1", 1)
    script = "trap '' TERM; echo ready; while :; do sleep 0.1; done"
    with subprocess.Popen(["/bin/sh", "-c", script, "sh", node._mark], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        node.stop()
        assert process.wait() == -signal.SIGKILL


def test_three_nodes_are_told_of_each_other_and_one_alone_is_not(tmp_path: Path) -> None:
    (tmp_path / "home" / "config").mkdir(parents=True)
    (tmp_path / "home" / "config" / "jvm.options").write_text("options", encoding="utf-8")
    three = [Node(f"n{number}", tmp_path / f"a b{number}", 20_000 + number) for number in (1, 2, 3)]
    for peers in ([three[0]], three):
        three[0].configure(tmp_path / "home", peers, Account())
        written = (three[0].directory / "config" / "elasticsearch.yml").read_text(encoding="utf-8")
        assert ("single-node" in written) is (len(peers) == 1)
        assert ('["127.0.0.1:20101", "127.0.0.1:20102", "127.0.0.1:20103"]' in written) is (len(peers) == 3)
        assert f'path.data: "{tmp_path}/a b1/data"' in written
    assert (three[0].directory / "config" / "jvm.options").read_text(encoding="utf-8") == "options"


def test_a_server_that_does_not_start_says_why_and_leaves_nothing_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    java = fake_java(tmp_path / "java", "17")
    with (java / "bin" / "java").open("a", encoding="utf-8") as script:
        script.write('[ "$1" = -version ] && exit 0\necho "ERROR: no such heap"\nexit 78\n')
    monkeypatch.setenv("ES_JAVA_HOME", str(java))
    monkeypatch.setattr("deployment.elasticsearch.cluster.account", Account)
    (tmp_path / "home" / "config").mkdir(parents=True)
    servers = Cluster(directory=tmp_path / "data", ports=free_ports(1, partner=TRANSPORT_OFFSET))
    with pytest.raises(Trouble, match="n1 does not start: ERROR: no such heap"):
        servers.start(home=tmp_path / "home")
    assert not servers.nodes[0].is_up


@pytest.mark.slow
@pytest.mark.elasticsearch_nodes
def test_a_real_server_keeps_its_data_over_kills_stops_and_a_second_start() -> None:
    with cluster(1) as servers:
        port = servers.nodes[0].port
        servers.start()
        assert ask(port, "/")["version"]["number"].startswith("8.19.")
        assert servers.start() is False
        put(port, "/things/_doc/1?refresh=true")
        servers.kill(0)
        assert ask(port, "/") == {}
        assert servers.start() is True
        assert ask(port, "/things/_doc/1")["found"] is True
        with pytest.raises(Trouble, match="holds a cluster of 1"):
            Cluster(directory=servers.directory, nodes=3, ports=free_ports(3, partner=TRANSPORT_OFFSET)).start()
        mode = stat.S_IMODE(servers.directory.stat().st_mode)
        assert mode & stat.S_IXOTH
        assert servers.stop() is True
        assert servers.stop() is False
        assert (servers.directory / "n1" / "data").is_dir()
        servers.stop(wipe=True)
        assert not (servers.directory / "n1").exists()


def put(port: int, path: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", b"{}", {"content-type": "application/json"}, method="PUT"
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 201
