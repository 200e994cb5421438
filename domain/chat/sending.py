"""What whoever sends says of a message that did not go out: try later, never, or nobody knows."""


class TryAgain(Exception):
    """Nothing was sent. The same may be tried `after` that many seconds; it is no failure and counts as none."""

    def __init__(self, sentence: str, after: float) -> None:
        super().__init__(sentence)
        self.after = after


class Undeliverable(Exception):
    """Nothing was sent, and trying again changes nothing until somebody mends what the sentence names."""


class MaybeDelivered(Undeliverable):
    """It may have arrived, which cannot be asked, so the same is never sent again.

    `just_now`: this try may have brought it; else an earlier one, and this one sent nothing.
    """

    just_now = False
