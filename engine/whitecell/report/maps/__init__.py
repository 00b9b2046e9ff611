"""Maps of a theatre: where its zones lie, who holds them, who stands there, and what is forbidden."""
