"""VAR_DIR: the folder where one machine keeps what must outlive a run."""

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

BASE_DIR = Path(__file__).resolve().parent.parent


def refuse(name: str, fault: str, remedy: str) -> NoReturn:
    """Stop the start: one line that names the variable and what to do, no traceback."""
    sys.exit(f"{name}: {fault}. {remedy}")


def var_dir() -> Path:
    given = os.environ.get("VAR_DIR", "").strip()
    return Path(given or BASE_DIR / "var").expanduser().resolve()


def writable(folder: Path) -> Path:
    """The folder, made when it is missing, or one line that says who cannot write there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        allowed = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        allowed = False
    if not allowed:
        refuse(
            "VAR_DIR",
            f"{folder} cannot be written by this user",
            "Set VAR_DIR to a folder of your own, or run as the user who made it.",
        )
    return folder


def new_secret() -> str:
    return secrets.token_urlsafe(50)


def kept_secret(path: Path, make: Callable[[], str] = new_secret) -> str:
    """A key made when first asked for and kept, so that what it signed outlives a restart.

    Written aside and linked into place: of two first starts at once, both read the same key.
    """
    if not path.exists():
        draft = writable(path.parent) / f"{path.name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(make(), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    try:
        return path.read_text(encoding="ascii")
    except PermissionError:
        refuse(
            path.name.upper().replace("-", "_"),
            f"{path} cannot be read by this user",
            "Run as the user who made it, or set VAR_DIR to a folder of your own.",
        )
