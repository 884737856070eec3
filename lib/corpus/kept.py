"""What several notebooks of one build compute alike is computed once, and kept on disk while the build lasts.

`for_a_build` names a folder in the environment variable KEPT, new for each build and gone after it. Without that
variable, as in JupyterLab, in scripts and under nbval, nothing is kept and every call computes.
"""

import contextlib
import functools
import hashlib
import os
import pickle
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

KEPT = "KEPT"


def once_a_build(function: Callable) -> Callable:
    """The function, which in a build looks first whether another notebook has called it with the same arguments.

    These may be tables, arrays, tuples of them, and what has a telling repr (numbers, text, dicts of them). What it
    warns of is warned of at each call.
    """

    @functools.wraps(function)
    def kept(*args, **options):
        folder = os.environ.get(KEPT)
        if not folder:
            return function(*args, **options)
        place = Path(folder, f"{function.__module__}.{function.__name__}-{_digest((*args, options))}")
        with _alone(place):
            if place.exists():
                result, told = pickle.loads(place.read_bytes())
            else:
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    result = function(*args, **options)
                told = [(str(one.message), one.category) for one in caught]
                _keep(place, (result, told))
        for message, category in told:
            warnings.warn(message, category, stacklevel=2)
        return result

    return kept


@contextlib.contextmanager
def for_a_build(root: Path) -> Iterator[None]:
    """While a build lasts, keep what is computed, unless a build around it does; another build waits for its end.

    Args:
        root: the folder of _build/ and of the sites, where one build at a time may write.
    """
    if os.environ.get(KEPT):
        yield
        return
    (root / "_build").mkdir(parents=True, exist_ok=True)
    waits = f"Another build is at work in {root}; this one waits for its end."
    with _alone(root / "_build/building", waits), tempfile.TemporaryDirectory(prefix="kept-") as folder:
        os.environ[KEPT] = folder
        try:
            yield
        finally:
            del os.environ[KEPT]


@contextlib.contextmanager
def _alone(place, waits=""):
    """One process at a time: what another is computing or building is waited for, after saying so."""
    import fcntl  # no build runs where it is missing

    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # a full disk stops nothing
            lock = stack.enter_context(place.with_name(f"{place.name}.lock").open("w"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if waits:
                    print(waits, file=sys.stderr, flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest(arguments):
    told = hashlib.sha256()
    for value in arguments:
        if isinstance(value, pd.DataFrame):
            told.update(repr((list(value.columns), value.attrs, len(value))).encode())
            told.update(pd.util.hash_pandas_object(value).to_numpy().tobytes())
        elif isinstance(value, np.ndarray):
            told.update(repr((value.shape, value.dtype)).encode())
            told.update(repr(value.tolist()).encode() if value.dtype == object else value.tobytes())
        else:
            told.update((_digest(value) if isinstance(value, tuple) else repr(value)).encode())
    return told.hexdigest()


def _keep(place, what):
    """Write it, whole or not at all; a full disk stops nothing."""
    part = place.with_name(f"{place.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        part.write_bytes(pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL))
        part.replace(place)
    part.unlink(missing_ok=True)
