-- The prose of the pages, for `find`: what no card takes, section by section. It is read again when
-- the mark of its file is another one.
create table sections (
  section  integer primary key,
  deck     integer not null references decks,
  line     integer not null,
  heading  text    not null,
  text     text    not null
) strict;
create index sections_by_deck on sections (deck);
create virtual table theory using fts5(
  heading, text, content = 'sections', content_rowid = 'section', tokenize = "unicode61 remove_diacritics 2"
);
create trigger sections_added after insert on sections begin
  insert into theory (rowid, heading, text) values (new.section, new.heading, new.text);
end;
create trigger sections_removed after delete on sections begin
  insert into theory (theory, rowid, heading, text) values ('delete', old.section, old.heading, old.text);
end;
alter table decks add column searched text;   -- null: never read for it
