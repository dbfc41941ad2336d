//! "did you mean": the nearest of the words that would have been right.

/// The candidate that `word` most likely meant: equal but for case, or at most a third of its letters away.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= candidate.chars().count().max(folded.chars().count()))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        assert_eq!(nearest("user", ["User", "Group"]), Some("User"));
        assert_eq!(nearest("resourceQuota", ["resourceQuotaSpec", "owner"]), Some("resourceQuotaSpec"));
        assert_eq!(nearest("zebra", ["User", "Group"]), None);
    }
}
