"""Broken copies of scenarios and manifests: none may raise, hang or use too much memory."""
