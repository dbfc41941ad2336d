//! Tenants named as a namespace of the platform. What a config adds is in `tenant_names`.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A tenant is named as a namespace of the platform.
    ///
    /// The tenant's owner would administer what everybody relies on. Kept are `default`, `kubeflow`, `kubeflow-system`,
    /// `cert-manager`, `auth`, `oauth2-proxy`, `dex`, `argocd`, `flux-system`, and everything under `kube-`, `istio-`
    /// and `knative-`. Other names under `kubeflow-`, such as `kubeflow-user-example-com`, are free. `reserved` of the
    /// config keeps further names.
    ///
    /// Source: the profile controller takes over a Namespace that is there already when its `owner` annotation fits,
    /// and what is rendered would be applied over it. The names are those of Kubernetes, Istio, Knative, Kubeflow and
    /// their usual companions.
    ///
    /// Bad:
    ///
    /// ```yaml profiles/istio-ingress.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: istio-ingress}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml profiles/team-istio.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-istio}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub PLATFORM_NAMESPACE = "platform-namespace": Error;
}

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
