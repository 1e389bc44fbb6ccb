"""What a service needs is loaded by importing this, once, in the process that others are forked of.

It is compiled into a folder of its own, so that the next run of the tests need not do it again.
"""

import os
import sys
import tempfile
from importlib import import_module

sys.dont_write_bytecode = False
sys.pycache_prefix = f"{tempfile.gettempdir()}/rongthuk-compiled-{os.geteuid()}"

for name in (
    "bot.app.serving",
    "bot.app.telegram",
    "bot.channels.line.read",
    "bot.channels.line.send",
    "bot.cli.main",
    "holidays.countries.thailand",
    "storage.work",
):
    import_module(name)
