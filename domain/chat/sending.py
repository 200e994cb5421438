"""What whoever sends says of a message that did not go out: try later, or never."""


class TryAgain(Exception):
    """Nothing was sent. The same may be tried `after` that many seconds; it is no failure and counts as none."""

    def __init__(self, sentence: str, after: float) -> None:
        super().__init__(sentence)
        self.after = after


class Undeliverable(Exception):
    """Nothing was sent, and trying again changes nothing until somebody mends what the sentence names."""
