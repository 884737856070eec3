"""What is packed: the parts of a .zip (.docx, .odt and .xlsx are zips), never more than fits and never elsewhere."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from lib.corpus.readers.parts import LARGEST, Unreadable, short

MOST = 20_000  # files of one archive
WHOLE = 400_000_000  # bytes of one archive, once unpacked


def opened(raw: bytes, what: str) -> zipfile.ZipFile:
    """A zip, or Unreadable."""
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise Unreadable(f"its {what} is broken ({short(error)}); save it anew") from error


def unpacked(archive: zipfile.ZipFile, name: str, what: str) -> bytes:
    """One part, unpacked; b"" where there is none.

    Raises:
        Unreadable: it is broken, locked, or larger than LARGEST once unpacked, whatever the archive says of its size.
    """
    try:
        with archive.open(name) as packed:
            raw = packed.read(LARGEST + 1)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"its {what} is broken ({short(error)}); save it anew") from error
    except RuntimeError as error:  # a password
        raise Unreadable(f"its {what} is locked ({short(error)}); save it without a password") from error
    if len(raw) > LARGEST:
        raise Unreadable(f"its part {name[:60]} is larger than {LARGEST:,} bytes once unpacked; save its texts as .txt")
    return raw


def members(raw: bytes) -> Iterator[tuple[str, bytes | Unreadable]]:
    """The files of a .zip by name, sorted: (path, bytes), or why one is left out. Nothing is written to disk.

    Raises:
        Unreadable: it is broken or too large.
    """
    archive, held = opened(raw, "archive"), 0
    infos = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)
    if len(infos) > MOST:
        raise Unreadable(f"it is an archive of {len(infos):,} files; unpack it there, as a folder")
    for info in infos:
        name = info.filename.replace("\\", "/")
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
            yield name, Unreadable("its name leads out of the archive; rename it")
            continue
        if any(part.startswith((".", "_")) for part in place.parts):
            continue
        try:
            content = unpacked(archive, info.filename, "archive")
        except Unreadable as error:
            yield name, error
            continue
        held += len(content)
        if held > WHOLE:
            raise Unreadable(f"it holds more than {WHOLE:,} bytes once unpacked; unpack it there, as a folder")
        yield name, content
