"""Commands for users' scripts."""


def begin(quiet=False):
    """Start a run."""
