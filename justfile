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

# `kill -9` at a thousand random moments (minutes); `just crash 7` for other moments
crash seed="1":
    CRASHES=1000 CRASH_SEED={{seed}} cargo test --test journeys -- --nocapture crashes

# Ten minutes of changed seeds against every reader, in the tests; with `cargo fuzz` installed,
# `just fuzz-guided deck` is guided by coverage
fuzz rounds="200000":
    FUZZ_ROUNDS={{rounds}} cargo test --lib -- --nocapture fuzz

# libFuzzer for ten minutes: one of deck, page, plan, bytes, settings, line
fuzz-guided target:
    cd fuzz && cargo fuzz run --sanitizer none {{target}} -- -max_total_time=600

# Which changes of the code no test notices (hours); `.cargo/mutants.toml` says what is left out
mutants *arguments:
    cargo mutants {{arguments}}
