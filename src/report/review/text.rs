//! Values and names as they stand in a line, and a tenant's name taken out of it, so that lines of many tenants compare equal.

use crate::review::FieldChange;
use serde_json::Value;
use similar::TextDiff;

/// What stands in a line for the tenant's name.
pub(super) const TENANT: &str = "{tenant}";
/// How many characters of a value are shown.
const SHOWN: usize = 300;
/// How many lines of a text that changed are shown.
const LINES: usize = 12;

/// The text with the tenant's name taken out, wherever it stands as a word of its own.
pub(super) fn without_name(text: &str, tenant: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(tenant).filter(|_| !tenant.is_empty()) {
        let (before, after) = (&rest[..at], &rest[at + tenant.len()..]);
        out.push_str(before);
        let starts = out.chars().next_back().is_none_or(|c| !is_word(c));
        let ends = after.chars().next().is_none_or(|c| !is_word(c));
        out.push_str(if starts && ends { TENANT } else { tenant });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A field that changed, in one line or, for a text of several, with the lines that differ below it.
pub(super) fn field(change: &FieldChange) -> Vec<String> {
    match (&change.before, &change.after) {
        (Some(Value::String(before)), Some(Value::String(after))) if before.contains('\n') || after.contains('\n') => {
            std::iter::once(format!("{}:", change.path)).chain(text_diff(before, after)).collect()
        }
        (Some(before), Some(after)) => vec![format!("{}: {} -> {}", change.path, value(before), value(after))],
        (None, Some(after)) => vec![format!("{}: + {}", change.path, value(after))],
        (Some(before), None) => vec![format!("{}: - {}", change.path, value(before))],
        (None, None) => Vec::new(),
    }
}

/// The lines of two texts that differ.
pub(super) fn text_diff(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let changed = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    let lines: Vec<String> =
        changed.map(|change| format!("  {} {}", change.tag(), cut(change.value().trim_end_matches('\n')))).collect();
    let more = lines.len().saturating_sub(LINES);
    let rest = (more > 0).then(|| format!("  and {more} more lines"));
    lines.into_iter().take(LINES).chain(rest).collect()
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => cut(text),
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("{key}: {}", self::value(value))).collect();
            cut(&format!("{{{}}}", members.join(", ")))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(self::value).collect();
            cut(&format!("[{}]", items.join(", ")))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => cut(&value.to_string()),
    }
}

/// Whether a text is told from what stands around it without quotes.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@+*=".contains(c);
    !text.is_empty() && text.chars().all(plain)
}

/// What is shown of a long text; how much there is more is said.
pub(super) fn cut(text: &str) -> String {
    let length = text.chars().count();
    if length <= SHOWN {
        return text.to_owned();
    }
    let shown: String = text.chars().take(SHOWN).collect();
    format!("{shown}... ({} more characters)", number(length - SHOWN))
}

/// A number with a comma at each thousand.
pub(super) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 tenant`, `9,998 tenants`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", number(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{cut, number, without_name};

    #[test]
    fn a_name_is_taken_out_where_it_is_a_word() {
        assert_eq!(without_name("role/team-a in team-a, team-ab", "team-a"), "role/{tenant} in {tenant}, team-ab");
        assert_eq!(without_name("xa a", "a"), "xa {tenant}");
    }

    #[test]
    fn what_is_cut_says_how_much_there_is_more() {
        assert!(cut(&"x".repeat(2000)).ends_with("... (1,700 more characters)"));
        assert_eq!((number(0), number(1000), number(1_234_567)), ("0".into(), "1,000".into(), "1,234,567".into()));
    }
}
