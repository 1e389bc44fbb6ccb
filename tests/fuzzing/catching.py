"""What rose, kept once for each place where it rose: the shortest input that did it."""

import traceback
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from tests.fuzzing.target import Target


@dataclass(slots=True)
class Net:
    """Runs a target, and keeps what makes it raise in a folder, as `<target>-<error>-<place>`.

    The search goes on: a bug that is met soon would otherwise hide all others.
    """

    name: str
    target: Target
    folder: Path
    lengths: dict[str, int] = field(default_factory=dict)
    crashes: int = 0

    def __call__(self, raw: bytes) -> None:
        """Try one input."""
        try:
            self.target.run(raw)
        except Exception as error:  # noqa: BLE001  that is what is looked for
            self.crashes += 1
            self._keep(raw, error)

    def _keep(self, raw: bytes, error: Exception) -> None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = sha256(f"{last.filename}:{last.name}:{last.line}".encode()).hexdigest()[:8]
        kept = f"{self.name}-{type(error).__name__}-{place}"
        if len(raw) < self.lengths.get(kept, len(raw) + 1):
            self.lengths[kept] = len(raw)
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / kept).write_bytes(raw)
