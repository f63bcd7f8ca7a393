//! Broken decks: every mistake is named with its place, all of them at once, and costs no other
//! card anything.

use serde_json::{Value, json};

use crate::home::Home;

/// A mistake in a deck: the code, where, and the deck.
type Mistake = (&'static str, &'static str, &'static str);

/// Every error that a deck can have by itself.
const ERRORS: [Mistake; 31] = [
    ("E03", "1:1", "---\ntopic: Tides\n"),
    ("E04", "2:14", "---\ntags: [one, two\n---\n"),
    ("E05", "2:1", "---\njust words\n---\n"),
    ("E06", "2:8", "---\ntopic: [one, two]\n---\n"),
    ("E07", "2:7", "---\ntags: {one: two}\n---\n"),
    ("E08", "2:10", "---\nreverse: yes\n---\n"),
    ("E09", "3:1", "---\ntopic: Tides\ntopic: Waves\n---\n"),
    ("E10", "3:1", "# Tides\n\n## What pulls the sea?\n\n## And why\n"),
    ("E10", "1:1", "Q: What pulls the sea?\n"),
    ("E11", "1:1", "A: The moon.\n"),
    ("E12", "3:1", "Q: What pulls the sea?\nA: The moon.\nA: And the sun.\n"),
    ("E13", "1:1", "Q:\nA: The moon.\n"),
    ("E14", "1:1", "C: The moon pulls the sea.\n"),
    ("E15", "1:17", "C: The sea rises [] a day.\n"),
    ("E16", "1:8", "C: The [moon pulls the sea.\n"),
    ("E16", "1:8", "C: The {{c1::moon pulls the sea.\n"),
    ("E17", "1:11", "C: The {{cx::moon}} pulls.\n"),
    ("E19", "4:1", "## What pulls?\nThe moon.\n\n## What  pulls?\nThe sun.\n"),
    ("E20", "4:16", "## What pulls? {#a}\nThe moon.\n\n## What rises? {#a}\nThe sea.\n"),
    ("E21", "1:11", "## Phases {.lists}\n\n1. One\n"),
    ("E22", "1:18", "## Phases {.steps .rows}\n\n1. One\n"),
    ("E23", "1:11", "## Phases {a=b}\n\n1. One\n"),
    ("E24", "1:1", "## Phases {.steps}\n\n- One\n"),
    ("E25", "4:1", "## Phases {.steps}\n\n1. One\n2.\n3. Three\n"),
    ("E26", "1:1", "## Ranges {.rows}\n\nNo table.\n"),
    ("E27", "5:1", "## Ranges {.rows}\n\n| Bay | Range |\n| --- | --- |\n| | 16 |\n"),
    ("E28", "5:1", "## Ranges {.rows}\n\n| Bay | Range |\n| --- | --- |\n| Fundy | |\n"),
    ("E29", "3:1", "Text.\n\n```output\n1\n```\n"),
    ("E30", "2:12", "---\nrequires: [moons]\n---\n"),
    ("E31", "2:12", "---\nrequires: [circle]\n---\n"),
    ("E32", "1:1", ""),
];
