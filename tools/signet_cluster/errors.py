"""The failures a person is told about: one line or a few, never a stack trace."""
from __future__ import annotations


class ClusterError(Exception):
    """Something went wrong; the message says what, and what to do where that is known."""


class Interrupted(Exception):
    """Ctrl-C, or a polite request to end, arrived."""
