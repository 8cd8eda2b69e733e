"""``python -m jointline`` and the ``jointline`` command."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from jointline.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
