"""Waiting that can be interrupted, says what it waits for, and excludes a second run."""
from __future__ import annotations

import contextlib
import fcntl
import signal
import sys
import time
from pathlib import Path
from typing import Iterator

from .errors import Interrupted

POLL_SECONDS = 0.1
PROGRESS_SECONDS = 15

_received: list[int] = []


def note_signals() -> None:
    """Makes Ctrl-C, SIGTERM and SIGHUP end the next `pause` instead of any statement.

    An exception between starting a process and writing down its pid would leave that process behind.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores SIGHUP, and so do we then
            signal.signal(number, lambda received, _frame: _received.append(received))


def check_interrupted() -> None:
    """Raises `Interrupted` if a signal has arrived."""
    if _received:
        raise Interrupted(signal.Signals(_received[0]).name)


def ignore_signals() -> None:
    """From now on signals change nothing, the one included that has arrived: for putting things in order before the end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _received.clear()


def pause(seconds: float = POLL_SECONDS) -> None:
    """Sleeps, and raises `Interrupted` if a signal has arrived."""
    time.sleep(seconds)
    check_interrupted()


def say(line: str) -> None:
    """Prints one line of progress; standard output is kept for results."""
    print(line, file=sys.stderr, flush=True)


class Progress:
    """One long step: announced at once, then again every 15 seconds with the time elapsed."""

    def __init__(self, step: str, interval: float = PROGRESS_SECONDS) -> None:
        self._step = step
        self._interval = interval
        self._begun = time.monotonic()
        self._next = self._begun + interval
        say(f"{step} ...")

    def elapsed(self) -> str:
        """Time since the step began, as `3 min 54 s`."""
        return duration(time.monotonic() - self._begun)

    def tick(self, detail: str = "") -> None:
        """Says that the step goes on, if it is time to."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self._interval
            say(f"{self._step} ... {self.elapsed()}{', ' + detail if detail else ''}")


def duration(seconds: float) -> str:
    """A time span for people, in its two largest units."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@contextlib.contextmanager
def file_lock(path: Path, purpose: str) -> Iterator[None]:
    """Holds an exclusive lock on a file; a second run waits here and says so.

    The file stays: removing it would let two runs lock two different files of the same name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        _wait_for_lock(handle, purpose)
        yield


def _wait_for_lock(handle, purpose: str) -> None:
    progress = None
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            progress = progress or Progress(f"waiting for another run to {purpose}")
        progress.tick()
        pause()
