//! The names of cards are frozen: every history in the world hangs on them.
//!
//! The ids below were worked out by hand, outside of `drill`: SHA-256, cut to 16 bytes, over the
//! deck's title, the kind, `text` or `pin`, and what is asked, each with its length in front of it
//! (64 bits, little-endian) and white space as single spaces.

use crate::home::Home;

const DECK: &str = "\
---
topic: Tides
reverse: true
---
## What pulls  the\u{a0}*sea*?
The moon.

## When is it high? {#high}
Twice a day.

Q: How long
is a tide?
A: Six hours.

C: The [moon] pulls [harder] than the [sun].

C: A {{c1::spring}} tide comes at {{c2::new}} or {{c2::full}} moon. {#spring}

Ebb
: The falling tide.

Flood {#flood}
: The rising tide.

```text
neap
```

```output
low
```

## Steps of a day {.steps}

1. Rise
2. Fall

## Ranges {.rows}

| Bay | Metres |
| --- | ---: |
| Fundy | 16 |
";

/// In the order of the deck: what each card asks, and its id.
const IDS: [(&str, &str); 16] = [
    (
        "What pulls  the\u{a0}*sea*?",
        "89f84b1453466d0dc1fbe7e9626db817",
    ),
    ("When is it high?", "3e3f57d3c8cbd56d2726f1179c639ff1"),
    ("How long\nis a tide?", "a8b4184f9969843d5af036246af237b4"),
    (
        "The [...] pulls harder than the sun.",
        "0c6f32d28dc58fc230655d1d9aa11dc3",
    ),
    (
        "The moon pulls [...] than the sun.",
        "b73eabf2ed0604df48a57b681608a711",
    ),
    (
        "The moon pulls harder than the [...].",
        "3a31287c45d62c3e7a55fbcd9787a83c",
    ),
    (
        "A [...] tide comes at new or full moon.",
        "da6d89e5a064e2d2959d84b2146399e6",
    ),
    (
        "A spring tide comes at [...] or [...] moon.",
        "305d788b117035561b91feba2921fd0e",
    ),
    ("Ebb", "b220af675970294635b691b691214336"),
    ("The falling tide.", "0b5449a14c6b05688e82348783a9db5a"),
    ("Flood", "f9a610bc2f695011a9249cdd1c4b60aa"),
    ("The rising tide.", "b5a97c28405dea7781b0747a29d5a03a"),
    (
        "What does this print?\n\n```text\nneap\n```",
        "ea2cba920dda821babd4414318a3ea62",
    ),
    (
        "**Steps of a day**: what comes first?",
        "94bea2064e30eae6707e4e672c491f59",
    ),
    (
        "**Steps of a day**: what comes after this?\n\n> Rise",
        "0f4e1814ba86d98c155a9814260b99f6",
    ),
    (
        "**Ranges**: for *Bay* = Fundy, what is *Metres*?",
        "c60186ab3fdf05d84a25262baea78861",
    ),
];

#[test]
fn cards_are_called_what_they_were_always_called() {
    let home = Home::new();
    home.deck("tides.md", DECK);
    home.run(&["import", "tides.md"])
        .fine("1 deck, 16 cards: 16 new\n");
    for (ask, known) in IDS {
        let shown = home.json(&["show", known, "--json"]);
        assert_eq!(shown["ask"], ask);
    }
}
