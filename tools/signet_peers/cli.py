"""The command line of tools/peers."""
from __future__ import annotations

import argparse

from signet_cluster.cli import cache_home
from signet_cluster.errors import ClusterError, Interrupted
from signet_cluster.waiting import note_signals, say

from .peers import PEERS
from .resolving import resolve


def main(arguments: list[str] | None = None) -> int:
    """Prints one line for each peer, `name path`; 1 for a failure that is explained, 130 for Ctrl-C."""
    options = _parser().parse_args(arguments)
    note_signals()
    try:
        found = resolve([PEERS[name] for name in dict.fromkeys(options.names or PEERS)], cache_home() / "peers")
        for name, path in found.items():
            print(name, path)
        return 0
    except ClusterError as failure:
        say(f"error: {failure}")
        return 1
    except Interrupted as signal:
        say(f"ended by {signal}")
        return 130


def _parser() -> argparse.ArgumentParser:
    rows = "\n".join(f"  {peer.name:<12} {peer.source}" for peer in PEERS.values())
    parser = argparse.ArgumentParser(
        prog="tools/peers",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Makes sure that programs which Signet is tested with are there, and prints where.",
        epilog=f"What is on the PATH is taken as it is, but for an application of PyPI. Else:\n{rows}\n\nNothing is started.")
    parser.add_argument("names", nargs="*", type=_known, metavar="NAME", help="which ones; all of them where none is named")
    return parser


def _known(name: str) -> str:
    if name not in PEERS:
        raise argparse.ArgumentTypeError(f"there is no {name}; choose from {', '.join(PEERS)}")
    return name
