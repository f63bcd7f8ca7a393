-- Lines that were written by one command and are taken back by one undo: the name of the first of them.
alter table log add column batch blob check (length(batch) = 16);
-- Where a `placed` line puts its card, as JSON; null: back to the cards that were never answered.
alter table log add column placed text;
create index log_by_batch on log (batch) where batch is not null;
