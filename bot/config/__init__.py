"""The configuration: one frozen tree, read once; whatever is wrong with it is told at once."""

from bot.config.reading import ConfigError, load_config, written
from bot.config.tree import Config

__all__ = ["Config", "ConfigError", "load_config", "written"]
