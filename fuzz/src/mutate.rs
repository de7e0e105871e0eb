//! Inputs made of seeds: the same for the same number, on every machine.

/// Octets of the longest input.
pub(crate) const LONGEST: usize = 64 * 1024;

pub(crate) struct Mutator<'s> {
    state: u64,
    seeds: &'s [Vec<u8>],
    words: &'s [&'s str],
}

impl<'s> Mutator<'s> {
    pub(crate) fn new(seed: u64, seeds: &'s [Vec<u8>], words: &'s [&'s str]) -> Self {
        Self { state: seed, seeds, words }
    }

    /// The next number below `end`, which is not 0 (`SplitMix64`).
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = (mixed ^ (mixed >> 31)) >> 32;
        usize::try_from(high).unwrap_or_default() % end
    }

    /// A seed after some changes.
    pub(crate) fn input(&mut self) -> Vec<u8> {
        let mut input = self.seed();
        for _ in 0..=self.below(8) {
            self.change(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn seed(&mut self) -> Vec<u8> {
        let at = self.below(self.seeds.len());
        self.seeds[at].clone()
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        let end = at + self.below(input.len() - at + 1).min(1 << self.below(12));
        match self.below(8) {
            0 => input.truncate(at),
            1 => drop(input.drain(at..end)),
            2 => input[at..end].reverse(),
            3 => {
                let octet = self.below(256).to_le_bytes()[0];
                input.splice(at..at, [octet]);
            }
            4 => {
                let mask = 1 << self.below(8);
                input[at..end].iter_mut().take(1).for_each(|octet| *octet ^= mask);
            }
            5 => {
                let times = 1 << self.below(10);
                let piece = input[at..end].repeat(times.min(LONGEST / (end - at + 1)));
                input.splice(at..at, piece);
            }
            6 => {
                let other = self.seed();
                let from = self.below(other.len() + 1);
                input.splice(at..end, other[from..].iter().copied());
            }
            _ => {
                let word = self.below(self.words.len());
                let times = if self.below(8) == 0 { 1 << self.below(10) } else { 1 };
                input.splice(at..end, self.words[word].repeat(times).into_bytes());
            }
        }
    }
}
