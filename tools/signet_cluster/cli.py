"""The command line of tools/cluster."""
from __future__ import annotations

import argparse
import os
import shlex
from pathlib import Path

from . import cluster
from .cache import Cache
from .errors import ClusterError, Interrupted
from .processes import GRACE_SECONDS
from .providers import one_folder, resolve
from .releases import DEFAULT_VERSION, KUBECTL, parse_version, releases
from .state import AUDIT_LEVELS
from .waiting import Progress, note_signals, say

DEFAULT_NAME = "signet"


def main(arguments: list[str] | None = None) -> int:
    """Runs one subcommand; 1 for a failure that is explained, 130 for Ctrl-C."""
    options = _parser().parse_args(arguments)
    note_signals()
    try:
        options.run(options)
        return 0
    except ClusterError as failure:
        say(f"error: {failure}")
        return 1
    except Interrupted as signal:
        say(f"ended by {signal}")
        return 130


def cache_home() -> Path:
    """`${XDG_CACHE_HOME:-~/.cache}/signet`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "signet"


def clusters_home() -> Path:
    """`${XDG_STATE_HOME:-~/.local/state}/signet/clusters`."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "signet" / "clusters"


def _up(options: argparse.Namespace) -> None:
    wish = cluster.Wish(options.name, options.version, options.audit_level, options.apiserver_arg, options.ready_timeout)
    step = Progress(f"bringing up cluster {options.name}")
    settings = cluster.up(wish, clusters_home(), cache_home())
    path = cluster.kubeconfig_path(options.name, clusters_home())
    say(f"Kubernetes {settings.version} serves at {settings.server} after {step.elapsed()}; kubectl is {settings.binaries[KUBECTL]}")
    print(f"export KUBECONFIG={shlex.quote(str(path))}")


def _down(options: argparse.Namespace) -> None:
    for name in cluster.names(clusters_home()) if options.all else [options.name]:
        existed = cluster.down(name, clusters_home(), options.grace)
        say(f"cluster {name} is gone" if existed else f"there is no cluster {name}")


def _kubeconfig(options: argparse.Namespace) -> None:
    print(cluster.kubeconfig_path(options.name, clusters_home()))


def _list(_options: argparse.Namespace) -> None:
    rows = cluster.table(clusters_home())
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def _binaries(options: argparse.Namespace) -> None:
    release = parse_version(options.version)
    binaries = resolve(release, cache_home())
    if options.check:
        Cache(cache_home() / "control-plane").check(release)
    print(one_folder(release, binaries, cache_home()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tools/cluster",
        description="A real Kubernetes control plane (etcd, kube-apiserver, kube-controller-manager) on loopback, without containers.",
        epilog="The binaries come from KUBEBUILDER_ASSETS, the cache, the official releases, or a build with Go; in this order.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    up = _command(commands, "up", _up, "start a cluster, or the missing parts of one; prints the export of KUBECONFIG")
    _name(up)
    _version(up, None)
    up.add_argument("--ready-timeout", type=float, default=120, metavar="SECONDS",
                    help="how long the start may take once the binaries are there (default 120)")
    up.add_argument("--audit-level", choices=AUDIT_LEVELS,
                    help="what the audit log, logs/audit.log beside the kubeconfig, holds of each request (default Metadata)")
    up.add_argument("--apiserver-arg", action="append", metavar="=--FLAG=VALUE",
                    help="another flag for kube-apiserver, as --apiserver-arg=--max-requests-inflight=5; may be repeated")

    down = _command(commands, "down", _down, "end the processes of a cluster and remove its data")
    _name(down)
    down.add_argument("--all", action="store_true", help="every cluster of this user")

    down.add_argument("--grace", type=float, default=GRACE_SECONDS, metavar="SECONDS",
                      help=f"how long each process may take before it is killed (default {GRACE_SECONDS}); open watches hold the API server")

    _name(_command(commands, "kubeconfig", _kubeconfig, "print the path of the administrator's kubeconfig"))
    _command(commands, "list", _list, "print a table of the clusters")

    binaries = _command(commands, "binaries", _binaries, "get the binaries if they are not there; prints their folder")
    _version(binaries, DEFAULT_VERSION)
    binaries.add_argument("--check", action="store_true", help="compare those in the cache with their checksums")
    return parser


def _command(commands, name: str, run, explanation: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=explanation, description=explanation)
    parser.set_defaults(run=run)
    return parser


def _name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", default=DEFAULT_NAME, help=f"which cluster (default {DEFAULT_NAME})")


def _version(parser: argparse.ArgumentParser, default: str | None) -> None:
    known = ", ".join(release.minor for release in releases())
    parser.add_argument("--version", default=default, help=f"the Kubernetes version, one of {known} (default {DEFAULT_VERSION})")
