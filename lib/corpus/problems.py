"""What is wrong with a corpus: an error of the whole, a warning of a file."""

import errno
import warnings

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # errors of a full disk


class CorpusError(ValueError):
    """The folder as a whole cannot be read as a corpus."""


class CorpusWarning(UserWarning):
    """Something about one file; the rest of the corpus loads."""


def warn(message: str) -> None:
    """Warn of a file, which the message names, with what to do."""
    warnings.warn(message, CorpusWarning, stacklevel=3)
