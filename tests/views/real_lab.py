"""A real JupyterLab on loopback, for tests that drive it with Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "only-for-this-test"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def write_notebook(path: Path, *cells: nbformat.NotebookNode) -> None:
    """A notebook of these cells, with a kernel to run them."""
    notebook = nbformat.v4.new_notebook(cells=list(cells), metadata={"kernelspec": KERNEL})
    nbformat.write(notebook, path)


@contextmanager
def serving(folder: Path, own: Path, **environment: str) -> Iterator[str]:
    """Start JupyterLab on `folder`; what it keeps for itself lies in `own`.

    Yields
    ------
    str
        Address with one brace pair for the name of a notebook.
    """
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {
        f"JUPYTER_{name}": str(own / name) for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    }
    arguments = [
        *("--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *("--allow-root", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"),
        *("--LabApp.extension_manager=readonly", f"--LabApp.workspaces_dir={own / 'w'}"),
    ]
    with (own / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *arguments],
            env=os.environ | places | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={TOKEN}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def run_first_cell(page: Page) -> None:
    """Run the first cell once its kernel hears.

    A key pressed while Lab still lays itself out, or while its kernel starts, may be lost: it is
    pressed until the cell says that it runs or has run. On a busy machine Lab may ask which kernel
    to use before it knows of any: its own choice is taken.
    """
    code = page.locator(".jp-Notebook .jp-CodeCell .cm-content").first
    code.wait_for(timeout=180_000)
    prompt = page.locator(".jp-CodeCell .jp-InputPrompt").first
    asked = page.locator(".jp-Dialog")
    told = ""
    for _ in range(24):
        if asked.count():
            told = asked.first.inner_text()
            asked.locator("button.jp-mod-accept").first.click()
            page.wait_for_timeout(1_000)
            continue
        code.click(timeout=10_000)
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(1_000)
        if prompt.inner_text().strip() not in {"", "[ ]:"}:
            return
        page.wait_for_timeout(9_000)
    raise AssertionError(f"the cell never ran; Lab asked: {told!r}")


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(360):
        assert server.poll() is None, "JupyterLab ended before it answered"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    raise AssertionError("JupyterLab did not answer in time")
