"""What powers do beside fighting: press clients, and rival each other."""
