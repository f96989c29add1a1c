"""What a chat model wrote, held against the trace: each file finds one sort of thing that nothing supports."""
