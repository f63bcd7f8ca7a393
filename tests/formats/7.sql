-- A database of format 7: three cards of a deck that is somewhere else now, and what was done with them.
insert into decks (deck, shipped, path, name, title, aliases, requires, tags, cards, size, changed)
  values (1, 0, '/gone/rivers.md', 'rivers', 'Rivers', '[]', '[]', '[]', 3, 1, 1);
insert into cards (row, id, deck, position, kind, pinned, ask, answer, line, "column", suspended, fresh) values
  (1, x'eaa253e5e1e9cb61cca1aee5ae464818', 1, 0, 'question', 0, 'Where does the Nile end?', 'In the Mediterranean.', 3, 1, 0, 0),
  (2, x'0f4ce33becc080f97becf3a2d01895b0', 1, 1, 'question', 0, 'Where does the Danube end?', 'In the Black Sea.', 7, 1, 0, 0),
  (3, x'c3ce374a400de8499471cda54cb21905', 1, 2, 'question', 0, 'Where does the Volga end?', 'In the Caspian Sea.', 11, 1, 1, 0);
insert into log (entry, kind, card, quality, took_ms, of, at, offset_s, day) values
  (x'01010101010101010101010101010101', 'answered',  x'eaa253e5e1e9cb61cca1aee5ae464818', 4, 2500, null, 1795150800000, 10800, 20777),
  (x'02020202020202020202020202020202', 'answered',  x'0f4ce33becc080f97becf3a2d01895b0', 5, null, null, 1795150801000, 10800, 20777),
  (x'03030303030303030303030303030303', 'answered',  x'eaa253e5e1e9cb61cca1aee5ae464818', 4, 1200, null, 1795237200000, 10800, 20778),
  (x'04040404040404040404040404040404', 'answered',  x'0f4ce33becc080f97becf3a2d01895b0', 2, null, null, 1795237201000, 10800, 20778),
  (x'05050505050505050505050505050505', 'retracted', x'0f4ce33becc080f97becf3a2d01895b0', null, null, x'04040404040404040404040404040404', 1795237202000, 10800, 20778),
  (x'06060606060606060606060606060606', 'suspended', x'c3ce374a400de8499471cda54cb21905', null, null, null, 1795237203000, 10800, 20778);
insert into standings (card, deck, due, interval, ease, repetition, lapses, introduced, repeated) values
  (1, 1, 20784, 6, 250, 2, 0, 20777, 20778),
  (2, 1, 20778, 1, 260, 1, 0, 20777, 20777);
insert into meta (name, value) values ('edition', 'another one');
insert into roots (path) values ('/gone');
insert into search (rowid, ask, answer) select row, ask, answer from cards;
insert into meta (name, value) values ('searchable', '3');
insert into log (entry, kind, card, at, offset_s, day, detail) values
  (x'07070707070707070707070707070707', 'follow', x'00000000000000000000000000000000', 1795237204000, 10800, 20778, '{"roadmaps":["plan"]}'),
  (x'08080808080808080808080808080808', 'done', x'347b7fb273b81ab08958709d51a28eb4', 1795237205000, 10800, 20778, '{"roadmap":"plan","text":"Something to do"}');
insert into roadmaps (roadmap, name, shipped, path, start, bytes) values (1, 'plan', 0, '/gone/plan.md', 20777, cast('# Plan

- [ ] Something to do
' as blob));
insert into items (roadmap, position, item, text, ticked) values (1, 0, x'347b7fb273b81ab08958709d51a28eb4', 'Something to do', 0);
insert into log (entry, kind, card, at, offset_s, day, batch, placed) values
  (x'09090909090909090909090909090909', 'placed', x'0f4ce33becc080f97becf3a2d01895b0', 1795237206000, 10800, 20778,
   x'09090909090909090909090909090909', '{"due":20790,"ease":240,"interval":12,"lapses":1,"repetition":3}');
update standings set due = 20790, interval = 12, ease = 240, repetition = 3, lapses = 1 where card = 2;
insert into sections (deck, line, heading, text) values (1, 1, 'Rivers', 'Rivers end in seas.');
update decks set searched = 'mark';
insert into devices (device, name) values (1, 'phone-0123456789');
insert into log (arrival, entry, kind, card, quality, at, offset_s, day, device, turn) values
  (40, x'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', 'answered', x'0f4ce33becc080f97becf3a2d01895b0', 4, 1795150800500, 10800, 20777, 1, 3);
insert into sync_files (path, upto, lines, tail, size, changed) values ('phone-0123456789/2026-11.lines', 100, 2, '00000000 60', 100, 1);
insert into imports (import, at, format, file, digest, roots) values (1, 1795237207000, 'anki', '/gone/rivers.apkg', zeroblob(32), '[]');
insert into log (arrival, entry, kind, card, quality, at, offset_s, day, import, kept, batch) values
  (41, x'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b', 'answered', x'c3ce374a400de8499471cda54cb21905', 4, 1795150802000, 10800, 20777, 1, '{"id":1}', x'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b');
