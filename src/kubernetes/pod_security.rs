//! The labels of a Namespace that pod security admission reads.
//!
//! Other labels are none of this file's business.

use super::decode::quoted_list;
use super::name::Invalid;
use crate::diagnostic::nearest;

const PREFIX: &str = "pod-security.kubernetes.io/";
const MODES: [&str; 3] = ["enforce", "audit", "warn"];
const LEVELS: [&str; 3] = ["privileged", "baseline", "restricted"];

/// Checks a label that has the form of a label. Keys that admission does not read, also under its prefix, are free.
pub(super) fn pod_security_label(key: &str, value: &str) -> Result<(), Invalid> {
    let Some(name) = key.strip_prefix(PREFIX) else {
        return Ok(());
    };
    if MODES.contains(&name) {
        return level(value);
    }
    match name.strip_suffix("-version") {
        Some(mode) if MODES.contains(&mode) => version(value),
        Some(_) | None => Ok(()),
    }
}

fn level(value: &str) -> Result<(), Invalid> {
    if LEVELS.contains(&value) {
        return Ok(());
    }
    let help = nearest(value, LEVELS).map(|meant| format!("write `{meant}`"));
    Err(Invalid { message: format!("must be one of {}", quoted_list(&LEVELS)), help })
}

fn version(value: &str) -> Result<(), Invalid> {
    if value == "latest" || value.strip_prefix("v1.").is_some_and(is_minor) {
        return Ok(());
    }
    let meant = format!("v{value}");
    let help = meant.strip_prefix("v1.").is_some_and(is_minor).then(|| format!("write `{meant}`"));
    Err(Invalid { message: "must be `latest` or `v1.` and a minor version, as in `v1.35`".to_owned(), help })
}

/// A minor version: digits without a leading zero, within 63 bits as the server reads it.
fn is_minor(text: &str) -> bool {
    let has_leading_zero = text.len() > 1 && text.starts_with('0');
    !has_leading_zero && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<i64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_versions_are_exact_and_other_names_are_free() {
        assert_eq!(pod_security_label("pod-security.kubernetes.io/enforce", "baseline"), Ok(()));
        assert_eq!(pod_security_label("pod-security.kubernetes.io/owner", "anything"), Ok(()));
        let invalid = pod_security_label("pod-security.kubernetes.io/warn-version", "1.31").unwrap_err();
        assert_eq!(invalid.help.as_deref(), Some("write `v1.31`"));
    }
}
