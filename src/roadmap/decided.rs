//! What the decisions about roadmaps amount to: the fold of their lines in the log.

use std::collections::{HashMap, HashSet};

use crate::model::log::{Decision, Goal};
use crate::model::roadmap::ItemId;

/// See the file's first line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Decided {
    /// The items that are ticked.
    pub(crate) done: HashSet<ItemId>,
    /// The decks that were chosen by hand for an item.
    pub(crate) links: HashMap<ItemId, Vec<String>>,
    /// The names of the roadmaps that are followed; `None`: nobody ever said.
    pub(crate) followed: Option<Vec<String>>,
    /// The day and the pace of each roadmap that has them.
    pub(crate) goals: HashMap<String, Goal>,
}

impl Decided {
    /// From all decisions, in order of time: the last word counts.
    pub(crate) fn fold(decisions: Vec<Decision>) -> Self {
        let mut decided = Self::default();
        for decision in decisions {
            match decision {
                Decision::Done(matter) => {
                    decided.done.insert(matter.item);
                }
                Decision::Undone(matter) => {
                    decided.done.remove(&matter.item);
                }
                Decision::Linked(matter, Some(decks)) => {
                    decided.links.insert(matter.item, decks);
                }
                Decision::Linked(matter, None) => {
                    decided.links.remove(&matter.item);
                }
                Decision::Followed(roadmaps) => decided.followed = Some(roadmaps),
                Decision::Deadline(roadmap, Some(goal)) => {
                    decided.goals.insert(roadmap, goal);
                }
                Decision::Deadline(roadmap, None) => {
                    decided.goals.remove(&roadmap);
                }
            }
        }
        decided
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::log::Matter;

    #[test]
    fn the_last_word_counts() {
        let matter = |number| Matter {
            roadmap: "plan".into(),
            item: ItemId([number; 16]),
            text: "text".into(),
        };
        let decided = Decided::fold(vec![
            Decision::Done(matter(1)),
            Decision::Done(matter(2)),
            Decision::Undone(matter(1)),
            Decision::Linked(matter(1), Some(vec!["go-gc".into()])),
            Decision::Linked(matter(2), Some(vec!["mvcc".into()])),
            Decision::Linked(matter(1), None),
            Decision::Followed(vec!["plan".into()]),
            Decision::Followed(Vec::new()),
        ]);
        let expected = Decided {
            done: HashSet::from([ItemId([2; 16])]),
            links: HashMap::from([(ItemId([2; 16]), vec!["mvcc".into()])]),
            followed: Some(Vec::new()),
            goals: HashMap::new(),
        };
        assert_eq!(decided, expected);
    }
}
