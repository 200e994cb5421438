"""Files to Slack: asked for a place, brought there, shared in the conversation.

Slack gives a shared file no key of ours. But jobs of one conversation run one after the other, so a file of that name
and size that stands there after its own message is the one that was to be shared.
"""

from collections.abc import Sequence

from adapters.slack.web_api import WebApi
from domain.chat.document import Contents
from domain.chat.message import Document


def share(
    api: WebApi, where: tuple[str, str, str], documents: Sequence[Document], contents: Contents, sure: bool
) -> None:
    """Share those files once each. `where` is the channel, the thread ("" outside) and the ts of their message.

    `sure` says that nothing of it was tried before. A file that is no longer kept is left out.
    """
    channel, thread, since = where
    for document in documents:
        file = contents(document.ref)
        if file is None or not file.content:
            continue
        size = len(file.content)
        if sure or not api.find_file(channel, thread, since, document.name, size):
            address, file_id = api.upload_place(document.name, size)
            api.upload(address, file.content)
            api.share_file(file_id, document.name, channel, thread)
