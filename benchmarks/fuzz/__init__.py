"""Broken copies of scenarios and manifests: none may raise, hang or eat the machine."""
