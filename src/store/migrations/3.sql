-- Decisions about roadmaps are lines of the log, told apart by their `detail`, a JSON object: `card`
-- is then the item that was ticked or linked, or zeros.
alter table log add column detail text;
-- An answer to a card that was taken ahead of its day because a deadline was near.
alter table log add column last_look integer not null default 0;
create index log_decisions on log (at, arrival) where detail is not null;

-- The roadmaps as their files were when they were read last. Stages and items follow from them.
create table roadmaps (
  roadmap integer primary key,
  name    text    not null unique,
  shipped integer not null,
  path    text    not null,
  start   integer not null,     -- the first day of the plan: days since 1970-01-01
  bytes   blob    not null
) strict;
-- What outlives another reading of the file: the names of its items, and which boxes it ticked.
create table items (
  roadmap  integer not null references roadmaps on delete cascade,
  position integer not null,
  item     blob    not null check (length(item) = 16),
  text     text    not null,
  ticked   integer,             -- null: without a box
  primary key (roadmap, position)
) strict, without rowid;
