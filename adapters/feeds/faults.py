"""What can go wrong between us and a feed, told apart by what is to be done about it."""


class FeedFault(Exception):
    """It will fail again until somebody mends what the sentence names. Sentences hold nothing of what was sent."""


class Refused(FeedFault):
    """The key is not taken."""


class NotThere(FeedFault):
    """There is nothing at that address."""


class Unreachable(FeedFault):
    """Nothing was answered, and nothing can have happened there."""


class Busy(FeedFault):
    """The other side asks for patience: `after` that many seconds, 0 where it does not say."""

    def __init__(self, sentence: str, after: float) -> None:
        super().__init__(sentence)
        self.after = after


class OutcomeUnknown(FeedFault):
    """Something was sent and no answer came: it may have been taken, so it is never sent again blindly."""
