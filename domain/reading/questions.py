"""Tells what asks from what states: a question never writes."""

from domain.reading.phrase import Phrase
from domain.reading.scene import Scene

_OPENS_A_QUESTION = Phrase(
    r"^[^\w\ue000-\uf8ff]*(?:(?:hey|hi|ok|so|and|but|wait|um|sorry|quick question|question|well|oh|yo),? )*"
    r"(?:(?!(?:did|had|have) (?:(?:the|our|a|their|my) )?(?:[a-z]+ )?{stage}|were {stage})(?:did|do|does"
    r"|is|are|was|were|has|have|had|can|could|will|would|should|isn't|aren't|didn't"
    r"|don't|hasn't|haven't)"
    r" (?:not )?(?:it\b|they\b|we\b|he\b|she\b|you\b|i\b|this\b|that\b"
    r"|the\b|there\b|anyone\b|anybody\b|someone\b|somebody\b|any\b|their\b|our\b"
    r"|my\b|legal\b|{opportunity}|{person}|{competitor}|{stage})"
    r"|(?:what|which|who|whose|why|how|where)(?:'s|s|'re)?\b(?! (?:a|an|ever|i mean|we (?:need|want|have)"
    r"|they (?:want|need|said)|i (?:need|want|know|heard))\b)"
    r"|when (?:did|do|does|is|are|was|were|will|can|should|would|could)\b|what's\b|whats\b"
    r"|(?:would|could|can|will|should|is|are) {any} (?:(?:be|still|at all|even) )*(?:realistic|possible|doable|feasible"
    r"|reasonable|ok|okay|fine|good|work|make sense|too)\b)"
)


_OF_BUSINESS = Phrase(
    r"{opportunity}|{stage}|{percent}|{competitor}|\b(?:prob\w*|chances?|odds|amount|value|stages?|dates?"
    r"|deals?|opps?|opportunit\w+|sign\w*"
    r"|clos\w+|status|forecast|account|recorded?|on file|number|have (?:on|for|it|this)|pipeline"
    r"|next step|quarter|category|owner|who owns"
    r"|last time|this one|changed?|worth|you (?:mean|ask\w*|want|need|have|know|think|record\w*|get|got|show))\b"
)


_ORDER = Phrase(
    r"^[^\w\ue000-\uf8ff]*(?:[a-z]+,? )?(?:can|could|would|will) (?:you|u) (?:please |pls |just )?"
    r"(?:set|put|move|mark|change|update|push|make|bump|lower|raise|drop|pull|slip|flag|log|record|adjust)\b"
)


def is_order(scene: Scene, position: int) -> bool:
    """Whether the sentence asks the bot to record something: "can you set it to 45". Without its question mark only."""
    sentence = scene.sentence(position)
    follows = scene.text[sentence.end : sentence.end + 3].lstrip()
    return not follows.startswith("?") and _ORDER.match(scene.text, sentence.start, sentence.end) is not None


_FEW_WORDS = 5


def is_question(scene: Scene, position: int) -> bool:
    """Whether the sentence at that place asks."""
    sentence = scene.sentence(position)
    follows = scene.text[sentence.end : sentence.end + 3].lstrip()
    return follows.startswith("?") or _OPENS_A_QUESTION.match(scene.text[sentence.start : sentence.end]) is not None


def asks(scene: Scene) -> bool:
    """Whether any sentence of the reply asks the bot something; small talk without a question mark does not."""
    return any(
        is_question(scene, sentence.start)
        and ("?" in scene.text or _OF_BUSINESS.search(scene.text, sentence.start, sentence.end) is not None)
        for sentence in scene.sentences
    )


def is_only_a_mark(scene: Scene, position: int) -> bool:
    """Whether the sentence asks by its mark alone: "maybe negotiation?" """
    sentence = scene.sentence(position)
    if len(list(scene.words_in(sentence.start, sentence.end))) > _FEW_WORDS:
        return False
    return _OPENS_A_QUESTION.match(scene.text[sentence.start : sentence.end]) is None
