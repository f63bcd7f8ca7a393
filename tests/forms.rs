//! Every form of the grammar, in one deck, and what becomes of it.

use serde_json::{Value, json};

use crate::cards::{asked, text};
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

[^1]: A note.

Q: When do moon and sun pull
together?
A: At new moon.

And at full moon.
Q: When do they pull against each other?
A: At the quarters.

---

C: The tide rises for about [six] hours; see [the almanac](https://example.org) and [^1].

C: A {{c1::spring::kind of}} tide follows a {{c2::new}} or a {{c2::full}} moon.

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
const CARDS: [[&str; 3]; 16] = [
    [
        "question",
        "What pulls the sea into two bulges?",
        "The *moon*, and half as much the sun.\n\n- one bulge towards it\n- one away from it\n\n### Why two\n\nA heading that asks nothing belongs to the answer.",
    ],
    [
        "question",
        "When do moon and sun pull\ntogether?",
        "At new moon.\n\nAnd at full moon.",
    ],
    [
        "question",
        "When do they pull against each other?",
        "At the quarters.",
    ],
    [
        "cloze",
        "The tide rises for about [...] hours; see [the almanac](https://example.org) and [^1].",
        "six",
    ],
    [
        "cloze",
        "A [kind of] tide follows a new or a full moon.",
        "spring",
    ],
    [
        "cloze",
        "A spring tide follows a [...] or a [...] moon.",
        "new, full",
    ],
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
    [
        "step",
        "**Steps of a lunar day**: what comes first?",
        "High water",
    ],
    [
        "step",
        "**Steps of a lunar day**: what comes after this?\n\n> High water",
        "Low water",
    ],
    [
        "step",
        "**Steps of a lunar day**: what comes after this?\n\n> Low water",
        "High water again",
    ],
    [
        "row",
        "**Tidal ranges**: for *Bay* = Fundy, what are *Metres* and *Country*?",
        "- *Metres*: 16\n- *Country*: Canada",
    ],
    [
        "row",
        "**Tidal ranges**: for *Bay* = Rance, what is *Metres*?",
        "13",
    ],
    [
        "question",
        "Where does the word come from?",
        "From the word for time.",
    ],
];

#[test]
fn every_form_makes_its_cards() {
    let home = Home::new();
    home.deck("sea.md", DECK);
    home.run(&["check", "sea.md"]).fine("");
    home.run(&["import", "sea.md"])
        .fine("1 deck, 16 cards: 16 new\n");
    let cards = all(&home);
    let found: Vec<[&str; 3]> = cards
        .iter()
        .map(|card| ["kind", "ask", "answer"].map(|part| text(&card[part])))
        .collect();
    assert_eq!(found, CARDS);
    for card in &cards {
        assert_eq!(card["deck"], "sea");
        assert_eq!(card["tags"], json!(["sea"]));
    }
    let places = cards
        .iter()
        .map(|card| text(&card["place"]))
        .collect::<Vec<_>>();
    let expected = [
        20, 37, 42, 47, 49, 49, 51, 51, 54, 64, 76, 77, 78, 84, 85, 87,
    ];
    assert_eq!(places, expected.map(|line| format!("sea.md:{line}:1")));
}

/// Every card in the order of the text. Siblings come out by turns, when those before them are
/// suspended.
fn all(home: &Home) -> Vec<Value> {
    let mut cards: Vec<Value> = Vec::new();
    loop {
        let mut today = home.json(&["today", "--json", "--new", "1000"]);
        let Value::Array(asked) = today["cards"].take() else {
            panic!("cards are a list")
        };
        if asked.is_empty() {
            break;
        }
        let ids = asked.iter().map(|card| text(&card["id"]));
        let suspend: Vec<&str> = std::iter::once("suspend").chain(ids).collect();
        assert_eq!(home.run(&suspend).code, 0);
        cards.extend(asked);
    }
    let line = |card: &Value| -> u32 {
        let place = text(&card["place"]).split(':').nth(1);
        place.and_then(|line| line.parse().ok()).expect("a line")
    };
    cards.sort_by_key(line);
    cards
}

#[test]
fn generated_wording_follows_the_language_of_the_deck() {
    let home = Home::new();
    home.deck(
        "more.md",
        "\
---
lang: ru
---
```go
print(1)
```

```output
1
```

## Сутки {.steps}

1. Прилив
2. Отлив

## Заливы {.rows}

| Залив | Метры | Страна |
| --- | --- | --- |
| Фанди | 16 | Канада |
| Ранс | 13 | |
",
    );
    home.run(&["import", "more.md"])
        .fine("1 deck, 5 cards: 5 new\n");
    assert_eq!(
        asked(&home, &[]),
        [
            "Что выведет эта программа?\n\n```go\nprint(1)\n```",
            "**Сутки**: что идёт первым?",
            "**Сутки**: что идёт после этого?\n\n> Прилив",
            "**Заливы**: для *Залив* = Фанди, что в столбцах *Метры* и *Страна*?",
            "**Заливы**: для *Залив* = Ранс, что в столбце *Метры*?",
        ]
    );
}

/// Decks of hashcards compile as they are, card for card: as many as its own engine counts.
#[test]
fn decks_of_hashcards_have_as_many_cards_here_as_there() {
    let corpus = repository().join("../shared/corpus");
    let Ok(manifest) = std::fs::read_to_string(corpus.join("manifest.json")) else {
        println!("skipped: there is no `{}`", corpus.display());
        return;
    };
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    let home = Home::new();
    let mut decks = 0;
    for file in manifest["text"].as_array().expect("a list") {
        let Some(cards) = file["truth"]["cards_by_hashcards_0.5.0"].as_u64() else {
            continue;
        };
        let path = corpus.join(text(&file["file"]));
        let checked = home.json(&["check", "--json", path.to_str().expect("UTF-8")]);
        assert_eq!(checked["cards"], cards, "{}", path.display());
        decks += 1;
    }
    assert_eq!(decks, 7);
}
