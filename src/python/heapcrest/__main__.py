"""python -m heapcrest: becomes the launcher, so that exit code, signals and terminal are the program's own."""

import os
import sys

import heapcrest


def main() -> None:
    try:
        launcher = heapcrest.program()
    except OSError as reason:
        sys.exit(f"heapcrest: {reason}")
    os.execv(launcher, [launcher, *sys.argv[1:]])


if __name__ == "__main__":
    main()
