"""Serves the blocks of an instrument."""

BLOCKS_PV = "CS:BLOCKSERVER:BLOCKNAMES"
POLL_SECONDS = 1.0
