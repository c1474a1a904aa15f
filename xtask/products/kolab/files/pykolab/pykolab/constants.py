# -*- coding: utf-8 -*-

__version__ = "1.2.0"

# The format of the configuration, which outlives releases.
CONFIGURATION_FORMAT = "1.2.0"

MAILBOX_FORMAT = "folders"
