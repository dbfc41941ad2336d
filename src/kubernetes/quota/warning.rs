//! What the server takes in a quota and what is a mistake all the same.
//!
//! Nothing here stops a quota.

use super::hard::stored;
use super::resource::is_extended;
use crate::diagnostic::{Problem, Route};
use crate::kubernetes::Quantity;
use serde_json::{Map, Value};

/// Requests that have a bare name, too.
const BARE: [&str; 2] = ["cpu", "memory"];
/// What has both requests and limits.
const COMPUTED: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

/// Advice on a quota's spec that is without problems: limits that are never enforced, requests above their limits (the
/// server warns of these itself), and one request limited twice in different ways.
///
/// Source: kube-apiserver 1.35, `WarningsOnCreate` of ResourceQuota; for extended resources the quota evaluator of
/// pods, which counts them only as `requests.`.
pub fn quota_warnings(spec: &Value) -> Vec<Problem> {
    let Some(hard) = spec.get("hard").and_then(Value::as_object) else {
        return Vec::new();
    };
    let unenforced = hard.keys().filter_map(|name| unenforced(name));
    let rounded = hard.iter().filter_map(|(name, limit)| rounded(name, limit));
    let above_limits = COMPUTED.iter().filter_map(|name| above_limits(hard, name));
    let twice = BARE.iter().filter_map(|name| limited_twice(hard, name));
    unenforced.chain(rounded).chain(above_limits).chain(twice).collect()
}

fn unenforced(name: &str) -> Option<Problem> {
    // Counted objects and storage classes have a `/` as well and are enforced.
    let is_device = name.rsplit_once('/').is_some_and(|(domain, _)| domain.contains('.'));
    if !is_extended(name) || !is_device || name.contains(".k8s.io/") {
        return None;
    }
    let better = format!("requests.{}", name.strip_prefix("limits.").unwrap_or(name));
    let message = "is never enforced: a quota counts extended resources only as `requests.`";
    Some(Problem::new(key_route(name), message).help(format!("write `{better}`")))
}

/// A limit below a thousandth, or with a part below it, which the server rounds up.
fn rounded(name: &str, limit: &Value) -> Option<Problem> {
    let text = limit.as_str()?;
    let (given, stored) = (Quantity::parse(text).ok()?, stored(limit).ok()?);
    (given != stored).then(|| {
        let message = format!("is rounded up to {}: the server counts in thousandths", stored.canonical());
        Problem::new(Route::root().key("hard").key(name), message).help(format!("write `\"{}\"`", stored.canonical()))
    })
}

fn above_limits(hard: &Map<String, Value>, name: &str) -> Option<Problem> {
    let requests = format!("requests.{name}");
    let asked = if !hard.contains_key(&requests) && BARE.contains(&name) { name.to_owned() } else { requests };
    let limits = format!("limits.{name}");
    let (request, limit) = (amount(hard, &asked)?, amount(hard, &limits)?);
    (request > limit).then(|| {
        let message = format!("`{asked}` ({}) is more than `{limits}` ({})", request.canonical(), limit.canonical());
        let help = format!("raise `{limits}` or lower `{asked}`");
        Problem::new(Route::root().key("hard").key(asked), message).help(help)
    })
}

fn limited_twice(hard: &Map<String, Value>, name: &str) -> Option<Problem> {
    let requests = format!("requests.{name}");
    let (bare, request) = (amount(hard, name)?, amount(hard, &requests)?);
    let message = format!("`{name}` and `{requests}` limit the same, in different ways");
    (bare != request).then(|| Problem::new(key_route(name), message).help(format!("take `{name}` out")))
}

fn amount(hard: &Map<String, Value>, name: &str) -> Option<Quantity> {
    stored(hard.get(name)?).ok()
}

fn key_route(name: &str) -> Route {
    Route::root().key("hard").key_itself(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn advice_goes_to_devices_and_not_to_counted_objects() {
        let gold = "gold.storageclass.storage.k8s.io/requests.storage";
        let hard = json!({ "limits.nvidia.com/gpu": "1", "count/pods": "1", gold: "1Gi" });
        let warnings = quota_warnings(&json!({ "hard": hard }));
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].help.as_deref(), Some("write `requests.nvidia.com/gpu`"));
    }

    #[test]
    fn the_bare_name_is_the_request_where_there_is_no_other() {
        assert_eq!(quota_warnings(&json!({ "hard": { "cpu": "2", "limits.cpu": "1" } })).len(), 1);
        assert!(quota_warnings(&json!({ "hard": { "cpu": "2", "requests.cpu": "2" } })).is_empty());
        assert_eq!(quota_warnings(&json!({ "hard": { "cpu": "2", "requests.cpu": "1" } })).len(), 1);
    }
}
