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
from typing import Callable

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

        kubectl = Kubectl(Path(re.search(r"^export PATH=(.*?):", shown, re.MULTILINE).group(1)) / "kubectl",
                          re.search(r"^export KUBECONFIG=(.*)$", shown, re.MULTILINE).group(1))
        self.assertIn("agenttoken.signet.dev/web-1", kubectl("get", "agenttokens", "-A", "-o", "name"))
        # On whatever day this runs: the samples name no date that comes soon, nor one that is too far for their namespace.
        self.assertRegex(shown, r"contracts +supplier +Valid +supplier +Access +20[4-9]\d-")
        self.assertNotIn("is already past", shown)
        self.assertEqual(kubectl("get", "secret", "supplier", "-n", "contracts", "-o", "jsonpath={.type}"), "Opaque")
        left = self._left()
        self.assertGreaterEqual(len(left), 7, "etcd, API server, controller manager, operator, what renews its token, token service, proxy")
        self._tokens_end_and_are_renewed(kubectl)

        # On a cluster of one's own it can be run again and again.
        again = self._run("--kubeconfig", kubectl.kubeconfig, home="again", path=kubectl.program.parent)
        self.assertIn("helm uninstall signet", again)
        self.assertEqual(self._left("again"), [])

        self.assertIn("stopped", self._run("--stop"))
        self.assertEqual([pid for pid in left if start_time(pid)], [])

    def test_ctrl_c_leaves_no_process(self):
        # At the last one all runs: three of the control plane, operator, what renews its token, token service, proxy.
        for moment, running in (("bringing up cluster", 1), ("waiting for the authority", 5), ("the proxy is ", 7)):
            with self.subTest(moment):
                self._interrupt(moment, running)

    def _tokens_end_and_are_renewed(self, kubectl: Kubectl) -> None:
        """What renews the tokens each half an hour, each second here. They end at once, as their ServiceAccounts are made anew."""
        accounts = ("signet-controller", "signet-edge")
        configs = {account: self.state / f"signet/quickstart/{account}.kubeconfig" for account in accounts}
        former = {account: self.state / f"{account}.former" for account in accounts}
        for account in accounts:
            former[account].write_text(configs[account].read_text())
            self.assertEqual(kubectl.who(configs[account]), f"system:serviceaccount:signet-system:{account}")
            kubectl("replace", "--force", "-f", "-", text=kubectl("get", "serviceaccount", account, "-n", "signet-system", "-o", "yaml"))
        renewing = subprocess.Popen([sys.executable, ROOT / "quickstart", "--renew", "1", kubectl.program, kubectl.kubeconfig],
                                    env=self.environment)
        try:
            self._eventually(lambda: not any(map(kubectl.who, former.values())), "the former tokens to be refused")
            for account in accounts:
                self._eventually(lambda: kubectl.who(configs[account]) == f"system:serviceaccount:signet-system:{account}", account)
        finally:
            renewing.terminate()
            renewing.wait()
        # The operator goes on with the new one: it writes.
        kubectl("delete", "secret", "web-1", "-n", "ci")
        self._eventually(lambda: kubectl("get", "secret", "web-1", "-n", "ci", "--ignore-not-found", "-o", "name"), "Secret web-1")

    def _eventually(self, condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.5)

    def _interrupt(self, moment: str, running: int) -> None:
        run = subprocess.Popen([ROOT / "quickstart"], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        for line in run.stdout:
            if moment in line:
                break
        time.sleep(0.3)
        left = [pid for pid in self._left() if pid != run.pid]
        run.send_signal(signal.SIGINT)
        rest, _ = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130, rest)
        self.assertIn("ended by SIGINT", rest)
        self.assertGreaterEqual(len(left), running + ("is nginx" in line), "nginx runs below what starts it")
        self.assertEqual([pid for pid in left + self._left() if start_time(pid)], [])

    def _run(self, *arguments: str, home: str = "", path: Path | None = None) -> str:
        environment = {**self.environment, "XDG_STATE_HOME": str(self.state / home)}
        if path:
            environment["PATH"] = f"{path}:{environment['PATH']}"
        run = subprocess.run([ROOT / "quickstart", *arguments], env=environment, capture_output=True, text=True, timeout=240)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def _left(self, home: str = "") -> list[int]:
        """All that a run has started: what knows of this test's home, and its children, since nginx writes over its environment."""
        mark = f"XDG_STATE_HOME={self.state / home}".encode()
        found = {int(folder.name) for folder in Path("/proc").glob("[0-9]*") if mark in _environment(folder)}
        return sorted(found | {child for pid in found for child in _children(pid)})


class Kubectl:
    """kubectl on the cluster of a run, as its admin."""

    def __init__(self, program: Path, kubeconfig: str) -> None:
        self.program, self.kubeconfig = program, kubeconfig

    def __call__(self, *arguments: str, text: str | None = None) -> str:
        return subprocess.run([self.program, "--kubeconfig", self.kubeconfig, *arguments], input=text,
                              capture_output=True, text=True, check=True).stdout

    def who(self, kubeconfig: Path) -> str:
        """The user of a kubeconfig; empty where the API server knows nobody by its token."""
        return subprocess.run([self.program, "--kubeconfig", kubeconfig, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"],
                              capture_output=True, text=True).stdout


def _environment(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for tasks in Path(f"/proc/{pid}/task").glob("*/children") for child in tasks.read_text().split()]
    except OSError:
        return []


if __name__ == "__main__":
    unittest.main()
