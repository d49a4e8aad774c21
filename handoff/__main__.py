"""`python -m handoff`: the public process. `zhike up` starts it; a service manager may as well (docs/operations.md)."""

import gc


def main() -> None:
    """What a start makes stays: looking for garbage in it would take a tenth of the time until it serves."""
    gc.disable()
    from handoff.serving import serve

    serve()


if __name__ == "__main__":
    main()
