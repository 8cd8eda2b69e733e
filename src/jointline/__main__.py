"""``python -m jointline`` and the ``jointline`` command."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from jointline.cli import run

        code = run()
    except KeyboardInterrupt:  # one that came while modules were loaded, or while another was being told
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
