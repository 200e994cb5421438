"""Shows a quarter's forecast."""

from bot.scene import Scene
from bot.use_cases.forecast_figures import figures_of
from bot.use_cases.forecast_scope import scope_of
from bot.views import forecast as view
from bot.views import quick
from domain.forecast.words import WordsFault, read_asked


def show_forecast(scene: Scene, words: str, certain: bool = True) -> bool:
    """The forecast of whom and when the words say; one's own or the team's, of this quarter, where they say neither.

    False in a thread about an opportunity, where "forecast best case" is about that one. Not `certain`: False where
    they name nobody, for then something else was asked.
    """
    try:
        asked = read_asked(words, scene.local_now, scene.company.process)
    except WordsFault as fault:
        scene.reply(quick.say(str(fault)))
        return True
    if scene.thread and scene.thread.opportunity and words.lower() != "forecast":
        return False
    scope = scope_of(scene, asked.whose, asked.quarter, certain)
    if scope:
        figures = figures_of(scene, scope)
        behind = view.behind_it(figures, scene.directory, scene.person.id)
        scene.reply(view.forecast(figures), more=behind if behind.parts else None)
    return scope is not None or certain
