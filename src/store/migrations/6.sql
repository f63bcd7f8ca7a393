-- Other devices write the log too. Their lines name the device; those of this one do not.
create table devices (device integer primary key, name text not null unique) strict;
alter table log add column device integer references devices;
-- The number that a line of another device has there; one of this device has its arrival. Numbers
-- grow along what a device knew when it wrote a line, so they order the lines of one instant
-- everywhere alike.
alter table log add column turn integer;
create index log_of_others on log (at, turn) where device is not null;

-- How far each file of the folder that devices share was read.
create table sync_files (
  path      text primary key,   -- below the folder
  upto      integer not null,   -- bytes: everything before is in the log
  lines     integer not null,
  tail      text    not null,   -- the check of the last line before that, and its length
  size      integer not null,   -- as it was when it was looked at last
  changed   integer not null    -- nanoseconds since 1970-01-01; 0: look again
) strict, without rowid;
-- What was taken from other devices and written here: while a file is as it was written, it may be
-- replaced.
create table borrowed (
  name text not null,
  mark text not null,           -- the hash of what was written
  primary key (name, mark)
) strict, without rowid;
