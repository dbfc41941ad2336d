//! Which document is which: by apiVersion and kind, and what to say to those that are none of ours.

use super::shape::Reader;
use super::{codes, look};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::source::{Entry, Node, Value};

/// What a document turned out to be.
pub(super) enum Kind {
    /// `kubeflow.org/v1` or `v1beta1`, kind Profile.
    Profile,
    /// `tenantry.dev/v1alpha1`, kind Tenant.
    Tenant,
    /// `tenantry.dev/v1alpha1`, kind Config.
    Config,
    /// `v1`, kind List: a dump of several objects.
    List,
    /// Something that is not ours; noted by its entry `kind`.
    Other(String),
}

/// The API group of Profiles.
const KUBEFLOW: &str = "kubeflow.org";
/// The API version of our own documents.
const TENANTRY: &str = "tenantry.dev/v1alpha1";
/// Objects that give access to a tenant or shape it: leaving one out in silence would surprise.
const ACCESS: &[(&str, &str)] = &[
    ("Namespace", "every tenant gets its Namespace; its labels come from `namespace.labels` of tenantry.yaml"),
    ("ServiceAccount", "a file under templates/tenant/ can add one to every tenant"),
    (
        "RoleBinding",
        "give people access as contributors in the Tenant document, or with a file under templates/tenant/",
    ),
    (
        "AuthorizationPolicy",
        "give people access as contributors in the Tenant document, or with a file under templates/tenant/",
    ),
    ("ResourceQuota", "write the quota as `spec.resourceQuotaSpec` of the Profile"),
];

/// Tells what `document` is, and reports what can be nothing.
pub(super) fn kind_of(document: &Node, reader: &mut Reader) -> Option<Kind> {
    let (version_entry, kind_entry) = named(document, reader)?;
    let (version, kind) = (text_of(version_entry, reader), text_of(kind_entry, reader));
    let (version, kind) = (version?, kind?);
    match (group(version), version, kind) {
        (KUBEFLOW, "kubeflow.org/v1" | "kubeflow.org/v1beta1", "Profile") => Some(Kind::Profile),
        (_, TENANTRY, "Tenant") => Some(Kind::Tenant),
        (_, TENANTRY, "Config") => Some(Kind::Config),
        (_, "v1", "List") => Some(Kind::List),
        _ if is_meant(kind, "Profile", version, "kubeflow.org/v1") => {
            report_profile_like(document, version, kind_entry, kind, reader);
            None
        }
        (KUBEFLOW, _, "ProfileList") => {
            report_kind(kind_entry, kind, "Profile", reader);
            None
        }
        _ if group(version) == group(TENANTRY) || is_meant(kind, "Tenant", version, TENANTRY) => {
            report_ours(document, version, kind_entry, kind, reader);
            None
        }
        _ => Some(Kind::Other(kind.to_owned())),
    }
}

/// The API group of an apiVersion; empty for the core group, which has none of our kinds.
fn group(version: &str) -> &str {
    version.rsplit_once('/').map_or("", |(group, _)| group)
}

/// Whether a document that is none of ours was meant as one: left out in silence, it would be missed too late.
fn is_meant(kind: &str, our_kind: &str, version: &str, our_version: &str) -> bool {
    if group(version) == group(our_version) {
        return nearest(kind, [our_kind]).is_some();
    }
    let no_group_of_others = ["", KUBEFLOW, group(TENANTRY)].contains(&group(version));
    kind == our_kind && (no_group_of_others || nearest(version, [our_version]).is_some())
}

/// The entries `apiVersion` and `kind`; reports in one what is missing.
fn named<'n>(document: &'n Node, reader: &mut Reader) -> Option<(&'n Entry, &'n Entry)> {
    match (look::entry(document, "apiVersion"), look::entry(document, "kind")) {
        (Some(api_version), Some(kind)) => return Some((api_version, kind)),
        (Some(_), None) => report_missing(document, "kind", reader),
        (None, Some(_)) => report_missing(document, "apiVersion", reader),
        (None, None) => {
            let place = reader.place(look::first_key_span(document));
            let message = "a document without `apiVersion` and `kind`";
            let help = "a Profile has `apiVersion: kubeflow.org/v1` and `kind: Profile`";
            let diagnostic = Diagnostic::error(codes::UNKNOWN_KIND, message).at(place, "the document starts here");
            reader.report(diagnostic.help(help));
        }
    }
    None
}

fn text_of<'n>(entry: &'n Entry, reader: &mut Reader) -> Option<&'n str> {
    match &entry.value.value {
        Value::Text(text) if !text.is_empty() => return Some(text),
        Value::Text(_) | Value::Null => {
            let diagnostic = reader.no_value(entry);
            reader.report(diagnostic);
        }
        Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => reader.wrong_type(&entry.value, "text"),
    }
    None
}

fn report_missing(document: &Node, key: &str, reader: &mut Reader) {
    let near = document
        .as_map()
        .and_then(|map| map.iter().map(|entry| &entry.key).find(|written| written.eq_ignore_ascii_case(key)));
    let help = match near {
        Some(written) => format!("write `{key}`, not `{written}`: keys keep their case"),
        None => {
            format!("every document needs `{key}`; a Profile has `apiVersion: kubeflow.org/v1` and `kind: Profile`")
        }
    };
    let place = reader.place(look::first_key_span(document));
    let message = format!("a document without `{key}`");
    reader.report(Diagnostic::error(codes::UNKNOWN_KIND, message).at(place, "the document starts here").help(help));
}

fn report_profile_like(document: &Node, version: &str, kind_entry: &Entry, kind: &str, reader: &mut Reader) {
    if kind != "Profile" {
        return report_kind(kind_entry, kind, "Profile", reader);
    }
    let message = match version {
        "kubeflow.org/v1alpha1" => "a Profile of version v1alpha1 is not read".to_owned(),
        _ => format!("there is no Profile of version `{version}`"),
    };
    report_version(document, message, "kubeflow.org/v1", reader);
}

fn report_ours(document: &Node, version: &str, kind_entry: &Entry, kind: &str, reader: &mut Reader) {
    if version == TENANTRY {
        return report_kind(kind_entry, kind, nearest(kind, ["Tenant", "Config"]).unwrap_or("Tenant"), reader);
    }
    report_version(document, format!("there is no version `{version}`"), TENANTRY, reader);
}

fn report_kind(entry: &Entry, kind: &str, meant: &str, reader: &mut Reader) {
    let place = reader.place(entry.value.span);
    let message = format!("unknown kind `{kind}`");
    let help = format!("did you mean `{meant}`?");
    reader.report(Diagnostic::error(codes::UNKNOWN_KIND, message).at(place, "no such kind").help(help));
}

fn report_version(document: &Node, message: String, meant: &str, reader: &mut Reader) {
    let span = look::entry(document, "apiVersion").map_or(document.span, |entry| entry.value.span);
    let place = reader.place(span);
    let help = format!("write `apiVersion: {meant}`");
    reader.report(Diagnostic::error(codes::UNKNOWN_KIND, message).at(place, "").help(help));
}

/// Says what becomes of the documents of other kinds in a file: an error for each that gives access, one warning for
/// all the rest.
pub(super) fn report_others(others: &[(String, &Node)], reader: &mut Reader) {
    let mut harmless = Vec::new();
    for (kind, node) in others {
        match ACCESS.iter().find(|(access, _)| access == kind) {
            Some((_, advice)) => report_access(kind, node, advice, reader),
            None => harmless.push((kind, node)),
        }
    }
    if let Some((kind, node)) = harmless.first() {
        let message = match harmless.len() {
            1 => format!("this {kind} is not rendered"),
            count => format!("{count} objects of other kinds are not rendered, the first is this {kind}"),
        };
        let place = reader.place(kind_span(node));
        let diagnostic = Diagnostic::new(codes::OTHER_OBJECT, Severity::Warning, message)
            .at(place, "not a Profile, Tenant or Config")
            .help("a file under templates/tenant/ can add such an object to every tenant");
        reader.report(diagnostic);
    }
}

fn report_access(kind: &str, node: &Node, advice: &str, reader: &mut Reader) {
    let name = node.get("metadata").and_then(|metadata| metadata.get("name")).and_then(Node::as_text);
    let message = match name {
        Some(name) => format!("{kind} `{name}` stands beside a Profile and would be applied by nobody"),
        None => format!("a {kind} stands beside a Profile and would be applied by nobody"),
    };
    let place = reader.place(kind_span(node));
    let diagnostic = Diagnostic::error(codes::ACCESS_OBJECT, message)
        .at(place, "this document")
        .help(format!("delete it; {advice}"));
    reader.report(diagnostic);
}

fn kind_span(node: &Node) -> crate::diagnostic::Span {
    look::entry(node, "kind").map_or(node.span, |entry| entry.value.span)
}
