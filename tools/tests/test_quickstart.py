"""Tests of ./quickstart: `python3 tools/tests/test_quickstart.py`. The operator and e2e/ must have been built."""
from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools"))

from signet_cluster.processes import start_time  # noqa: E402

STEPS = ("Building", "A Kubernetes API server", "Installing the chart", "Running the operator", "Applying samples/", "One of them decoded",
         "Rotation", "Revocation", "A refusal", "An application behind a proxy", "What to try next")


class QuickstartTest(unittest.TestCase):
    """The script itself, in a home of its own, on real processes."""

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.state = Path(temporary.name).resolve()
        self.environment = {**os.environ, "XDG_STATE_HOME": str(self.state), "SIGNET_BUILT": "1"}
        self.addCleanup(self._run, "--stop")

    def test_it_shows_all_and_leaves_a_cluster_that_stop_ends(self):
        shown = self._run("--keep")
        titles = re.findall(r"^== (.*)$", shown, re.MULTILINE)
        self.assertEqual([step for step, title in zip(STEPS, titles, strict=True) if not title.startswith(step)], [])
        self.assertRegex(shown, r"ci +web-1 +Valid +web-1 +Access +\d{4}-")
        self.assertIn('"typ": "at+jwt"', shown)
        self.assertRegex(shown, r"now: +[0-9a-f-]{36} until .*\naccepted: [0-9a-f-]{36} until ")
        self.assertIn('secrets "agent-7" not found', shown)
        self.assertIn("may not issue tokens of scope Cluster", shown)
        self.assertRegex(shown, r"the proxy is (nginx|an embedded one)")
        self.assertRegex(shown, r"200 +and the application was told X-Signet-Subject: signet-[a-z2-7]{26}:ci:Agent:app-client")
        self.assertRegex(shown, r"403\nthe log says: refused: RequestRestricted +token [0-9a-f-]{36}\n")
        self.assertRegex(shown, r"refused \d+ ms after kubectl returned\nthe log says: refused: TokenRevoked")

        kubeconfig = re.search(r"^export KUBECONFIG=(.*)$", shown, re.MULTILINE).group(1)
        kubectl = Path(re.search(r"^export PATH=(.*?):", shown, re.MULTILINE).group(1)) / "kubectl"
        tokens = subprocess.run([kubectl, "--kubeconfig", kubeconfig, "get", "agenttokens", "-A", "-o", "name"],
                                capture_output=True, text=True, check=True).stdout
        self.assertIn("agenttoken.signet.dev/web-1", tokens)
        left = self._left()
        self.assertGreaterEqual(len(left), 7, "etcd, API server, controller manager, operator, what renews its token, token service, proxy")

        # On a cluster of one's own it can be run again and again.
        again = self._run("--kubeconfig", kubeconfig, home="again", path=kubectl.parent)
        self.assertIn("helm uninstall signet", again)
        self.assertEqual(self._left("again"), [])

        self.assertIn("stopped", self._run("--stop"))
        self.assertEqual([pid for pid in left if start_time(pid)], [])

    def test_ctrl_c_leaves_no_process(self):
        for moment in ("bringing up cluster", "waiting for the authority", "waiting for the renewal"):
            with self.subTest(moment):
                self._interrupt(moment)

    def _interrupt(self, moment: str) -> None:
        run = subprocess.Popen([ROOT / "quickstart"], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        for line in run.stdout:
            if moment in line:
                break
        time.sleep(0.3)
        left = self._left()
        run.send_signal(signal.SIGINT)
        rest, _ = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130, rest)
        self.assertIn("ended by SIGINT", rest)
        self.assertNotEqual(left, [])
        self.assertEqual([pid for pid in left + self._left() if start_time(pid)], [])

    def _run(self, *arguments: str, home: str = "", path: Path | None = None) -> str:
        environment = {**self.environment, "XDG_STATE_HOME": str(self.state / home)}
        if path:
            environment["PATH"] = f"{path}:{environment['PATH']}"
        run = subprocess.run([ROOT / "quickstart", *arguments], env=environment, capture_output=True, text=True, timeout=240)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def _left(self, home: str = "") -> list[int]:
        """The processes that know of this test's home: all that a run has started."""
        mark = f"XDG_STATE_HOME={self.state / home}".encode()
        return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if mark in _environment(folder)]


def _environment(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


if __name__ == "__main__":
    unittest.main()
