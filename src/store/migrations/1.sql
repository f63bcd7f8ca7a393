-- What is true: the log. Lines are added, never changed and never removed.
create table log (
  arrival  integer primary key,
  entry    blob    not null unique check (length(entry) = 16),
  kind     text    not null,
  card     blob    not null check (length(card) = 16),
  quality  integer check (quality between 0 and 5),
  took_ms  integer,
  of       blob,                -- the entry taken back, or the card that was continued
  at       integer not null,    -- milliseconds since 1970-01-01 UTC
  offset_s integer not null,    -- seconds east of UTC
  day      integer not null     -- the study day as lived: days since 1970-01-01
) strict;
create index log_by_card on log (card);
create index log_by_at on log (at);
create index log_by_day on log (day, kind, took_ms);
create index log_by_of on log (of) where of is not null;

create trigger log_keeps_lines before update on log
begin select raise(abort, 'the log is append-only'); end;
create trigger log_keeps_all before delete on log
begin select raise(abort, 'the log is append-only'); end;
-- `insert or replace` deletes without firing a delete trigger.
create trigger log_replaces_none before insert on log
when exists (select 1 from log where entry = new.entry or arrival = new.arrival)
begin select raise(abort, 'the log is append-only'); end;

-- What follows from the decks on disk.
create table roots (path text primary key) strict, without rowid;
create table decks (
  deck     integer primary key,
  shipped  integer not null,
  path     text    not null,
  name     text    not null,
  title    text    not null,
  aliases  text    not null,    -- JSON arrays of strings
  requires text    not null,
  tags     text    not null,
  level    integer not null default 0,
  errors   integer not null default 0,
  cards    integer not null,    -- active ones
  gone     integer not null default 0,
  size     integer not null,    -- bytes
  changed  integer not null,    -- nanoseconds since 1970-01-01; 0 = do not rely on it
  unique (shipped, path)
) strict;
create table cards (
  row      integer primary key,
  id       blob    not null unique check (length(id) = 16),
  deck     integer not null references decks,
  position integer not null,
  kind     text    not null,
  kin      integer,             -- the same number: cut from the same text
  pinned   integer not null,
  ask      text    not null,
  answer   text    not null,
  line     integer not null,
  "column" integer not null,
  level    integer not null default 0,
  retired  integer not null default 0,
  suspended integer not null default 0,
  fresh    integer not null default 1
) strict;
create index cards_by_deck on cards (deck, position) where not retired;
create index cards_fresh on cards (level, deck, position, kin) where fresh;

-- What follows from the log: a cache, made again whenever the rules of the fold change.
create table standings (
  card       integer primary key references cards,
  deck       integer not null,
  kin        integer,
  due        integer not null,
  interval   integer not null,
  ease       integer not null,  -- hundredths
  repetition integer not null,
  lapses     integer not null,
  again_on   integer,
  introduced integer not null,
  repeated   integer not null,
  asleep     integer not null default 0
) strict;
create index standings_due on standings (due, kin, deck) where not asleep;
create index standings_again on standings (again_on) where again_on is not null;
-- Entries dated in the future, which the standings leave out.
create table held (entry blob primary key) strict, without rowid;

create table meta (name text primary key, value text not null) strict, without rowid;
