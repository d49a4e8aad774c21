"""The figures of an evaluation on the terminal."""

from typing import Any

from rich.console import Console
from rich.table import Table

from evaluation.page import shown_change, shown_target, shown_value

FILE_WIDTH = 120  # columns, where there is no terminal to fit
MARKS = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}


def print_figures(made: dict[str, Any]) -> None:
    deltas = (made["against"] or {}).get("deltas", {})
    table = Table("figure", "value", "95 %", "n", "target", "", *(["change"] if deltas else []))
    for figure in made["figures"]:
        interval = "-".join(f"{bound:.1%}" for bound in figure["interval"] or [])
        cells = [figure["metric"], shown_value(figure), interval, str(figure["n"]), shown_target(figure)]
        change = [shown_change(figure, deltas.get(figure["key"]))] if deltas else []
        table.add_row(*cells, MARKS[figure["is_met"]], *change)
    console = Console() if Console().is_terminal else Console(width=FILE_WIDTH)
    console.print(table)
    for played in made["conversations"] or []:
        if played["complaint"]:
            cause = played["complaint"].splitlines()[0]
            console.print(f"{played['title']}, step {played['step']}: {cause}", markup=False, soft_wrap=True)
