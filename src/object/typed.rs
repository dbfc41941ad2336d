//! Whether an object has the fields of its kind: a round trip through the kind's type.
//!
//! Deserialising alone reports neither an unknown field (it vanishes) nor a missing one (it is defaulted), so the object is
//! serialised again and compared: what vanished was unknown, what appeared was missing.

use super::istio::AuthorizationPolicy;
use crate::diagnostic::{Problem, Route, Trail};
use k8s_openapi::api::{apps::v1 as apps, batch::v1 as batch, core::v1 as core, networking::v1 as networking};
use k8s_openapi::api::{policy::v1 as policy, rbac::v1 as rbac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Sends a value through a type and back.
type RoundTrip = fn(&Value) -> Result<Value, serde_json::Error>;

fn through<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(T::deserialize(value)?)
}

/// The kinds whose fields are known here; all others are taken as they are.
fn round_trip(api_version: &str, kind: &str) -> Option<RoundTrip> {
    Some(match (api_version, kind) {
        ("v1", "ConfigMap") => through::<core::ConfigMap>,
        ("v1", "Endpoints") => through::<core::Endpoints>,
        ("v1", "LimitRange") => through::<core::LimitRange>,
        ("v1", "Namespace") => through::<core::Namespace>,
        ("v1", "PersistentVolumeClaim") => through::<core::PersistentVolumeClaim>,
        ("v1", "Pod") => through::<core::Pod>,
        ("v1", "ResourceQuota") => through::<core::ResourceQuota>,
        ("v1", "Secret") => through::<core::Secret>,
        ("v1", "Service") => through::<core::Service>,
        ("v1", "ServiceAccount") => through::<core::ServiceAccount>,
        ("apps/v1", "DaemonSet") => through::<apps::DaemonSet>,
        ("apps/v1", "Deployment") => through::<apps::Deployment>,
        ("apps/v1", "StatefulSet") => through::<apps::StatefulSet>,
        ("batch/v1", "CronJob") => through::<batch::CronJob>,
        ("batch/v1", "Job") => through::<batch::Job>,
        ("networking.k8s.io/v1", "Ingress") => through::<networking::Ingress>,
        ("networking.k8s.io/v1", "NetworkPolicy") => through::<networking::NetworkPolicy>,
        ("policy/v1", "PodDisruptionBudget") => through::<policy::PodDisruptionBudget>,
        ("rbac.authorization.k8s.io/v1", "Role") => through::<rbac::Role>,
        ("rbac.authorization.k8s.io/v1", "RoleBinding") => through::<rbac::RoleBinding>,
        ("security.istio.io/v1" | "security.istio.io/v1beta1", "AuthorizationPolicy") => through::<AuthorizationPolicy>,
        _ => return None,
    })
}

/// The object in the field order of its type, or what of it its kind does not have.
pub fn type_problems(object: Value) -> Result<Value, Vec<Problem>> {
    let word = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    let kind = word("kind").to_owned();
    let Some(round_trip) = round_trip(word("apiVersion"), &kind) else { return Ok(object) };
    match round_trip(&object) {
        Err(error) => Err(vec![Problem::new(Route::root(), format!("this is no {kind}: {error}"))]),
        Ok(back) => {
            let mut problems = Vec::new();
            compare(&object, &back, &Trail::ROOT, &kind, &mut problems);
            if problems.is_empty() { Ok(back) } else { Err(problems) }
        }
    }
}

fn compare(given: &Value, back: &Value, route: &Trail<'_>, kind: &str, problems: &mut Vec<Problem>) {
    match (given, back) {
        (Value::Object(given), Value::Object(back)) => {
            for (key, value) in given {
                match back.get(key) {
                    Some(other) => compare(value, other, &route.key(key), kind, problems),
                    None => problems.push(vanished(route, key, value, kind)),
                }
            }
            for key in back.keys().filter(|key| !given.contains_key(*key)) {
                problems.push(Problem::new(route, format!("`{}` of a {kind} is missing", Route::from(route.key(key)))));
            }
        }
        (Value::Array(given), Value::Array(back)) if given.len() == back.len() => {
            for (index, (value, other)) in given.iter().zip(back).enumerate() {
                compare(value, other, &route.index(index), kind, problems);
            }
        }
        _ if given == back => {}
        _ => problems.push(Problem::new(route, format!("a {kind} would hold {back} here"))),
    }
}

fn vanished(route: &Trail<'_>, key: &str, value: &Value, kind: &str) -> Problem {
    let here = Route::from(route.key(key));
    if value.is_null() {
        return Problem::new(here.clone(), format!("`{here}` is null")).help("leave the key out");
    }
    Problem::new(route.key_itself(key), format!("a {kind} has no field `{here}`"))
}

#[cfg(test)]
mod tests {
    use super::type_problems;
    use serde_json::json;

    #[test]
    fn an_unknown_and_a_missing_field_are_both_seen() {
        let binding = json!({
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": {"name": "a"},
            "roleref": {},
        });
        let problems = type_problems(binding).expect_err("neither field is right");
        let messages: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages, ["a RoleBinding has no field `roleref`", "`roleRef` of a RoleBinding is missing"]);
    }

    #[test]
    fn a_policy_has_only_the_fields_of_istio() {
        let policy = json!({
            "apiVersion": "security.istio.io/v1beta1",
            "kind": "AuthorizationPolicy",
            "metadata": {"name": "a"},
            "spec": {"rules": [{"when": [{"key": "source.namespace", "value": ["a"]}]}]},
        });
        assert!(type_problems(policy).is_err());
    }
}
