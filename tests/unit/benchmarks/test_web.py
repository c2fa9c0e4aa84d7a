"""The benchmark of the pages: memory is read as the kernel says it, and what is above a bound is said to be."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.web import report
from benchmarks.web.memory import Memory, pss, read_pss
from benchmarks.web.server import children

ROLLUP = """55d0 7ffc ---p 00000000 00:00 0   [rollup]
Rss:              373980 kB
Pss:              265036 kB
Pss_Dirty:        260329 kB
"""


def test_a_proportional_set_size_is_read_in_bytes() -> None:
    assert read_pss(ROLLUP) == 265_036 * 1024
    with pytest.raises(ValueError, match="Pss"):
        read_pss("Rss: 1 kB\n")


def test_the_memory_of_each_child_is_read() -> None:
    text = "import time; held = bytearray(30_000_000); print('ready', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        try:
            assert child.pid in children(os.getpid())
            assert max(pss(os.getpid())) >= 30_000_000
        finally:
            child.kill()


@pytest.mark.parametrize(("sizes", "verdict"), [((250_000_000,) * 2, "within"), ((250_000_001,) * 2, "above")])
def test_memory_above_its_bound_is_said_to_be(sizes: tuple[int, ...], verdict: str) -> None:
    said = report.as_sentence(Memory(at_rest=(120_000_000,) * 2, after=sizes, requests=5_000, failures=0))
    assert said == (
        "2 workers hold 500 MB (PSS) after 5000 requests with 0 failures, 240 MB before;"
        f" {verdict} the bound of 500 MB."
    )
