"""What Telegram allows, in one place.

Sources: https://core.telegram.org/bots/api, https://core.telegram.org/bots/faq and
https://limits.tginfo.me/en (keyboards).
"""

from datetime import timedelta
from typing import Final

PUBLIC_SERVER: Final = "https://api.telegram.org"
TEXT_UNITS: Final = 4096
"""Length of a message's text, here in UTF-16 code units, the strictest way of counting."""
PAYLOAD_BYTES: Final = 64
"""Length of `callback_data`."""
BUTTONS_A_ROW: Final = 8
BUTTONS: Final = 100
"""Inline buttons under one message."""
DOWNLOAD_BYTES: Final = 20 * 1024 * 1024
"""The largest file a bot can fetch from the public server."""
GROUP_MESSAGES: Final = 20
"""Messages to one group within `GROUP_PERIOD`."""
GROUP_PERIOD: Final = timedelta(minutes=1)
DELETIONS: Final = 100
"""Messages one call deletes."""
UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update we ask for."""
NOTICE: Final = 200  # characters: https://core.telegram.org/bots/api#answercallbackquery
NAME: Final = 64
SHORT_DESCRIPTION: Final = 120
DESCRIPTION: Final = 512
COMMAND: Final = 256
"""Characters of the account's texts, and of the explanation of a command."""
