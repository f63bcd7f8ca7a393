-- A database of format 2: three cards of a deck that is somewhere else now, and what was done with them.
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
