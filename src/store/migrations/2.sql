-- The full-text index over both sides of every card. It is brought up to date when it is asked:
-- rows above the mark `searchable` in `meta` are new, those in `search_stale` have changed.
create virtual table search using fts5 (
  ask, answer, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
create table search_stale (card integer primary key) strict;
