"""Anki's own engine looks at a package: `look.py PACKAGE` prints as JSON what a fresh collection
holds after importing it; `look.py --make PACKAGE` writes one to import."""

import datetime
import json
import os
import sys
import tempfile

from anki.collection import (
    Collection,
    DeckIdLimit,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)


def look(package):
    folder = tempfile.mkdtemp()
    col = Collection(os.path.join(folder, "collection.anki2"))
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, merge_notetypes=False)
    col.import_anki_package(ImportAnkiPackageRequest(package_path=os.path.abspath(package), options=options))
    zero = datetime.date(*_local(col))
    notes, cards, answers = [], [], []
    guids = {}
    for (nid,) in col.db.execute("select id from notes order by guid, id"):
        note = col.get_note(nid)
        guids[nid] = note.guid
        notes.append(
            {
                "guid": note.guid,
                "type": note.note_type()["name"].rstrip("+"),
                "fields": dict(note.items()),
                "tags": sorted(note.tags),
            }
        )
    names = {}
    rows = col.db.execute(
        "select id, nid, did, odid, ord, type, queue, due, odue, ivl, factor, reps, lapses, flags, data from cards"
    )
    for cid, nid, did, odid, ord_, type_, queue, due, odue, ivl, factor, reps, lapses, flags, data in rows:
        due = odue or due
        day = due
        if type_ == 2 or (type_ in (1, 3) and due < 1_000_000_000):
            day = str(zero + datetime.timedelta(days=due))
        names[cid] = (guids[nid], ord_)
        cards.append(
            {
                "note": guids[nid],
                "ord": ord_,
                "deck": col.decks.name(odid or did),
                "type": type_,
                "suspended": queue == -1,
                "due": day,
                "ivl": ivl,
                "factor": factor,
                "reps": reps,
                "lapses": lapses,
                "flags": flags & 7,
                "data": {k: v for k, v in json.loads(data or "{}").items() if k != "lrt"},
            }
        )
    for row in col.db.execute("select id, cid, ease, ivl, lastIvl, factor, time, type from revlog order by id"):
        answers.append([row[0], *names[row[1]], *row[2:]])
    cards.sort(key=lambda card: (card["note"], card["ord"]))
    report, sound = col.fix_integrity()
    media = sorted(os.listdir(col.media.dir()))
    col.close()
    return {
        "notes": notes,
        "cards": cards,
        "answers": answers,
        "media": media,
        "report": report.splitlines(),
        "sound": sound,
    }


def _local(col):
    # The day that Anki counts from, in the zone that the collection says it is in.
    west = col.get_config("creationOffset")
    crt = col.db.scalar("select crt from col")
    if west is None:
        moment = datetime.datetime.fromtimestamp(crt)
    else:
        moment = datetime.datetime.fromtimestamp(crt, datetime.timezone(datetime.timedelta(minutes=-west)))
    return moment.year, moment.month, moment.day


def make(package):
    folder = tempfile.mkdtemp()
    col = Collection(os.path.join(folder, "collection.anki2"))
    deck = col.decks.id("Engine::Made")
    basic = col.models.by_name("Basic (and reversed card)")
    cloze = col.models.by_name("Cloze")
    for number in range(3):
        note = col.new_note(basic)
        note["Front"], note["Back"] = f"front &lt;{number}&gt;", f"<b>back</b> {number}"
        note.tags = ["made", f"n::{number}"]
        col.add_note(note, deck)
    note = col.new_note(cloze)
    note["Text"] = "{{c1::one::number}} and {{c3::three}}"
    col.add_note(note, deck)
    col.decks.set_current(deck)
    for button in (3, 1, 4, 2):
        card = col.sched.getCard()
        col.sched.answerCard(card, button)
    col.sched.suspend_cards([col.db.scalar("select max(id) from cards")])
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy="--legacy" in sys.argv)
    col.export_anki_package(out_path=os.path.abspath(package), options=options, limit=DeckIdLimit(deck))
    col.close()


if __name__ == "__main__":
    if sys.argv[1] == "--make":
        make(sys.argv[2])
    else:
        json.dump(look(sys.argv[1]), sys.stdout, ensure_ascii=False)
