//! `platform-namespace`: a tenant named as a namespace of the platform.
//!
//! Source: the controller takes over a Namespace that is there already when its `owner` annotation fits, and this tree
//! would be applied over it. Names of Kubernetes, Istio, Knative, Kubeflow and the usual companions are kept.
//!
//! Bad: `kube-system`, `istio-ingress`, `kubeflow`. Good: `kubeflow-user-example-com`, `team-istio`.

use super::Broken;
use crate::diagnostic::Code;

/// Always an error: a tenant's owner would administer the platform.
pub const PLATFORM_NAMESPACE: Code = Code("platform-namespace");

const PREFIXES: [&str; 3] = ["kube-", "istio-", "knative-"];
const NAMES: [&str; 9] =
    ["default", "kubeflow", "kubeflow-system", "cert-manager", "auth", "oauth2-proxy", "dex", "argocd", "flux-system"];

/// Refuses a tenant's name that is the platform's.
pub fn platform_namespace(name: &str) -> Result<(), Broken> {
    if NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
        let message = format!("`{name}` is a namespace of the platform");
        return Err(Broken::new(message, format!("choose another name, such as `team-{name}`")));
    }
    Ok(())
}
