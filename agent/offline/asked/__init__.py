"""What a turn names and compares: instruments, kinds of expense, themes, schemes."""
