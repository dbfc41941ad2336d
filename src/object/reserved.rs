//! Labels and annotations of an object that are tenantry's own.

use crate::diagnostic::{Problem, Route};
use crate::rules;
use serde_json::{Map, Value};

/// The keys that no template may write.
pub fn reserved_keys(object: &Value) -> Vec<Problem> {
    let metadata = Route::root().key("metadata");
    let keys = |part: &str| object["metadata"].get(part).and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let refused = |part: &'static str| {
        let route = metadata.key(part);
        keys(part).filter_map(move |key| {
            let broken = rules::reserved_key(key).err()?;
            Some(Problem::new(route.key_itself(key.clone()), broken.message).help(broken.help))
        })
    };
    refused("labels").chain(refused("annotations")).collect()
}
