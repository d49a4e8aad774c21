"""What stops a command: one sentence that says what to do."""

from pathlib import Path

# The end of an installer's log, in lower case, against what it means. First match wins.
MEANINGS = (
    (("no space left on device", "enospc"), "the disk is full: free some space and start again"),
    (
        ("dns error", "error sending request", "enotfound", "econnrefused", "etimedout", "econnreset", "eai_again",
         "failed to fetch", "network is unreachable", "self_signed_cert", "unable to get local issuer"),
        "the package registry cannot be reached: check the network, or name a mirror (docs/operations.md, Mirrors)",
    ),
    (("hash mismatch", "eintegrity"), "a download does not match its lock: use another mirror"),
    (("memoryerror", "cannot allocate memory", "heap out of memory"), "the memory ran out: 4 GB are needed"),
)  # fmt: skip


class Problem(Exception):
    """A command cannot go on. `str()` is a sentence for the operator; `exit_code` goes to the shell."""

    def __init__(self, sentence: str, *, log: Path | None = None, exit_code: int = 1) -> None:
        self.exit_code = exit_code
        super().__init__(f"{sentence} (log: {log})" if log else sentence)


def explain(what: str, output: str, log: Path) -> Problem:
    """`what` failed and printed `output` last: the cause in words when it is a known one."""
    lowered = output.lower()
    for signs, meaning in MEANINGS:
        if any(sign in lowered for sign in signs):
            return Problem(f"{what} failed: {meaning}.", log=log)
    return Problem(f"{what} failed; its log says why.", log=log)
