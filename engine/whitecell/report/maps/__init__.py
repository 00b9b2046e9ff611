"""Maps of a theatre: its zones, their holders, the fighters there, and the constraints in force."""
