"""What is wrong with a corpus: an error of the whole, a warning of a file; and how a command ends in a sentence."""

import contextlib
import errno
import os
import sys
import warnings
from collections.abc import Iterator

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # errors of a full disk
ADDRESSES = 3_000_000_000  # bytes that polars, Arrow and ZeroMQ reserve, on two cores


class CorpusError(ValueError):
    """The folder as a whole cannot be read as a corpus."""


class CorpusWarning(UserWarning):
    """Something about one file; the rest of the corpus loads."""


def warn(message: str) -> None:
    """Warn of a file, which the message names, with what to do."""
    warnings.warn(message, CorpusWarning, stacklevel=3)


def is_full(error: OSError) -> bool:
    """Does an error say that the disk is full? Where a folder is copied it says so in the words of its parts."""
    return error.errno in FULL or (error.errno is None and any(os.strerror(code) in str(error) for code in FULL))


def check_addresses() -> None:
    """Raise a CorpusError where a process may name so few bytes that libraries end it without a word."""
    with contextlib.suppress(ImportError):
        import resource

        least = resource.getrlimit(resource.RLIMIT_AS)[0]
        if 0 <= least < ADDRESSES:
            raise CorpusError(
                f"a process may address no more than {least / 1e9:.1f} GB here (ulimit -v), of which libraries set"
                f" aside {ADDRESSES / 1e9:.0f} GB, though they use little of it; lift that limit (ulimit -v unlimited)"
            )


@contextlib.contextmanager
def ends_in_a_sentence(what: str) -> Iterator[None]:
    """End a command with a sentence where a corpus, the disk or the memory does not allow `what`."""
    try:
        yield
    except CorpusError as error:
        sys.exit(str(error))
    except (MemoryError, OSError) as error:
        if isinstance(error, MemoryError) or error.errno == errno.ENOMEM:
            sys.exit(f"Memory ran out, so {what}; give it fewer articles, or count with lib.scale.")
        if not is_full(error):
            raise
        sys.exit(f"The disk is full, so {what}; make room and call it again.")
