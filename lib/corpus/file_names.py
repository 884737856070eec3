"""What folders and names of files say: courier/001.txt, courier_2025-06-17_0.txt."""

import re
from pathlib import PurePosixPath

from lib.corpus.readers import dates
from lib.corpus.readers.marks import bare

FOLDER, PATTERN, NAME = "folder", "pattern of the file names", "name of the file"
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d(?!\d)")
_DAY_APART = re.compile(r"(?:19|20)\d\d-[01]?\d-[0-3]?\d")
_NUMBER = re.compile(r"(?<![^\W_])\d+(?![^\W_])")
_PARTS = (re.compile(r"_+|\s+-+\s+"), re.compile(r"[_\s]+"), re.compile(r"-+(?![0-9]{2}(?:-|$))"))


def stem(file: str) -> str:
    """A file's name without its ending, its folders before it: courier/001.txt is courier-001."""
    path = PurePosixPath(file)
    return "-".join([*path.parts[:-1], path.stem])


def patterns(files: list[str], no_outlets: frozenset[str]) -> dict[str, tuple[str, str, str]]:
    """{file: (outlet, where it comes from, date)} of those whose place says something; "" for what it does not.

    A folder names the outlet, unless its name says nothing (texts, 2025): then the one around it does. Of files that
    lie in no such folder, a pattern that all names fit: one part of words that several share, the others numbers or
    dates.
    """
    found, rest = {}, []
    for file in files:
        *folders, name = PurePosixPath(file).parts
        named = [part for part in folders if bare(part) not in no_outlets and _is_name(part)]
        named = [part for part in named if not part.lower().endswith(".zip")]
        if named:
            found[file] = (named[-1], FOLDER, _date(PurePosixPath(name).stem))
        else:
            rest.append(file)
    found |= _by_name(rest)
    dated = {file: _date_of_folders(PurePosixPath(file).with_suffix("").parts) for file in files}
    for file in files:  # 2025-06-17/courier.txt, courier/2025/06/17.txt
        if dated[file]:
            outlet, origin, day = found.get(file, ("", "", ""))
            found[file] = (outlet, origin, day or dated[file])
    return found


def _by_name(files):
    stems = [PurePosixPath(file).stem for file in files]
    if len(files) < 2:
        return {}
    for shape in _PARTS:
        parts = [[part for part in shape.split(name) if part] for name in stems]
        if len({len(row) for row in parts}) != 1 or len(parts[0]) < 2:
            continue
        columns = list(zip(*parts, strict=True))
        words = _names(columns)
        others = [i for i in range(len(columns)) if not all(map(_is_word, columns[i]))]
        shared = [i for i in words if len(set(columns[i])) < len(files)]
        dated = any(all(map(_date, columns[i])) for i in others)
        numbered = all(_has_digit(part) for i in others for part in columns[i])
        if len(words) == 1 and others and numbered and (shared or dated):
            return {file: (columns[words[0]][n], PATTERN, _date(stems[n])) for n, file in enumerate(files)}
    return _by_date(files, stems) if all(map(_date, stems)) else {}


def _names(columns):
    """Which parts of names may be the outlet; where the other words are titles, of which each file has its own, one."""
    words = [i for i, column in enumerate(columns) if all(map(_is_word, column))]
    shared = [i for i in words if len(set(columns[i])) < len(columns[i])]
    return shared if len(shared) == 1 and len(set(columns[shared[0]])) > 1 else words


def _by_date(files, stems):
    """Where all names hold a date: what is left of them without it and numbers is the outlet, if several share it."""
    without = [f"{name[:start]} {name[end:]}" for name in stems for start, end in [_place(name)]]
    left = [" ".join(_NUMBER.sub(" ", name).strip(" _-.,()[]").split()) for name in without]
    named = all(map(_is_name, left)) and not any(map(_has_digit, left)) and 1 < len(set(left)) < len(files)
    outlets = [(name, PATTERN) if named else ("", "") for name in left]
    return {file: (*outlet, _date(name)) for file, outlet, name in zip(files, outlets, stems, strict=True)}


def _place(name):
    """Where a day stands in a name, in numbers or in words: (start, end), which are one where none does."""
    found = _DAY.search(name)
    return found.span() if found else dates.span(name.replace("_", " ")) or (0, 0)


def _date(name):
    start, end = _place(name)
    day = dates.iso(re.sub(r"[_.]", "-", name[start:end]))
    return day if len(day) == 10 else ""


def _date_of_folders(parts):
    """The day that one folder names (2025-06-17), or three parts in a row (2025/06/17)."""
    apart = ["-".join(three) for three in zip(parts, parts[1:], parts[2:], strict=False)]
    days = [*map(_date, parts[:-1]), *(dates.iso(three) for three in apart if _DAY_APART.fullmatch(three))]
    return next(filter(None, days), "")


def _is_name(part):
    return any(map(str.isalpha, part)) and not dates.iso(part)


def _is_word(part):
    return _is_name(part) and not _has_digit(part)


def _has_digit(part):
    return any(map(str.isdigit, part))
