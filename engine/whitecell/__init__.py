"""whitecell: a scenario war-gaming engine.

An analyst states a conflict in YAML; a Mesa agent model plays it over many seeded runs; and what
happens is compared as assumptions and courses of action change. It explores what follows from
stated assumptions. It does not forecast.
"""

__version__ = "0.1.0"
