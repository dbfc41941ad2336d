//! `spec.lifecycle: Retired` of a tenant, written into a text that otherwise stays as it is.

use super::document::{Kind, Part, parts, spec_entry};
use crate::source::{self, Node, Value};

const RETIRED: &str = "Retired";

/// The text with this tenant retired; none where that cannot be done. It is read back before it is given.
pub(super) fn retired(text: &str, name: &str) -> Option<String> {
    let before = parts(text)?;
    let tenant = before.iter().find(|part| part.kind == Kind::Tenant && part.name == name);
    let edited = match tenant {
        Some(tenant) => with_lifecycle(text, tenant)?,
        None => format!("{}{}", with_newline(text), document(name)),
    };
    is_retired(&edited, name).then_some(edited)
}

/// Whether the text says that this tenant is retired.
pub(super) fn is_retired(text: &str, name: &str) -> bool {
    let parts = parts(text).unwrap_or_default();
    let tenant = parts.iter().find(|part| part.kind == Kind::Tenant && part.name == name);
    let lifecycle = tenant.and_then(|tenant| spec_entry(tenant, "lifecycle"));
    lifecycle.and_then(|entry| entry.value.as_text()) == Some(RETIRED)
}

/// A Tenant document for a tenant that has none.
fn document(name: &str) -> String {
    let name = source::written(name);
    format!(
        "---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata:\n  name: {name}\nspec:\n  lifecycle: {RETIRED}\n"
    )
}

fn with_newline(text: &str) -> String {
    format!("{text}{}", if text.is_empty() || text.ends_with('\n') { "" } else { "\n" })
}

/// The text with the lifecycle in the `spec` of its Tenant.
fn with_lifecycle(text: &str, tenant: &Part) -> Option<String> {
    let spec = tenant.node.as_map()?.entry("spec");
    let Some(spec) = spec else {
        let end = tenant.node.span.end as usize;
        return Some(insert(text, end, &format!("\nspec:\n  lifecycle: {RETIRED}")));
    };
    if let Some(lifecycle) = spec_entry(tenant, "lifecycle") {
        let span = lifecycle.value.span;
        if span.start == span.end {
            return Some(insert(text, after_colon(text, lifecycle.key_span.end)?, &format!(" {RETIRED}")));
        }
        let (start, end) = (span.start as usize, span.end as usize);
        return Some(format!("{}{RETIRED}{}", text.get(..start)?, text.get(end..)?));
    }
    match &spec.value {
        Node { value: Value::Map(map), span } => {
            let start = span.start as usize;
            let Some(first) = map.iter().next() else {
                return Some(format!(
                    "{}{{lifecycle: {RETIRED}}}{}",
                    text.get(..start)?,
                    text.get(span.end as usize..)?
                ));
            };
            if text.get(start..)?.starts_with('{') {
                return Some(insert(text, start + 1, &format!("lifecycle: {RETIRED}, ")));
            }
            let at = first.key_span.start as usize;
            let line = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
            let indent = " ".repeat(text.get(line..at)?.chars().count());
            Some(insert(text, at, &format!("lifecycle: {RETIRED}\n{indent}")))
        }
        Node { value: Value::Null, .. } => {
            let at = after_colon(text, spec.key_span.end)?;
            Some(insert(text, at, &format!(" {{lifecycle: {RETIRED}}}")))
        }
        Node { value: Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_), .. } => None,
    }
}

/// The byte after the colon that follows a key.
fn after_colon(text: &str, key_end: u32) -> Option<usize> {
    let key_end = key_end as usize;
    Some(key_end + text.get(key_end..)?.find(':')? + 1)
}

fn insert(text: &str, at: usize, inserted: &str) -> String {
    let (before, after) = text.split_at(at);
    format!("{before}{inserted}{after}")
}

#[cfg(test)]
mod tests {
    use super::retired;

    const PROFILE: &str = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: a}\nspec: {}\n";
    const HEAD: &str = "apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: {name: a}\n";

    #[test]
    fn one_line_is_added_and_everything_else_stays() {
        for (tenant, wanted) in [
            (
                "spec:\n  contributors: # who\n  - {name: b@x, role: edit}\n",
                "spec:\n  lifecycle: Retired\n  contributors: # who\n  - {name: b@x, role: edit}\n",
            ),
            ("spec: {contributors: []}\n", "spec: {lifecycle: Retired, contributors: []}\n"),
            ("spec: {}\n", "spec: {lifecycle: Retired}\n"),
            ("spec:\n", "spec: {lifecycle: Retired}\n"),
            ("spec: # later\n", "spec: {lifecycle: Retired} # later\n"),
            ("spec:\n  lifecycle: \"Active\" # in use\n", "spec:\n  lifecycle: Retired # in use\n"),
            ("spec:\n  lifecycle:\n", "spec:\n  lifecycle: Retired\n"),
            ("spec: {lifecycle: Retired}\n", "spec: {lifecycle: Retired}\n"),
            ("", "spec:\n  lifecycle: Retired\n"),
        ] {
            let text = format!("# top\n{PROFILE}---\n{HEAD}{tenant}");
            assert_eq!(
                retired(&text, "a").as_deref(),
                Some(&*format!("# top\n{PROFILE}---\n{HEAD}{wanted}")),
                "{tenant}"
            );
        }
    }

    #[test]
    fn a_tenant_without_a_document_gets_one() {
        let added = format!(
            "---\n{}spec:\n  lifecycle: Retired\n",
            HEAD.replace("{name: a}", "\n  name: a").replace(": \n", ":\n")
        );
        assert_eq!(retired(PROFILE, "a"), Some(format!("{PROFILE}{added}")));
        assert_eq!(retired(PROFILE.trim_end(), "a"), Some(format!("{PROFILE}{added}")));
    }

    #[test]
    fn what_cannot_be_read_is_not_edited() {
        assert_eq!(retired("a: [", "a"), None);
        assert_eq!(retired(&format!("{PROFILE}---\n{HEAD}spec: 1\n"), "a"), None);
    }
}
