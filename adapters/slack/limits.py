"""How much Slack takes of everything, and how it counts."""

from adapters.words import size

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT = 3900  # chat.update refuses more than 4,000
MESSAGE_CHARACTERS, MESSAGE_JSON = 9_500, 12_500  # posts were refused from about 13,000 on, however one counts
SECTION_TEXT, FIELDS, FIELD_TEXT = 3000, 10, 2000
HEADER, CONTEXT = 150, 2000
ACTIONS, BUTTON_TEXT, BUTTON_VALUE, ACTION_ID = 25, 75, 2000, 255
OPTIONS, OPTION_TEXT, OPTION_VALUE = 100, 75, 150
TABLE_ROWS, TABLE_COLUMNS = 100, 20
CHARTS, CHART_TITLE, CHART_SERIES, CHART_POINTS, CHART_LABEL, CHART_AXIS = 2, 50, 6, 20, 20, 50
VIEW_TITLE, INPUT_VALUE, INPUT_LABEL, INPUT_HINT = 24, 3000, 2000, 2000


def words_in(value: object) -> int:
    """The size of every word in a payload: texts, values and names, without the keys and types around them."""
    if isinstance(value, str):
        return size(value)
    if isinstance(value, dict):
        return sum(words_in(item) for key, item in value.items() if key != "type")
    return sum(map(words_in, value)) if isinstance(value, list) else 0
