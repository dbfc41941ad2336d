//! Adding a plugin's labels and annotations to an object that is there already.

use serde_json::{Map, Value};

/// Why an object cannot be added to another.
#[derive(Debug, PartialEq, Eq)]
pub enum Conflict {
    /// It holds more than labels and annotations: the field that does not belong.
    OtherField(String),
    /// A label or annotation that has another value already: its key.
    OtherValue(String),
}

/// Adds the labels and annotations of `addition` to `object`, which it names. It may hold nothing else.
pub fn merge_metadata(object: &mut Value, addition: &Value) -> Result<(), Conflict> {
    only_metadata(addition)?;
    for part in ["labels", "annotations"] {
        let Some(added) = addition["metadata"].get(part).and_then(Value::as_object) else { continue };
        let metadata = &mut object["metadata"];
        if metadata.get(part).is_none() {
            metadata[part] = Value::Object(Map::new());
        }
        let Some(present) = metadata[part].as_object_mut() else { continue };
        for (key, value) in added {
            match present.get(key) {
                Some(other) if other != value => return Err(Conflict::OtherValue(key.clone())),
                Some(_) => {}
                None => {
                    present.insert(key.clone(), value.clone());
                }
            }
        }
    }
    Ok(())
}

fn only_metadata(addition: &Value) -> Result<(), Conflict> {
    let stray = |value: &Value, known: &[&str]| {
        let fields = value.as_object()?;
        fields.keys().find(|key| !known.contains(&key.as_str())).cloned()
    };
    let top = stray(addition, &["apiVersion", "kind", "metadata"]);
    let metadata = || stray(&addition["metadata"], &["name", "namespace", "labels", "annotations"]);
    match top.or_else(metadata) {
        Some(field) => Err(Conflict::OtherField(field)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Conflict, merge_metadata};
    use serde_json::json;

    #[test]
    fn a_plugin_adds_annotations_and_nothing_else() {
        let mut object = json!({"kind": "ServiceAccount", "metadata": {"name": "a", "labels": {"x": "1"}}});
        let addition = json!({"kind": "ServiceAccount", "metadata": {"name": "a", "annotations": {"role": "r"}}});
        assert_eq!(merge_metadata(&mut object, &addition), Ok(()));
        assert_eq!(object["metadata"]["annotations"], json!({"role": "r"}));
        let other = json!({"metadata": {"name": "a", "labels": {"x": "2"}}});
        assert_eq!(merge_metadata(&mut object, &other), Err(Conflict::OtherValue("x".to_owned())));
        let more = json!({"metadata": {"name": "a"}, "secrets": []});
        assert_eq!(merge_metadata(&mut object, &more), Err(Conflict::OtherField("secrets".to_owned())));
    }
}
