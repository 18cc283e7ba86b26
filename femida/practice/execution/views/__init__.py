"""Pages of executions beyond the common screens."""
