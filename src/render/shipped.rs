//! The templates that the binary carries. A test holds this list equal to the folder `templates/`.

macro_rules! shipped {
    ($($path:literal),* $(,)?) => {
        /// Path under `templates/` and text of every shipped template.
        pub const SHIPPED: &[(&str, &str)] =
            &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $path)))),*];
    };
}

shipped![
    "gitops/argocd/app-project.yaml.j2",
    "gitops/argocd/application-set.yaml.j2",
    "gitops/flux/kustomizations.yaml.j2",
    "plugins/AwsIamForServiceAccount.yaml.j2",
    "plugins/WorkloadIdentity.yaml.j2",
    "tenant/authorization-policies.yaml.j2",
    "tenant/namespace.yaml.j2",
    "tenant/profile.yaml.j2",
    "tenant/resource-quota.yaml.j2",
    "tenant/role-bindings.yaml.j2",
    "tenant/service-accounts.yaml.j2",
];
