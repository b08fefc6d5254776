"""Finding the shared libraries: beside the package, then LIBLOYALTY_PATH, then the system.

Each component (core, json, sqlite) is a library of its own and is loaded when
it is first needed, except the core, which importing the package loads. The
components find the core by its name among the libraries already loaded, so
all of them always work on the same one.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from .errors import LibraryError

COMPONENTS = {"core": "loyalty", "json": "loyalty-json", "sqlite": "loyalty-sqlite"}
ENVIRONMENT = "LIBLOYALTY_PATH"


def file_name(component: str) -> str:
    """The file name of a component on this platform, e.g. ``libloyalty.so.0``."""
    stem = COMPONENTS[component]
    if sys.platform == "win32":
        return f"{stem}-0.dll"
    if sys.platform == "darwin":
        return f"lib{stem}.0.dylib"
    return f"lib{stem}.so.0"


def candidates(component: str) -> Iterator[str]:
    """Where a component may be, most preferred first; the last is for the system's loader."""
    name = file_name(component)
    beside = Path(__file__).resolve().parent / name
    if beside.exists():
        yield str(beside)
    named = os.environ.get(ENVIRONMENT)
    if named:
        path = Path(named)
        if path.is_dir():
            yield str(path / name)
        elif component == "core":
            yield str(path)
        else:
            yield str(path.parent / name)
    yield name


def load(component: str) -> ctypes.CDLL:
    """Loads a component, or raises LibraryError with every place that was tried and why not."""
    failures: list[str] = []
    for place in candidates(component):
        try:
            return ctypes.CDLL(place)
        except OSError as reason:
            failures.append(f"{place}: {reason}")
    raise LibraryError(
        f"the component {COMPONENTS[component]!r} of libloyalty was not found; "
        f"install it or set {ENVIRONMENT} to its folder. Tried:\n  " + "\n  ".join(failures)
    )
