"""Actions that a script is made of."""

ACTIONS = ["move", "count"]
