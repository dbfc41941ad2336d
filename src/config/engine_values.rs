//! What texts an engine is told may be: nothing that its globs or its Go templates take for more than itself.

use crate::kubernetes::{self, Invalid};

/// Characters that globs and Go templates give a meaning.
const SPECIAL: &[char] = &['*', '?', '[', ']', '{', '}', '!', '\\', '"', '\''];

/// A text that is not empty and that neither a glob nor a Go template takes for more than itself.
pub(super) fn plain(text: &str) -> Result<(), &'static str> {
    match text.is_empty() || text.contains(SPECIAL) || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        true => Err("blanks, quotes and the characters of patterns cannot stand here, and it cannot be empty"),
        false => Ok(()),
    }
}

/// A URL of Git, or the `user@host:path` of ssh. One with a password would be committed.
pub(super) fn repository_url(text: &str) -> Result<(), &'static str> {
    plain(text)?;
    let Some((_, rest)) = text.split_once("://") else {
        let is_ssh = text.split_once('@').is_some_and(|(user, rest)| !user.contains(['/', ':']) && rest.contains(':'));
        return if is_ssh { Ok(()) } else { Err("this is no URL of a Git repository") };
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    if user.contains(':') || (!user.is_empty() && text.starts_with("http")) {
        return Err("this URL carries credentials, which everybody who reads the repository would have");
    }
    if authority.is_empty() { Err("this is no URL of a Git repository") } else { Ok(()) }
}

/// A URL of an API server.
pub(super) fn server_url(text: &str) -> Result<(), &'static str> {
    plain(text)?;
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if host.is_some_and(|host| !host.is_empty()) { Ok(()) } else { Err("this is no URL of an API server") }
}

/// Source: `git check-ref-format`, as far as it matters to what Argo CD makes of a revision.
pub(super) fn revision_name(text: &str) -> Result<(), &'static str> {
    plain(text)?;
    let is_ref = !text.starts_with(['-', '/']) && !text.contains("..") && !text.contains(['~', '^', ':']);
    if is_ref { Ok(()) } else { Err("this is no branch, tag or commit") }
}

/// Source: the pattern of `spec.interval` in the CRD of Flux's Kustomization.
pub(super) fn duration(text: &str) -> Result<(), &'static str> {
    let mut rest = text;
    while !rest.is_empty() {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let digits = &rest[..rest.len() - number.len()];
        let unit = ["ms", "s", "m", "h"].into_iter().find(|unit| number.starts_with(unit));
        match unit.filter(|_| {
            digits.parse::<f64>().is_ok() && digits.starts_with(|c: char| c.is_ascii_digit()) && !digits.ends_with('.')
        }) {
            Some(unit) => rest = &number[unit.len()..],
            None => return Err("this is no duration"),
        }
    }
    if text.is_empty() { Err("this is no duration") } else { Ok(()) }
}

/// A label's value that is not empty.
pub(super) fn shard_key(text: &str) -> Result<(), Invalid> {
    if text.is_empty() { kubernetes::dns_label(text) } else { kubernetes::label_value(text) }
}

/// A path without dots and empty parts.
pub(super) fn is_path(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part != "." && part != "..";
    plain(text).is_ok() && text.split('/').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::{duration, is_path, repository_url, revision_name};

    #[test]
    fn a_repository_is_one_and_carries_no_password() {
        for good in ["https://github.com/a/b.git", "git@github.com:a/b.git", "ssh://git@host:2222/a/b", "http://h/a"] {
            assert_eq!(repository_url(good), Ok(()), "{good}");
        }
        for bad in
            ["", "b", "https://", "https://a:b@host/c", "https://token@host/c", "https://github.com/a/*", "a b@c:d"]
        {
            assert!(repository_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn paths_stay_below_the_top() {
        for good in ["rendered", "clusters/prod/rendered"] {
            assert!(is_path(good), "{good}");
        }
        for bad in ["", ".", "/rendered", "../rendered", "a//b", "a/./b", "a/*", "{{ a }}"] {
            assert!(!is_path(bad), "{bad}");
        }
    }

    #[test]
    fn revisions_and_durations_are_those_of_git_and_flux() {
        assert!(["main", "v1.2.3", "feature/a", "HEAD"].iter().all(|text| revision_name(text).is_ok()));
        assert!(["", "a b", "a..b", "-a", "a:b", "*"].iter().all(|text| revision_name(text).is_err()));
        assert!(["10m", "1h30m", "1.5h", "500ms"].iter().all(|text| duration(text).is_ok()));
        assert!(["", "10", "m", "10 m", "1d", "1.h", ".5h", "1.2.3s"].iter().all(|text| duration(text).is_err()));
    }
}
