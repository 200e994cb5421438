"""Paints every value of a reply over its words, in a text that keeps its length.

The interface of the values layer; the meaning layer needs nothing else of it (and `answers.py` for yes and no).

    painted = paint("Moved to Proposal, 60%, closes Jan 15", now, process)
    NOT_BUT = pattern("not {percent},? (?:more like|but) (?P<is>{percent})")
    for found in NOT_BUT.finditer(painted.text):
        mark = painted.mark(found.start("is"))

- `Painted.text` is lower case, with straight quotes and plain dashes, and as long as what was read; every offset is one
  into the text as given. Where a value stands there is one private-use character of its kind and filler. Where no value
  stands the words are left as they are: write patterns in lower case.
- `pattern` writes kinds by name: `{number} {percent} {points} {money} {day} {doubtful} {past} {shift} {duration} {clock}
  {moment} {protected}` and the kinds of the meaning layer; `{probability}` is number or percent, `{when}` is day or
  doubtful, `{any}` any mark. A space stands for one to three blanks.
- `Painted.plus` paints more marks (names, stages) where no mark is yet; `over=True` lets them replace marks they cover.
- `hands_off` are spans that must not be read (the name of an opportunity: "Q3 Systems", "Acme 360").

Borders
- Two values that share a unit are two marks of that kind: "60-70%" is percent, percent; "$10-20k" money, money;
  "13 to 15 July" day, day. What stands between them ("-", "or", "to", "and") is left to the meaning layer.
- Moves of the recorded date are values (SHIFT): "slips a month", "push it two weeks", "pull it in a week", "two weeks
  later". Moves of a number are not: "up ten", "10 points lower", "knock 5 off", "double it", "trim 10% off" are patterns
  of the meaning layer over {number}, {percent}, {points} and {money}.
- "in two weeks", "a week from Friday" are DAY. A bare length of time ("over two years") is DURATION.
- DAY is a date that may be written. Whatever about time may not is DOUBTFUL: no date, several, or one in the past said
  with its year. `Day.bound` tells "before Friday" and "after March"; what that means for a field is the meaning layer's.
- PAST is time gone by: "last week", "yesterday", "two weeks ago".
- "250k" without a currency is MONEY with currency None. A bare "250" is NUMBER. "10 users" is PROTECTED, as are links,
  mentions, phone numbers, versions and ids. "4pm" is CLOCK; a bare hour ("after 3") stays NUMBER.
"""
