"""Real proxies, registries and load generators beside Signet: each from the PATH, Debian, PyPI or a build with Go.

Read in this order: `sources` (the ways to get one), `peers` (what there is), `resolving` (how several are got), `cli` (the command).
"""
