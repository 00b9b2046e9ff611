"""What can go wrong with a batch, said to the user."""


class BatchError(Exception):
    """A batch cannot be played, kept or resumed; the message says why and what to do."""


class SlabsFailed(BatchError):
    """Some slabs could not be played; the others are kept."""
