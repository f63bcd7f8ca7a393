//! Chance that can be repeated: everything that looks random follows from a seed.

/// Turns a number into one that looks unrelated to it: the finalizer of SplitMix64 (G. Steele,
/// D. Lea, C. Flood: *Fast splittable pseudorandom number generators*, 2014).
pub(crate) const fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::mix;

    #[test]
    fn the_published_sequence_comes_out() {
        // The first outputs of SplitMix64 seeded with 1234567 (its state grows by the constant).
        let outputs = [0, 1, 2]
            .map(|n: u64| mix(1_234_567_u64.wrapping_add(n.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
        assert_eq!(
            outputs,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }
}
