//! The order of keys in what is written: the same object, the same bytes, however its template spells it.

use serde_json::{Map, Value};

/// The keys that come first at the top of an object.
const TOP: [&str; 3] = ["apiVersion", "kind", "metadata"];
/// The keys that come first in its metadata.
const METADATA: [&str; 4] = ["name", "namespace", "labels", "annotations"];

/// The object with its keys in canonical order: what names it, then the rest as given; maps of user keys sorted.
pub fn canonical(object: Value) -> Value {
    let Value::Object(top) = object else { return object };
    let mut top = first(top, &TOP);
    if let Some(Value::Object(metadata)) = top.get_mut("metadata") {
        let mut ordered = first(std::mem::take(metadata), &METADATA);
        sort_part(&mut ordered, "labels");
        sort_part(&mut ordered, "annotations");
        *metadata = ordered;
    }
    if let Some(Value::Object(spec)) = top.get_mut("spec") {
        sort_part(spec, "hard");
    }
    Value::Object(top)
}

fn first(mut map: Map<String, Value>, keys: &[&str]) -> Map<String, Value> {
    let mut ordered = Map::with_capacity(map.len());
    for key in keys {
        if let Some(value) = map.shift_remove(*key) {
            ordered.insert((*key).to_owned(), value);
        }
    }
    ordered.extend(map);
    ordered
}

fn sort_part(map: &mut Map<String, Value>, key: &str) {
    if let Some(Value::Object(part)) = map.get_mut(key) {
        part.sort_keys();
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use serde_json::json;

    #[test]
    fn what_names_an_object_comes_first() {
        let object = json!({
            "spec": {"hard": {"pods": "1", "cpu": "1"}},
            "metadata": {"annotations": {"b": "", "a": ""}, "name": "n"},
            "kind": "K",
            "apiVersion": "v1",
        });
        let written = canonical(object).to_string();
        assert_eq!(
            written,
            r#"{"apiVersion":"v1","kind":"K","metadata":{"name":"n","annotations":{"a":"","b":""}},"spec":{"hard":{"cpu":"1","pods":"1"}}}"#
        );
    }
}
