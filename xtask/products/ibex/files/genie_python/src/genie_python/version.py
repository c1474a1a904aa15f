"""What `g.version()` prints."""

VERSION = "7.2.1"
