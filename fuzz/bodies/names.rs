//! Names: every check answers for any text, and what is made of a name is itself a name.

use serde_json::json;
use tenantry::kubernetes as rules;
use tenantry::rules::{look, non_ascii_name, person, placeholder};
use tenantry::tenant::{TenantName, binding_name};

/// Takes `data` for a name of every kind.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let label = rules::dns_label(&text).is_ok();
    if label {
        assert!(
            rules::dns_subdomain(&text).is_ok()
                && rules::path_segment(&text).is_ok()
                && rules::label_value(&text).is_ok()
        );
    }
    assert!(
        !TenantName::parse(&text).is_ok_and(|name| name.as_str() != text)
            && (label || TenantName::parse(&text).is_err())
    );
    if rules::label_key(&text).is_ok() {
        assert!(rules::annotation_key(&text).is_ok(), "a label's key is an annotation's key");
    }
    let map = json!({ text.as_ref(): text });
    rules::namespace_labels(&map);
    rules::annotations(&map);
    for kind in ["User", "Group", "ServiceAccount"] {
        let subject = json!({ "kind": kind, "name": text, "namespace": text });
        if rules::subject(&subject).is_empty() {
            let canonical = rules::canonical_subject(&subject);
            assert_eq!(rules::canonical_subject(&canonical), canonical);
        }
    }
    people(&text);
}

fn people(name: &str) {
    for role in ["admin", "edit", "view"] {
        let object = binding_name(name, role);
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(object.bytes().all(is_plain) && !object.contains("--"), "{object}");
    }
    assert_eq!(person(&person(name)), person(name), "a spelling of a spelling");
    look(name);
    drop(non_ascii_name(name));
    assert!(placeholder(name).is_none_or(|found| name.contains(found)));
}
