import sys
def main() -> None:
    from jointline.cli import run
    sys.exit(run())
