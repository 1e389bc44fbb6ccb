"""The slow hash of every PIN: Argon2id (RFC 9106)."""

from typing import Final

from argon2 import PasswordHasher

HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB, two passes, one lane; a random salt of 16 bytes each.

(OWASP, "Password Storage Cheat Sheet".) Never change them without making every hash anew: the work
for a number that does not exist is that of a new hash.
"""
