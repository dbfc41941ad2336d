//! `user-name`: a name of a person that means one thing to Kubernetes and another to the mesh.
//!
//! Sources: Istio's AuthorizationPolicy reads a leading or trailing `*` of a header value as a wildcard, so `*@corp.com`
//! is everybody of corp.com, while RBAC reads it literally; Kubernetes reserves the prefix `system:` for its own
//! subjects and groups; a prefix that is written into the name is put before it once more by the policy.
//!
//! Bad: `*@example.com`, `a@example.com,b@example.com`, `system:masters`. Good: `alice@example.com`, `Zoë`, `kube:admin`.

use super::Broken;
use crate::diagnostic::Code;

/// Always an error: the name would give access to others than it says.
pub const USER_NAME: Code = Code("user-name");

/// Refuses a name that reaches a RoleBinding and a policy as different people. `prefix` is `identity.userIdPrefix`.
pub fn user_name(name: &str, prefix: &str) -> Result<(), Broken> {
    if name.is_empty() {
        return Err(Broken::new("the name is empty", "write the name that the identity header carries"));
    }
    if name.contains('*') {
        let help = "name one person; `*` is a wildcard in the mesh and plain text in RBAC";
        return Err(Broken::new("`*` in a name is a wildcard for the mesh", help));
    }
    if name.contains(',') {
        let help = "write one name here, and each further person as a contributor";
        return Err(Broken::new("a comma in a name", help));
    }
    if name.starts_with("system:") {
        let help = "name a person; names with `system:` are Kubernetes' own";
        return Err(Broken::new("`system:` names belong to Kubernetes", help));
    }
    if !prefix.is_empty() && name.starts_with(prefix) {
        let message = format!("the name starts with the prefix `{prefix}`, which policies put before it once more");
        let help = match &name[prefix.len()..] {
            "" => "write the person's name, without the prefix".to_owned(),
            rest => format!("write it as `{rest}`"),
        };
        return Err(Broken::new(message, help));
    }
    Ok(())
}
