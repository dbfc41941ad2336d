//! Rendered objects, compared as `conformance/controller/README.md` says.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Group, kind, namespace, name.
pub type Key = (String, String, String, String);

/// Objects by identity; two of one identity fail.
pub fn by_key(objects: impl IntoIterator<Item = Value>) -> BTreeMap<Key, Value> {
    let mut map = BTreeMap::new();
    for mut object in objects {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let version = text(&object["apiVersion"]);
        let group = version.rsplit_once('/').map_or("", |(group, _)| group).to_owned();
        if group == "security.istio.io" {
            object["apiVersion"] = "security.istio.io/v1".into();
        }
        let metadata = &object["metadata"];
        let key = (group, text(&object["kind"]), text(&metadata["namespace"]), text(&metadata["name"]));
        assert!(map.insert(key.clone(), object).is_none(), "{key:?} stands there twice");
    }
    map
}

/// The objects of every file below a folder of a rendered tree, read by a YAML reader that is not ours.
pub fn of_tree(folder: &Path) -> BTreeMap<Key, Value> {
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("the tree can be walked"));
    let files = files.filter(|entry| entry.file_type().is_file() && entry.file_name() != "kustomization.yaml");
    by_key(files.flat_map(|file| of_text(&std::fs::read_to_string(file.path()).expect("a rendered file is UTF-8"))))
}

/// The objects of a YAML stream.
pub fn of_text(text: &str) -> Vec<Value> {
    serde_yaml::Deserializer::from_str(text)
        .map(|document| <Value as serde::Deserialize>::deserialize(document).expect("rendered text is YAML"))
        .filter(|document| !document.is_null())
        .collect()
}

/// How two sets of objects differ, both ways; empty when they do not.
pub fn differences(expected: &BTreeMap<Key, Value>, actual: &BTreeMap<Key, Value>) -> Vec<String> {
    let missing = expected.keys().filter(|key| !actual.contains_key(*key)).map(|key| format!("missing: {key:?}"));
    let extra = actual.keys().filter(|key| !expected.contains_key(*key)).map(|key| format!("extra: {key:?}"));
    let other = expected.iter().filter_map(|(key, wanted)| {
        let got = actual.get(key)?;
        (got != wanted).then(|| format!("differs: {key:?}\n    expected {wanted}\n    rendered {got}"))
    });
    missing.chain(extra).chain(other).collect()
}
