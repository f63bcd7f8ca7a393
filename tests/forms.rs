//! Every form of the grammar, in one deck, and what becomes of it.

use serde_json::Value;

use crate::cards::text;
use crate::home::{Home, repository};

const DECK: &str = "\
---
topic: Tides
aliases: [ebb and flood]
tags: [sea]
reverse: true
---
# Tides of the sea

The sea rises and falls. Nothing here is a card:

```text
Q: Is this one?
A: No.
## Is this?
```

> Q: A quote?
> A: Theory.

## What pulls the sea into two bulges?

The *moon*, and half as much the sun.

- one bulge towards it
- one away from it

### Why two

A heading that asks nothing belongs to the answer.

## Spring and neap

Theory again.

Q: When do moon and sun pull
together?
A: At new moon.

And at full moon.
Q: When do they pull against each other?
A: At the quarters.

---

C: The tide rises for about [six] hours; see [the almanac](https://example.org) and [^1].

C: A {{c1::spring::kind of}} tide follows a {{c2::new}} or a {{c2::full}} moon.

[^1]: A note.

Ebb
: The falling tide.

```python
print(2 * 3)
```

```output
6
```

Because it multiplies.

## What does a tidal day add up to?

```python
print(24 * 60 + 50)
```

```output
1490
```

## Steps of a lunar day {.steps}

1. High water
2. Low water
3. High water again

## Tidal ranges {.rows}

| Bay | Metres | Country |
| --- | ---: | --- |
| Fundy | 16 | Canada |
| Rance | 13 | |

## Where does the word come from? {#word}

From the word for time.
";

/// In the order of the deck: kind, question, answer.
const CARDS: [[&str; 3]; 19] = [
    [
        "question",
        "What pulls the sea into two bulges?",
        "The *moon*, and half as much the sun.\n\n- one bulge towards it\n- one away from it\n\n### Why two\n\nA heading that asks nothing belongs to the answer.",
    ],
    ["question", "When do moon and sun pull\ntogether?", "At new moon.\n\nAnd at full moon."],
    ["question", "When do they pull against each other?", "At the quarters."],
    [
        "cloze",
        "The tide rises for about [...] hours; see [the almanac](https://example.org) and [^1].",
        "six",
    ],
    ["cloze", "A [kind of] tide follows a new or a full moon.", "spring"],
    ["cloze", "A spring tide follows a [...] or a [...] moon.", "new, full"],
    ["term", "Ebb", "The falling tide."],
    ["term", "The falling tide.", "Ebb"],
    [
        "output",
        "What does this print?\n\n```python\nprint(2 * 3)\n```",
        "```output\n6\n```\n\nBecause it multiplies.",
    ],
    [
        "output",
        "What does a tidal day add up to?\n\n```python\nprint(24 * 60 + 50)\n```",
        "```output\n1490\n```",
    ],
    ["step", "**Steps of a lunar day**: what comes first?", "High water"],
    ["step", "**Steps of a lunar day**: what comes after this?\n\n> High water", "Low water"],
    ["step", "**Steps of a lunar day**: what comes after this?\n\n> Low water", "High water again"],
    [
        "row",
        "**Tidal ranges**: for *Bay* = Fundy, what are *Metres* and *Country*?",
        "- *Metres*: 16\n- *Country*: Canada",
    ],
    ["row", "**Tidal ranges**: for *Bay* = Rance, what is *Metres*?", "13"],
    ["question", "Where does the word come from?", "From the word for time."],
    ["", "", ""],
    ["", "", ""],
    ["", "", ""],
];

#[test]
fn every_form_makes_its_cards() {
    let home = Home::new();
    home.deck("sea.md", DECK);
    home.run(&["check", "sea.md"]).fine("");
    home.run(&["import", "sea.md"]).fine("1 deck, 16 cards: 16 new\n");
}
