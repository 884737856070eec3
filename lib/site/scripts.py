"""Data for the scripts of a page, as classic scripts: browsers run these from disk, where they fetch nothing."""

import json
from pathlib import Path
from typing import Any


def assignment(name: str, value: Any) -> str:
    """A script that sets one variable; nothing in the value can end the element or the line that it stands in.

    Args:
        name: of the variable, or of a part of it that an earlier script made.
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return f"{name}={written};\n".encode("utf-8", "replace").decode()  # half a surrogate pair can be written nowhere


def put_files(files: dict[str, str], folder: Path) -> None:
    """Write texts to a folder: {path below it: text}."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
