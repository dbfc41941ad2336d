//! What an object of a tenant says of the tenant's lifecycle: the annotation of its Namespace, and whether it gives access.

use crate::diagnostic::{Problem, Route};
use crate::tenant::Lifecycle;
use serde_json::Value;

/// The annotation of a Namespace that says that its tenant is retired.
pub(super) const LIFECYCLE: &str = "tenantry.dev/lifecycle";

/// Whether a Namespace says that its tenant is retired.
pub fn is_retired_namespace(namespace: &Value) -> bool {
    namespace["metadata"]["annotations"][LIFECYCLE].as_str() == Some(Lifecycle::Retired.name())
}

/// What is wrong with an object of a retired tenant.
pub fn retired_problems(object: &Value) -> Vec<Problem> {
    let gives = |what: &str| {
        let message = format!("this {what} gives access in a retired tenant");
        let help = "put it between `{% if tenant.lifecycle == \"Active\" %}` and `{% endif %}`";
        vec![Problem::new(Route::root().key("kind"), message).help(help)]
    };
    match object["kind"].as_str().unwrap_or_default() {
        "Namespace" if !is_retired_namespace(object) => {
            let message = format!("the Namespace of a retired tenant has no annotation `{LIFECYCLE}: Retired`");
            let help = "write it as the shipped template does, so that the tree alone tells";
            vec![Problem::new(Route::root().key("metadata"), message).help(help)]
        }
        kind @ ("RoleBinding" | "ClusterRoleBinding") => gives(kind),
        kind @ "AuthorizationPolicy" if object["spec"]["action"].as_str() != Some("DENY") => gives(kind),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::retired_problems;
    use serde_json::json;

    #[test]
    fn a_retired_tenant_has_nothing_that_gives_access() {
        let policy = |action: &str| json!({"kind": "AuthorizationPolicy", "spec": {"action": action}});
        assert_eq!(retired_problems(&policy("DENY")).len(), 0);
        assert_eq!(retired_problems(&policy("ALLOW")).len(), 1);
        assert_eq!(retired_problems(&json!({"kind": "AuthorizationPolicy", "spec": {}})).len(), 1);
        assert_eq!(retired_problems(&json!({"kind": "RoleBinding"})).len(), 1);
        assert_eq!(retired_problems(&json!({"kind": "Namespace", "metadata": {"name": "a"}})).len(), 1);
        let said = json!({"kind": "Namespace", "metadata": {"annotations": {"tenantry.dev/lifecycle": "Retired"}}});
        assert_eq!(retired_problems(&said).len(), 0);
    }
}
