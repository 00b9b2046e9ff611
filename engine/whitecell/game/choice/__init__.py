"""Who may choose what, what weighs, and who picks."""
