//! Makes the program anew when a shipped deck is added or removed: the macro that puts the decks
//! into it only notices changes inside files that it knows.

fn main() {
    println!("cargo:rerun-if-changed=decks");
}
