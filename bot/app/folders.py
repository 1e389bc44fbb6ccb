"""Makes the folders that the configuration names, and no deeper than one below what is there."""

from pathlib import Path


class FolderError(Exception):
    """A folder cannot be made; the message names its key in the configuration."""


def made(folder: Path, key: str) -> Path:
    """The folder, made for its owner alone where it was not there; raises `FolderError`.

    Its parent must be there: a mistyped path would only grow where nobody looks for it.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        why = f"{folder.parent} is not there"
    except OSError as error:
        why = error.strerror or type(error).__name__
    else:
        return folder
    raise FolderError(f"{key}: the folder {folder} cannot be made: {why}")
