-- Files of other programs that were taken in. Everything that one brought carries its number, so that
-- undoing it takes away those rows, and those of the import before stand again.
create table imports (
  import  integer primary key,
  at      integer not null,    -- milliseconds since 1970-01-01 UTC
  format  text    not null,
  file    text    not null,
  digest  blob    not null,    -- SHA-256 of the file
  roots   text    not null,    -- JSON: the folders that are kept up with since
  undone  integer not null default 0
) strict;
-- The files that an import wrote: what was there before (null: nothing), and the SHA-256 of what it wrote.
create table import_files (
  import integer not null references imports,
  path   text    not null,
  before blob,
  digest blob    not null,
  primary key (import, path)
) strict, without rowid;

-- What only the other program understands, for the way back: of notes, of cards, and what they share.
create table kept_notes (
  format text not null, "key" text not null, import integer not null,
  keepsake text,
  primary key (format, "key", import)
) strict, without rowid;
create table kept_cards (
  format text not null, "key" text not null, ordinal integer not null, import integer not null,
  card    blob not null check (length(card) = 16),
  written blob not null,       -- a digest of the text as the import wrote it
  keepsake text,
  primary key (format, "key", ordinal, import)
) strict, without rowid;
create table kept_things (
  format text not null, name text not null, import integer not null,
  keepsake text not null,
  primary key (format, name, import)
) strict, without rowid;
-- Decks whose Markdown is kept here and in no file.
create table kept_decks (
  path text not null, import integer not null,
  text text not null,
  primary key (path, import)
) strict, without rowid;

-- The lines that an import brought, and the row of an answer as the other program wrote it.
alter table log add column import integer;
alter table log add column kept text;
create index log_by_hand on log (arrival) where import is null;
-- A card's own tags, as JSON; null: only those of its deck.
alter table cards add column tags text;
