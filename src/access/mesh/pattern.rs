//! Values of rules, in which `*` at one end stands for any text.

/// Whether everything that `narrow` matches is matched by `wide`, too. `*` at the start is looked at before one at the end, as
/// Istio does; anywhere else it is a character like others. `*` alone asks for a value that is not empty. In a path, `{*}` stands
/// for a part of it, so that a text with a brace is covered by itself and by what is before the brace alone.
pub(super) fn covers(wide: &str, narrow: &str) -> bool {
    if wide == narrow || wide == "*" {
        return wide == narrow || !narrow.is_empty();
    }
    if let Some((start, _)) = narrow.split_once('{') {
        return matches!(Pattern::of(wide), Pattern::Prefix(wide) if start.starts_with(wide));
    }
    match (Pattern::of(wide), Pattern::of(narrow)) {
        (Pattern::Suffix(wide), Pattern::Suffix(narrow) | Pattern::Exact(narrow)) => narrow.ends_with(wide),
        (Pattern::Prefix(wide), Pattern::Prefix(narrow) | Pattern::Exact(narrow)) => narrow.starts_with(wide),
        (Pattern::Exact(_) | Pattern::Suffix(_) | Pattern::Prefix(_), _) => false,
    }
}

/// Whether no text is matched by both, as far as that can be told.
pub(super) fn disjoint(one: &str, other: &str) -> bool {
    match (Pattern::of(one), Pattern::of(other)) {
        (Pattern::Exact(_), _) => !covers(other, one),
        (_, Pattern::Exact(_)) => !covers(one, other),
        (Pattern::Suffix(_) | Pattern::Prefix(_), Pattern::Suffix(_) | Pattern::Prefix(_)) => false,
    }
}

enum Pattern<'p> {
    Exact(&'p str),
    Prefix(&'p str),
    Suffix(&'p str),
}

impl<'p> Pattern<'p> {
    fn of(text: &'p str) -> Self {
        if let Some(rest) = text.strip_prefix('*') {
            return Self::Suffix(rest);
        }
        match text.strip_suffix('*') {
            Some(rest) => Self::Prefix(rest),
            None => Self::Exact(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{covers, disjoint};

    #[test]
    fn a_pattern_covers_what_matches_less() {
        for (wide, narrow) in [
            ("*", "a"),
            ("*", "*a"),
            ("a*", "ab"),
            ("a*", "ab*"),
            ("*a", "ba"),
            ("*a", "*ba"),
            ("a", "a"),
            ("/a/*", "/a/{*}"),
        ] {
            assert!(covers(wide, narrow), "{wide} {narrow}");
        }
        for (wide, narrow) in
            [("a", "*"), ("ab", "a*"), ("a*", "*a"), ("*a", "a*"), ("a*", "b"), ("a", "A"), ("*", ""), ("*/b", "{*}/b")]
        {
            assert!(!covers(wide, narrow), "{wide} {narrow}");
        }
    }

    #[test]
    fn exact_values_that_a_pattern_does_not_match_are_apart() {
        assert!(disjoint("a", "b") && disjoint("a*", "b") && disjoint("b", "*a"));
        assert!(!disjoint("a*", "*b") && !disjoint("a*", "ab") && !disjoint("a", "a"));
    }
}
