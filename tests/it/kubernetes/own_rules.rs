//! Our own rules on top of the server's: which rows it accepts and we refuse, by which code; and that what it refuses never
//! passes.
//!
//! A snapshot holds the counts for the repository's copy, so that a rule that refuses too much is seen.

use super::row::{Row, document, expanded, field, input, input_text, is_accepted};
use super::table;
use crate::support::conformance::repository;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use tenantry::config::Config;
use tenantry::diagnostic::{FileId, Severity, Sources};
use tenantry::kubernetes::document::{Request, create};
use tenantry::source::{self, Limits};
use tenantry::tenant::Tenants;
use tenantry::{load, object, resolve};

const SNAPSHOT: &str = "tests/it/kubernetes/own-rules.txt";
/// The code under which the check of rendered objects reports.
const OBJECT: &str = "template-object";

/// What our checks make of a row: the codes that refuse it, and whether the server refuses it as it stands here.
struct Verdict {
    codes: BTreeSet<&'static str>,
    refused: bool,
}

/// Judges one row. None where the row reaches no check of ours.
type Judge = fn(&Row) -> Option<Verdict>;

const TABLES: [(&str, Judge); 7] = [
    ("namespace-names", |row| Some(as_accepted(row, profile_named(&input_text(row))))),
    ("labels-annotations", |row| Some(as_accepted(row, labelled(row)))),
    ("object-names", |row| Some(as_accepted(row, named_object(row)))),
    ("subjects", subject),
    ("resource-quotas", quota),
    ("quantities", quantity),
    ("documents", whole_document),
];

#[test]
fn own_rules_refuse_what_the_snapshot_says_and_all_that_the_server_refuses() {
    let mut passed = Vec::new();
    let mut snapshot = String::new();
    for (name, judge) in TABLES {
        for (label, file) in table::places(name) {
            let counted = count(&table::rows(&file), judge);
            passed.extend(counted.passed.iter().map(|input| format!("{name} ({label}): {input}")));
            println!("own rules/{name}: {} accepted rows judged, {:?} ({label})", counted.accepted, counted.by_code);
            if label.contains("copy") {
                snapshot.push_str(&counted.snapshot(name));
            }
        }
    }
    assert!(passed.is_empty(), "the server refuses, we accept:\n{}", passed.join("\n"));
    let path = repository().join(SNAPSHOT);
    if std::env::var_os("TENANTRY_ACCEPT").is_some() {
        std::fs::write(&path, &snapshot).expect("the snapshot can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == snapshot,
        "{SNAPSHOT} is\n{kept}\nnow\n{snapshot}\nto accept: TENANTRY_ACCEPT=1 cargo test own_rules"
    );
}

#[derive(Default)]
struct Counted {
    accepted: usize,
    by_code: BTreeMap<&'static str, usize>,
    passed: Vec<String>,
}

impl Counted {
    fn snapshot(&self, table: &str) -> String {
        let mut text = format!("{table}: {} rows that the server accepts\n", self.accepted);
        for (code, count) in &self.by_code {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "    {code}: {count}");
        }
        text
    }
}

fn count(rows: &[Row], judge: Judge) -> Counted {
    let mut counted = Counted::default();
    for row in rows {
        let Some(Verdict { codes, refused }) = judge(row) else { continue };
        if refused {
            if codes.is_empty() {
                counted.passed.push(row.get("input").map(Value::to_string).unwrap_or_default());
            }
            continue;
        }
        counted.accepted += 1;
        codes.into_iter().for_each(|code| *counted.by_code.entry(code).or_default() += 1);
    }
    counted
}

fn as_accepted(row: &Row, codes: BTreeSet<&'static str>) -> Verdict {
    Verdict { codes, refused: !is_accepted(row) }
}

/// The codes of the errors in a file of Profiles.
fn file_codes(bytes: &[u8]) -> BTreeSet<&'static str> {
    let file: FileId = Sources::default().add("a.yaml", source::text_of(bytes));
    let config = Config::default();
    let (loaded, mut found) = load(file, bytes, &Limits::default());
    let (tenants, more) = resolve(file, &loaded, &config);
    found.follow(more);
    found.extend(Tenants::join(tenants, &config).1);
    found.iter().filter(|one| one.severity == Severity::Error).map(|one| one.code.0).collect()
}

/// The codes of a Profile with these parts over those of a plain one.
fn profile(metadata: Value, spec: Value) -> BTreeSet<&'static str> {
    let mut document = json!({
        "apiVersion": "kubeflow.org/v1",
        "kind": "Profile",
        "metadata": {"name": "team-a"},
        "spec": {"owner": {"kind": "User", "name": "alice@example.com"}},
    });
    for (part, given) in [("metadata", metadata), ("spec", spec)] {
        for (key, value) in given.as_object().into_iter().flatten() {
            document[part][key] = value.clone();
        }
    }
    file_codes(source::write(&document).as_bytes())
}

fn profile_named(name: &str) -> BTreeSet<&'static str> {
    profile(json!({ "name": name }), json!({}))
}

/// The check of rendered objects.
fn object_codes(object: Value) -> BTreeSet<&'static str> {
    let wrong = match object::type_problems(object) {
        Ok(object) => !object::server_problems(&object).is_empty(),
        Err(_) => true,
    };
    if wrong { BTreeSet::from([OBJECT]) } else { BTreeSet::new() }
}

fn labelled(row: &Row) -> BTreeSet<&'static str> {
    let given = expanded(row.get("input").unwrap_or(&Value::Null));
    let text = input_text(row);
    let part = match field(row) {
        "label-key" => json!({ "labels": { text: "x" } }),
        "label-value" => json!({ "labels": { "x": text } }),
        "annotation-key" => json!({ "annotations": { text: "x" } }),
        "annotation-value" => json!({ "annotations": { "x": text } }),
        part => json!({ part: given }),
    };
    let mut namespace = json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "n" } });
    for (key, value) in part.as_object().into_iter().flatten() {
        namespace["metadata"][key] = value.clone();
    }
    object_codes(namespace)
}

fn named_object(row: &Row) -> BTreeSet<&'static str> {
    let text = input_text(row);
    let binding = |name: &str, role: Value| {
        json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": { "name": name, "namespace": "n" }, "roleRef": role,
        })
    };
    let role = |name: &str| json!({ "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": name });
    let of = |version: &str, kind: &str| json!({ "apiVersion": version, "kind": kind, "metadata": { "name": text, "namespace": "n" } });
    match field(row) {
        "Profile" => profile_named(&text),
        "RoleBinding" => object_codes(binding(&text, role("r"))),
        "roleRef.name" => object_codes(binding("b", role(&text))),
        "roleRef" => object_codes(binding("b", input(row))),
        "AuthorizationPolicy" => object_codes(of("security.istio.io/v1", "AuthorizationPolicy")),
        kind => object_codes(of("v1", kind)),
    }
}

/// An owner must be taken by the CRD and by RBAC.
fn subject(row: &Row) -> Option<Verdict> {
    let taken = row.get("profile")?.as_bool()? && is_accepted(row);
    Some(Verdict { codes: profile(json!({}), json!({ "owner": input(row) })), refused: !taken })
}

/// A quota without limits is never made, so that the server never sees the rest of it.
fn quota(row: &Row) -> Option<Verdict> {
    let given = input(row);
    let codes = profile(json!({}), json!({ "resourceQuotaSpec": given }));
    let limits =
        given.get("hard").and_then(Value::as_object).is_some_and(|hard| hard.values().any(|limit| !limit.is_null()));
    (limits || is_accepted(row)).then_some(as_accepted(row, codes))
}

/// A limit must be taken by the CRD and by the quota.
fn quantity(row: &Row) -> Option<Verdict> {
    let taken = row.get("profile") == Some(&Value::Bool(true)) && row.contains_key("quota");
    let codes = profile(json!({}), json!({ "resourceQuotaSpec": { "hard": { "cpu": input_text(row) } } }));
    Some(Verdict { codes, refused: !taken && !row.contains_key("quirk") })
}

/// Profiles go through the whole check of an input, other kinds through that of rendered objects.
fn whole_document(row: &Row) -> Option<Verdict> {
    let bytes = document(row);
    let file = Sources::default().add("a.yaml", source::text_of(&bytes));
    let (documents, found) = source::read(file, &bytes, &Limits::default());
    if !found.is_empty() {
        let codes = found.iter().map(|one| one.code.0).collect();
        return Some(as_accepted(row, codes));
    }
    let value = documents.first()?.root.to_json();
    let refused = create(&value, Request { namespace: "team-a" }).is_err();
    if value["kind"] == "Profile" {
        // What a cluster wrote is dropped, whatever it is; the rest is judged.
        let refused = create(&without_status(value), Request { namespace: "team-a" }).is_err();
        return Some(Verdict { codes: file_codes(&bytes), refused });
    }
    Some(Verdict { codes: rendered_codes(value), refused })
}

fn without_status(mut document: Value) -> Value {
    document.as_object_mut().map(|members| members.shift_remove("status"));
    document
}

/// The check of rendered objects as a whole: what it is, where it lies, what is in it.
fn rendered_codes(value: Value) -> BTreeSet<&'static str> {
    let Ok(identity) = object::Identity::of(&value) else { return BTreeSet::from([OBJECT]) };
    let tenant = if identity.kind == "Namespace" { identity.name.as_str() } else { "team-a" };
    match object::of_tenant(&identity, tenant) {
        Ok(()) => object_codes(value),
        Err(_) => BTreeSet::from(["template-namespace"]),
    }
}
