"""Many runs: which to play, who plays them, and where they land."""
