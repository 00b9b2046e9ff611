"""A reference game, written three times: as a scenario, as plain scalar Mesa, as a numba kernel.

The three are *docked* [Axtell, Axelrod, Epstein & Cohen 1996, doi:10.1007/BF01299065]: they agree in
distribution. They are also the yardsticks of speed. None is part of the product.
"""
