//! Labels and annotations of an object that are tenantry's own.

use super::lifecycle::LIFECYCLE;
use crate::diagnostic::{Problem, Trail};
use crate::rules;
use crate::tenant::Lifecycle;
use serde_json::{Map, Value};

/// The keys that no template may write. The Namespace of a retired tenant says so; of any other it would be a lie.
pub fn reserved_keys(object: &Value, lifecycle: Lifecycle) -> Vec<Problem> {
    let may_say = lifecycle.is_retired() && object["kind"].as_str() == Some("Namespace");
    let metadata = Trail::ROOT.key("metadata");
    let refused = |part: &'static str| {
        let keys = object["metadata"].get(part).and_then(Value::as_object).into_iter().flat_map(Map::keys);
        keys.filter(move |key| !(may_say && part == "annotations" && *key == LIFECYCLE))
            .filter_map(move |key| Some(rules::reserved_key(key).err()?.at(metadata.key(part).key_itself(key))))
    };
    refused("labels").chain(refused("annotations")).collect()
}
