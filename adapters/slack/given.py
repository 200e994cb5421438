"""What the application gives to Slack's adapter, which never imports it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adapters.acquaintances import Company
from adapters.introductions import Say
from adapters.slack.events import VoiceClip
from domain.chat.event import Event
from domain.chat.message import Option
from domain.chat.upload import Upload


@dataclass(frozen=True, slots=True)
class Given:
    """What the application gives. Each may be called from any thread and returns after its commit.

    `home` is called when somebody opens the App Home: workspace, user, person. `opportunities` are those that a person
    may update. `prompts` are titles and texts that the assistant's pane suggests, four at most. `transcribe` queues a
    clip of a person for which Slack has no words; None where nobody else is asked. `upload` queues a file that somebody
    sent directly; False where the words that came with it are to be heard as well.
    """

    handle: Callable[[Event], None]
    say: Say
    home: Callable[[str, str, str], None]
    opportunities: Callable[[str], Sequence[Option]]
    company: Company
    prompts: Sequence[tuple[str, str]] = ()
    transcribe: Callable[[VoiceClip, str], None] | None = None
    upload: Callable[[Upload], bool] = lambda _: False
