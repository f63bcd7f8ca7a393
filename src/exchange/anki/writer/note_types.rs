//! Note types: those that came, as they came, and one of ours.

use serde_json::{Value, json};

/// The note type of cards that never were in Anki. Its id says that its fields are what they are:
/// with other fields it gets another one.
pub(super) const OURS: i64 = 1_732_400_000_001;

const CSS: &str = ".card { font-family: system-ui, sans-serif; font-size: 18px; line-height: 1.45; max-width: 46em;
  margin: 1.5em auto; padding: 0 1em; text-align: left; color: #222; background: #fdfdfd; }
code { font-family: ui-monospace, monospace; font-size: 0.92em; background: #eef0f2; border-radius: 4px; padding: 0.1em 0.3em; }
pre { background: #eef0f2; border-left: 4px solid #7a9cc6; border-radius: 4px; padding: 0.7em 1em; overflow-x: auto; }
pre code { background: none; padding: 0; }
table { border-collapse: collapse; } th, td { border: 1px solid #bbb; padding: 0.3em 0.6em; }
blockquote { border-left: 4px solid #ccc; margin-left: 0; padding-left: 1em; color: #555; }
img { max-width: 100%; } hr#answer { border: 0; border-top: 1px solid #bbb; margin: 1.2em 0; }
.nightMode.card { color: #ddd; background: #222; } .nightMode code, .nightMode pre { background: #333; }
";

/// The note type of our own cards.
pub(super) fn our_note_type() -> Value {
    let kept = json!({
        "name": "drill", "cloze": false, "fields": ["Front", "Back"], "css": CSS,
        "templates": [{"name": "Card 1", "front": "{{Front}}", "back": "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"}],
    });
    given_back(OURS, &kept)
}

/// A note type as Anki's older schema has it.
pub(super) fn given_back(id: i64, kept: &Value) -> Value {
    let text = |of: &Value, name: &str| {
        of.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let list = |name: &str| {
        kept.get(name)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let fields: Vec<Value> = (list("fields").iter().enumerate())
        .map(|(ord, name)| {
            json!({"name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial", "size": 20, "media": []})
        })
        .collect();
    let templates: Vec<Value> = (list("templates").iter().enumerate())
        .map(|(ord, card)| {
            json!({
                "name": text(card, "name"), "ord": ord, "qfmt": text(card, "front"), "afmt": text(card, "back"),
                "bqfmt": "", "bafmt": "", "did": null, "bfont": "", "bsize": 0,
            })
        })
        .collect();
    let cloze = kept.get("cloze").and_then(Value::as_bool).unwrap_or(false);
    json!({
        "id": id, "name": text(kept, "name"), "type": i64::from(cloze), "mod": 0, "usn": -1, "sortf": 0, "did": null,
        "css": text(kept, "css"), "flds": fields, "tmpls": templates, "req": [], "tags": [], "vers": [],
        "latexPre": "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n",
        "latexPost": "\\end{document}", "latexsvg": false,
    })
}
