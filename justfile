# Everything that CI checks, in the order of how soon it fails.
ci: format lint test doc

# Formatting, checked
format:
    cargo fmt --check

# Clippy over everything, warnings denied
lint:
    cargo clippy --all-targets --locked -- -D warnings

# The tests; code in the decks is run if `go`, PostgreSQL and Redis are there
test:
    cargo test

# The documentation of every item, private ones too, without a warning
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items

# How long the daily commands take on large collections (minutes)
bench:
    cargo bench

# Complaints and advice about the shipped decks
decks:
    cargo run --release --quiet -- check decks
