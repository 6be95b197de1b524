"""The Kubernetes releases that can be run: one Go module in tools/control-plane for each."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .errors import ClusterError

MODULES = Path(__file__).resolve().parent.parent / "control-plane"
ETCD_MODULE = MODULES / "etcd"
DEFAULT_VERSION = "1.36"

APISERVER = "kube-apiserver"
CONTROLLER_MANAGER = "kube-controller-manager"
KUBECTL = "kubectl"
ETCD = "etcd"
BINARIES = (APISERVER, CONTROLLER_MANAGER, KUBECTL, ETCD)


@dataclass(frozen=True)
class Release:
    """A Kubernetes version, the etcd version beside it, and the folder of the Go module that builds it."""

    kubernetes: str  # v1.36.3
    etcd: str  # v3.6.16
    module: Path

    @property
    def minor(self) -> str:
        """The version without its patch, as `1.36`."""
        return minor_of(self.kubernetes)


def releases() -> list[Release]:
    """Every release that a module exists for; its go.mod is the only place that names the versions."""
    etcd = _required_version(ETCD_MODULE, "go.etcd.io/etcd/server/v3")
    folders = sorted(path.parent for path in MODULES.glob("[0-9]*/go.mod"))
    return [Release(_required_version(folder, "k8s.io/kubernetes"), etcd, folder) for folder in folders]


def parse_version(text: str) -> Release:
    """The release meant by `1.36`, `v1.36`, `1.36.3` or `v1.36.3`."""
    wanted = text.strip().lower()
    wanted = wanted[1:] if wanted.startswith("v") else wanted
    for release in releases():
        if wanted in (release.minor, release.kubernetes[1:]):
            return release
    known = ", ".join(f"{release.minor} ({release.kubernetes})" for release in releases())
    raise ClusterError(f"Kubernetes version {text!r} is not one of those that can be run here: {known}")


def minor_of(version: str) -> str:
    """`1.36` of `v1.36.3`."""
    return ".".join(version.lstrip("v").split(".")[:2])


def _required_version(folder: Path, module: str) -> str:
    text = (folder / "go.mod").read_text()
    found = re.search(rf"^(?:require)?\s*{re.escape(module)} (v\d\S*)", text, re.MULTILINE)
    if not found:
        raise ClusterError(f"{folder / 'go.mod'} does not require {module}")
    return found.group(1)
