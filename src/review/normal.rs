//! Objects in one form, so that what means the same compares equal: the API server's spelling, lists without order sorted.

use crate::kubernetes::Quantity;
use crate::kubernetes::document::{self, Request};
use crate::object::Identity;
use serde_json::Value;

/// Kinds, by group, of which every list is a set: none of them runs anything.
const WITHOUT_ORDER: [(&str, &str); 8] = [
    ("", "LimitRange"),
    ("", "Namespace"),
    ("", "ResourceQuota"),
    ("", "ServiceAccount"),
    ("kubeflow.org", "Profile"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
    ("security.istio.io", "AuthorizationPolicy"),
];
/// Maps whose values are quantities.
const QUANTITIES: [&str; 9] =
    ["hard", "limits", "requests", "default", "defaultRequest", "max", "min", "maxLimitRequestRatio", "capacity"];

/// Whether the lists of this kind have no order.
pub(super) fn is_without_order(identity: &Identity) -> bool {
    WITHOUT_ORDER.contains(&(identity.group.as_str(), identity.kind.as_str()))
}

/// The object as the server would hold it; one that it would refuse, as it is. Lists without order are sorted, each item once.
pub(super) fn normal(identity: &Identity, object: Value) -> Value {
    let namespace = object["metadata"]["namespace"].as_str().unwrap_or_default();
    let mut normal = document::create(&object, Request { namespace }).unwrap_or(object);
    quantities(&mut normal);
    if is_without_order(identity) {
        sort(&mut normal);
    }
    normal
}

fn quantities(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                if QUANTITIES.contains(&key.as_str()) {
                    inner.as_object_mut().into_iter().flatten().for_each(|(_, value)| quantity(value));
                }
                quantities(inner);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(quantities),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn quantity(value: &mut Value) {
    let text = match &value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return,
    };
    if let Ok(quantity) = Quantity::parse(&text) {
        *value = Value::String(quantity.by_value());
    }
}

fn sort(value: &mut Value) {
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(_, value)| sort(value)),
        Value::Array(items) => {
            items.iter_mut().for_each(sort);
            items.sort_by_cached_key(text);
            items.dedup();
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A value as text that is equal for equal values, whatever the order of keys.
pub(super) fn text(value: &Value) -> String {
    let mut sorted = value.clone();
    sorted.sort_all_objects();
    sorted.to_string()
}

#[cfg(test)]
mod tests {
    use super::{Value, quantity};

    #[test]
    fn quantities_of_one_value_have_one_text() {
        let text = |given: &str| {
            let mut value = Value::from(given);
            quantity(&mut value);
            value
        };
        for (given, one) in
            [("17179869184", "16Gi"), ("16384Mi", "16Gi"), ("16G", "16G"), ("1000m", "1"), ("2e1", "20")]
        {
            assert_eq!(text(given), one, "{given}");
        }
        assert_eq!(text("no number"), "no number");
    }
}
