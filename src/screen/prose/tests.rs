//! Whole pages, as they must look.

use super::*;
use crate::compile::tree;

pub(super) const COLOR: Theme = Theme {
    color: true,
    unicode: true,
    links: false,
};
pub(super) const PLAIN: Theme = Theme {
    color: false,
    unicode: true,
    links: false,
};
pub(super) const ASCII: Theme = Theme {
    color: false,
    unicode: false,
    links: false,
};

/// The page as one text that stands between line breaks; escape characters are made visible.
fn drawn(markdown: &str, width: usize, theme: Theme) -> String {
    let lines = draw(&tree(markdown), width, theme);
    clean(&format!("\n{}\n", lines.join("\n"))).into_owned()
}

const TEXT: &str = r"# Marking, *briefly*

It is *precise*: **type** information tells `scan` which words are [pointers](https://go.dev/gc),
not ~~guesses~~, in $O(n \log n)$; see <https://go.dev> or ![the heap](heap.png).  
After the break[^1].

> Nothing may be freed earlier.
>
> - Not one object.

---

[^1]: 三色標記法は、到達可能な物だけを残す。
";

#[test]
fn text_at_80() {
    assert_eq!(
        drawn(TEXT, 80, PLAIN),
        r"
# Marking, briefly

It is precise: type information tells `scan` which words are pointers
(https://go.dev/gc), not ~~guesses~~, in O(n log n); see https://go.dev or
[image: the heap (heap.png)].
After the break[1].

│ Nothing may be freed earlier.
│
│ • Not one object.

────────────────────────────────────────────────────────────────────────────────

[1] 三色標記法は、到達可能な物だけを残す。
"
    );
}

#[test]
fn text_at_60_in_ascii() {
    assert_eq!(
        drawn(TEXT, 60, ASCII),
        r"
# Marking, briefly

It is precise: type information tells `scan` which words are
pointers (https://go.dev/gc), not ~~guesses~~, in O(n \log
n); see https://go.dev or [image: the heap (heap.png)].
After the break[1].

> Nothing may be freed earlier.
>
> - Not one object.

------------------------------------------------------------

[1] 三色標記法は、到達可能な物だけを残す。
"
    );
}

#[test]
fn text_at_40_in_color() {
    assert_eq!(
        drawn(TEXT, 40, COLOR),
        r"
␛[1m␛[4mMarking, briefly␛[0m

It is ␛[4mprecise␛[0m: ␛[1mtype␛[0m information tells
␛[36mscan␛[0m which words are pointers
␛[2m(https://go.dev/gc)␛[0m, not ␛[9mguesses␛[0m, in ␛[35mO(n␛[0m
␛[35mlog n)␛[0m; see https://go.dev or [image:
the heap (heap.png)].
After the break[1].

␛[2m│ ␛[0mNothing may be freed earlier.
␛[2m│␛[0m
␛[2m│ ␛[0m• Not one object.

␛[2m────────────────────────────────────────␛[0m

[1] 三色標記法は、到達可能な物だけを残
す。
"
    );
}

const LISTS: &str = r"- tight
- with a list below it
  1. that counts
  2. and whose second item is longer than one line
     - [x] done
     - [ ] not done

9. loose
10. because this one

    has two paragraphs

Precise collector
: knows from type information which words of an object hold pointers
: second meaning

*Other* term
: short
";

#[test]
fn lists_at_60() {
    assert_eq!(
        drawn(LISTS, 60, PLAIN),
        r"
• tight
• with a list below it
  1. that counts
  2. and whose second item is longer than one line
     [x] done
     [ ] not done

 9. loose

10. because this one

    has two paragraphs

Precise collector
    knows from type information which words of an object
    hold pointers
    second meaning
Other term
    short
"
    );
}

#[test]
fn lists_at_40() {
    assert_eq!(
        drawn(LISTS, 40, ASCII),
        r"
- tight
- with a list below it
  1. that counts
  2. and whose second item is longer
     than one line
     [x] done
     [ ] not done

 9. loose

10. because this one

    has two paragraphs

Precise collector
    knows from type information which
    words of an object hold pointers
    second meaning
Other term
    short
"
    );
}

#[test]
fn lists_at_20() {
    assert_eq!(
        drawn(LISTS, 20, COLOR),
        r"
• tight
• with a list below
  it
  1. that counts
  2. and whose
     second item is
     longer than one
     line
     [x] done
     [ ] not done

 9. loose

10. because this one

    has two
    paragraphs

␛[1mPrecise collector␛[0m
    knows from type
    information
    which words of
    an object hold
    pointers
    second meaning
␛[1m␛[4mOther␛[0m␛[1m term␛[0m
    short
"
    );
}

const TABLE: &str = r"| Color | Meaning for an object during marking | 数 |
|:--|---|--:|
| white | no pointer to it found so far; garbage if it is still so when marking ends | 1 |
| 灰色 | found, `not` scanned | 22 |
";

#[test]
fn table_at_100() {
    assert_eq!(
        drawn(TABLE, 100, PLAIN),
        r"
Color │ Meaning for an object during marking                                       │ 数
──────┼────────────────────────────────────────────────────────────────────────────┼───
white │ no pointer to it found so far; garbage if it is still so when marking ends │  1
灰色  │ found, `not` scanned                                                       │ 22
"
    );
}

#[test]
fn table_at_60() {
    assert_eq!(
        drawn(TABLE, 60, COLOR),
        r"
␛[1mColor␛[0m␛[2m │ ␛[0m␛[1mMeaning for an object during marking␛[0m           ␛[2m │ ␛[0m␛[1m数␛[0m
␛[2m──────┼─────────────────────────────────────────────────┼───␛[0m
white␛[2m │ ␛[0mno pointer to it found so far; garbage if it is␛[2m │ ␛[0m 1
     ␛[2m │ ␛[0mstill so when marking ends                     ␛[2m │␛[0m
␛[2m──────┼─────────────────────────────────────────────────┼───␛[0m
灰色 ␛[2m │ ␛[0mfound, ␛[36mnot␛[0m scanned                             ␛[2m │ ␛[0m22
"
    );
}

#[test]
fn table_at_40() {
    assert_eq!(
        drawn(TABLE, 40, ASCII),
        r"
Color | Meaning for an object       | 数
      | during marking              |
------+-----------------------------+---
white | no pointer to it found so   |  1
      | far; garbage if it is still |
      | so when marking ends        |
------+-----------------------------+---
灰色  | found, `not` scanned        | 22
"
    );
}

const WIDE_TABLE: &str = r"| Isolation level | Dirty read | Nonrepeatable read | Phantom |
|---|---|---|---|
| read committed | impossible | possible | possible |
| repeatable read | impossible | impossible | in PostgreSQL impossible, in the standard possible |
";

#[test]
fn a_table_without_room_becomes_a_list() {
    assert_eq!(
        drawn(WIDE_TABLE, 40, PLAIN),
        r"
Isolation level: read committed
Dirty read: impossible
Nonrepeatable read: possible
Phantom: possible

Isolation level: repeatable read
Dirty read: impossible
Nonrepeatable read: impossible
Phantom: in PostgreSQL impossible, in
  the standard possible
"
    );
}

const CODE: &str = "```go\nfunc main() {\n\tfmt.Println(\"hello, 世界\", \"and then something longer\")\n\n}\n```\n\n$$\n\\sum_i i\n$$\n\n<div>raw &amp; plain</div>\n\n```\n```\n\nend";

#[test]
fn code_at_80() {
    assert_eq!(
        drawn(CODE, 80, COLOR),
        r#"
    ␛[35mfunc␛[0m ␛[1mmain␛[0m() {
        fmt.Println(␛[32m"␛[0m␛[32mhello, 世界␛[0m␛[32m"␛[0m, ␛[32m"␛[0m␛[32mand then something longer␛[0m␛[32m"␛[0m)

    }

    ␛[35m∑ᵢ i␛[0m

    ␛[2m<div>raw &amp; plain</div>␛[0m

end
"#
    );
}

#[test]
fn code_at_40() {
    assert_eq!(
        drawn(CODE, 40, PLAIN),
        r#"
    func main() {
        fmt.Println("hello, 世界", ↵
    "and then something longer")

    }

    ∑ᵢ i

    <div>raw &amp; plain</div>

end
"#
    );
}
