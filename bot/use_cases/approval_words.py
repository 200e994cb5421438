"""A yes or no in words, in the thread where somebody was asked for it: “ok, if they sign by Friday”."""

import re

from bot.scene import Scene
from bot.use_cases import approvals
from bot.views.approvals import face_of
from domain.requests.approvals import Approval, ApprovalState

_YES = re.compile(r"(?:yes|yep|ok|okay|approved?|granted|fine|go ahead|sure)\b[\s,.;:!–-]*(?P<rest>.*)", re.I | re.S)
_NO = re.compile(r"(?:no|nope|refused?|declined?|rejected?|denied|not approved)\b[\s,.;:!–-]*(?P<rest>.*)", re.I | re.S)
_UNSURE = re.compile(r"\b(?:but not|not (?:yet|sure)|unless|maybe|perhaps|depends|later|first)\b|\?", re.IGNORECASE)


def answer(scene: Scene, said: str) -> bool:
    """Take a plain yes or no, with what follows as its comment; anything unsure is a comment. False for all else."""
    approval = _asked_here(scene)
    if approval is None:
        return False
    words = said.strip()
    yes, no = _YES.fullmatch(words), _NO.fullmatch(words)
    if not (yes or no):
        return False
    if _UNSURE.search(words):
        approvals.comment(scene, approval, words)
    elif yes:
        approvals.approve(scene, approval, yes["rest"])
    elif no:
        approvals.refuse(scene, approval, no["rest"])
    return True


def _asked_here(scene: Scene) -> Approval | None:
    """The approval whose card roots this thread, where it is still to be decided by this person."""
    thread = scene.thread
    if thread is None or thread.root is None:
        return None
    post = scene.uow.posts.by_message(thread.platform, thread.workspace, thread.conversation, thread.root)
    if post is None or post.about != face_of(scene.person.id):
        return None
    approval = scene.uow.approvals.get(post.ref)
    return (
        approval
        if approval and approval.state is ApprovalState.RUNNING and approvals.decides(scene, approval)
        else None
    )
