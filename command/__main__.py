"""`python -m command`, as the script `zhike` calls it."""

from command.cli import main

if __name__ == "__main__":
    main()
