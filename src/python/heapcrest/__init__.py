"""Heapcrest: flame graphs of memray captures. The program is a command; this package finds it, and serves notebooks."""

from __future__ import annotations

import os
import sys

__all__ = ["load_ipython_extension", "program"]


def program() -> str:
    """The path of the launcher that was installed with this package.

    Raises FileNotFoundError where there is none, and OSError on Windows, which has no shell for it.
    """
    if sys.platform == "win32":
        raise OSError("Heapcrest does not support Windows. It works in the Windows Subsystem for Linux.")
    package = os.path.dirname(os.path.abspath(__file__))
    prefix = package
    # Above the package: site-packages, lib/python3.x and the prefix, or fewer levels with pip's --target.
    while prefix != os.path.dirname(prefix):
        prefix = os.path.dirname(prefix)
        launcher = os.path.join(prefix, "bin", "heapcrest")
        if os.path.isfile(launcher) and os.path.isfile(os.path.join(prefix, "share", "heapcrest", "heapcrest.jar")):
            return launcher
    raise FileNotFoundError(f"No bin/heapcrest with its jar above {package}. Install heapcrest again.")


def load_ipython_extension(ipython) -> None:
    """What %load_ext heapcrest calls: adds %%heapcrest_flamegraph."""
    from heapcrest.notebook import HeapcrestMagics

    ipython.register_magics(HeapcrestMagics)
