"""Processes that outlive this script, each known by its pid and the moment it started."""
from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Sequence

GRACE_SECONDS = 10


@dataclass(frozen=True)
class ProcessRecord:
    """A process that was started: a pid alone may long belong to another one."""

    pid: int
    started: str
    command: list[str]


def launch(command: list[str], folder: Path, log: Path, more: Mapping[str, str] | None = None) -> ProcessRecord:
    """Starts a process in a session of its own, so that it survives this script; output is added to its log.

    `more` is added to the environment.
    """
    # etcd reads ETCD_*, flags or not
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ETCD_")} | dict(more or {})
    with open(log, "ab") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=output, stderr=output, start_new_session=True)
    return ProcessRecord(process.pid, start_time(process.pid) or "", command)


def is_running(record: ProcessRecord) -> bool:
    """Whether the very process of this record runs, and not another one that was given its pid."""
    return record.started != "" and start_time(record.pid) == record.started


def end(records: Sequence[ProcessRecord], grace: float = GRACE_SECONDS) -> None:
    """Ends processes one after the other: asks with SIGTERM, and after the grace ends with SIGKILL."""
    for record in records:
        for number, patience in ((signal.SIGTERM, grace), (signal.SIGKILL, 5.0)):
            _send(record, number)
            deadline = time.monotonic() + patience
            while is_running(record) and time.monotonic() < deadline:
                time.sleep(0.05)


def start_time(pid: int) -> str | None:
    """When a process started, in the words of this system; None for one that has ended (a zombie has)."""
    if Path("/proc/self/stat").exists():
        return _start_time_linux(pid)
    return _start_time_ps(pid)


def _start_time_linux(pid: int) -> str | None:
    """Boot id and clock ticks since that boot: field 22 of /proc/<pid>/stat, see proc_pid_stat(5)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    fields = stat[stat.rindex(")") + 2:].split()  # the name before may hold spaces and parentheses
    state, ticks = fields[0], fields[19]
    return None if state in "ZX" else f"{boot} {ticks}"


def _start_time_ps(pid: int) -> str | None:
    environment = {**os.environ, "LC_ALL": "C"}
    result = subprocess.run(["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True, env=environment)
    state, _, started = result.stdout.strip().partition(" ")
    return None if not started or state.startswith("Z") else started.strip()


def _send(record: ProcessRecord, number: signal.Signals) -> None:
    if is_running(record):
        try:
            os.kill(record.pid, number)
        except ProcessLookupError:
            pass
