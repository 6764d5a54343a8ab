"""A bar that shows how far a batch is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kpi_helpers.runs.execute import OnStep, Step
from kpi_helpers.runs.plan import Job

__all__ = ["told_progress"]


@contextmanager
def told_progress(jobs: Sequence[Job], title: str, console: Console) -> Iterator[OnStep]:
    """A bar over all notebooks of all jobs; it names the brand, month and notebook at work."""
    total = sum(len(job.notebooks) for job in jobs)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(title, total=total)
        finished = 0

        def on_step(step: Step) -> None:
            nonlocal finished
            job = step.job
            if step.record is not None:
                finished += len(job.notebooks)
                bar.update(task, completed=finished)
                return
            part = [source.name for source in job.notebooks].index(step.notebook)
            within = part + (step.done / step.total if step.total else 0)
            text = f"{title} · {job.brand} {job.month} · {step.notebook}"
            bar.update(task, completed=finished + within, description=text)

        yield on_step
