//! Config as it is written (`tenantry.yaml`).

use super::raw::RawPlugin;
use super::shape::{Flag, Text, TextMap, Whole, mapping};

mapping! {
    /// A Config document: every key is optional.
    pub struct RawConfig {
        /// The folder of the inputs.
        profiles: Option<Text> = "profiles",
        /// The folder of the templates.
        templates: Option<Text> = "templates",
        /// The folder of the output.
        rendered: Option<Text> = "rendered",
        /// How the output is laid out.
        layout: Option<Text> = "layout",
        /// The header that says who asks.
        identity: Option<RawIdentity> = "identity",
        /// The workloads that the mesh trusts to carry it.
        mesh: Option<RawMesh> = "mesh",
        /// What every Namespace gets.
        namespace: Option<RawNamespace> = "namespace",
        /// Which ClusterRole each role is.
        cluster_roles: Option<RawClusterRoles> = "clusterRoles",
        /// Plugins of every profile that has none of that kind.
        default_plugins: Option<Vec<RawPlugin>> = "defaultPlugins",
        /// Whether each Profile is rendered as well.
        inert_profiles: Option<Flag> = "inertProfiles",
        /// Which tenantry renders this tree.
        version: Option<Text> = "version",
        /// Levels by code.
        rules: Option<TextMap> = "rules",
        /// Names that no tenant may have, beside those that are always the platform's; `*` stands for any text.
        reserved: Option<Vec<Text>> = "reserved",
        /// Which names tenants may have.
        names: Option<RawNames> = "names",
        /// Which cloud identities tenants may have.
        cloud: Option<RawCloud> = "cloud",
        /// How much is read.
        limits: Option<RawLimits> = "limits",
        /// How much may change at once.
        guards: Option<RawGuards> = "guards",
        /// Which engine syncs the tree, and what it is told.
        git_ops: Option<RawGitOps> = "gitOps",
    }
    also &["apiVersion", "kind"];
}

fn git_ops_advice(key: &str) -> Option<&'static str> {
    match key {
        "engine" => Some("write `engine: argocd`, `engine: flux` or `engine: none`"),
        _ => None,
    }
}

/// What people know of the engines' own manifests.
fn bootstrap_advice(key: &str) -> Option<&'static str> {
    match key {
        "repoURL" | "url" => Some("write `repository`"),
        "targetRevision" | "branch" | "tag" => Some("write `revision`"),
        "source" => Some("write `sourceRef: {kind: GitRepository, name: flux-system}`"),
        _ => None,
    }
}

/// `rules` of a Config: codes and levels.
pub type RawRules = TextMap;

mapping! {
    /// `identity` of a Config.
    pub struct RawIdentity {
        /// The header's name.
        user_id_header: Option<Text> = "userIdHeader",
        /// What stands before the name in the header's value.
        user_id_prefix: Option<Text> = "userIdPrefix",
    }
}

mapping! {
    /// `mesh` of a Config: mesh principals, `<trust domain>/ns/<namespace>/sa/<ServiceAccount>`.
    pub struct RawMesh {
        /// The ingress gateway.
        ingress_gateway_principal: Option<Text> = "ingressGatewayPrincipal",
        /// The pipelines UI.
        kfp_ui_principal: Option<Text> = "kfpUiPrincipal",
        /// The notebook controller.
        notebook_controller_principal: Option<Text> = "notebookControllerPrincipal",
    }
}

mapping! {
    /// `namespace` of a Config.
    pub struct RawNamespace {
        /// Labels of every Namespace; an empty value removes a key.
        labels: Option<TextMap> = "labels",
    }
}

mapping! {
    /// `clusterRoles` of a Config.
    pub struct RawClusterRoles {
        /// The ClusterRole of role admin.
        admin: Option<Text> = "admin",
        /// The ClusterRole of role edit.
        edit: Option<Text> = "edit",
        /// The ClusterRole of role view.
        view: Option<Text> = "view",
    }
}

mapping! {
    /// `names` of a Config.
    pub struct RawNames {
        /// Patterns of which every tenant's name matches one; `*` stands for any text.
        allow: Option<Vec<Text>> = "allow",
        /// Names of removed tenants, which are not given again.
        retired: Option<Vec<Text>> = "retired",
    }
}

mapping! {
    /// `cloud` of a Config.
    pub struct RawCloud {
        /// Which identities tenants may have.
        allow: Option<RawCloudAllow> = "allow",
    }
}

mapping! {
    /// `cloud.allow` of a Config: patterns in which `*` stands for any text and `{tenant}` for the tenant's name.
    pub struct RawCloudAllow {
        /// Google service accounts.
        gcp: Option<Vec<Text>> = "gcp",
        /// ARNs of IAM roles.
        aws: Option<Vec<Text>> = "aws",
    }
}

mapping! {
    /// `limits` of a Config.
    pub struct RawLimits {
        /// The most bytes an input file may have.
        file_bytes: Option<Whole> = "fileBytes",
    }
}

mapping! {
    /// `guards` of a Config.
    pub struct RawGuards {
        /// How many tenants one change may remove; each was retired before.
        max_deleted_tenants: Option<Whole> = "maxDeletedTenants",
        /// In how many percent of the tenants one change may change access.
        max_changed_share: Option<Whole> = "maxChangedShare",
    }
}

mapping! {
    /// `gitOps` of a Config.
    pub struct RawGitOps {
        /// `none`, `argocd` or `flux`: what syncs the tree to the cluster, so that Namespaces can be kept from its pruning.
        engine: Text = "engine",
        /// What the engine is told, rendered into `gitops/`; without it only Namespaces are protected.
        bootstrap: Option<RawBootstrap> = "bootstrap",
    }
    advice git_ops_advice;
    example "{engine: argocd}";
}

mapping! {
    /// `gitOps.bootstrap` of a Config.
    pub struct RawBootstrap {
        /// Where the tree lies, below the top of what the engine reads: the rendered folder's path in its repository, if not given.
        path: Option<Text> = "path",
        /// The namespace of the engine's own objects: `argocd` or `flux-system`, if not given.
        namespace: Option<Text> = "namespace",
        /// Argo CD: the URL of the Git repository, as Argo CD knows it.
        repository: Option<Text> = "repository",
        /// Argo CD: the branch, tag or commit; `HEAD` if not given.
        revision: Option<Text> = "revision",
        /// Argo CD: the name of the AppProject and of the ApplicationSet, and the start of every Application's; `tenants` if not given.
        project: Option<Text> = "project",
        /// Argo CD: the cluster; the one that Argo CD runs in, if not given.
        destination: Option<RawDestination> = "destination",
        /// Argo CD: the kinds that templates of your own render, which the AppProject allows beside those of the shipped ones.
        kinds: Option<Vec<RawGroupKind>> = "kinds",
        /// Flux: the source that holds the tree; the GitRepository `flux-system` if not given.
        source_ref: Option<RawSourceRef> = "sourceRef",
        /// Flux: how often it compares; `10m` if not given.
        interval: Option<Text> = "interval",
        /// Flux: the value of the label `sharding.fluxcd.io/key`, which says which controller is in charge; no label if not given.
        shard_key: Option<Text> = "shardKey",
    }
    advice bootstrap_advice;
}

mapping! {
    /// `gitOps.bootstrap.destination` of a Config: one of the two.
    pub struct RawDestination {
        /// The URL of the API server.
        server: Option<Text> = "server",
        /// The name under which Argo CD knows the cluster.
        name: Option<Text> = "name",
    }
    example "{server: https://kubernetes.default.svc}";
}

mapping! {
    /// One of `gitOps.bootstrap.kinds` of a Config.
    pub struct RawGroupKind {
        /// The API group; none for the core group.
        group: Option<Text> = "group",
        /// The kind, which lies in namespaces.
        kind: Text = "kind",
    }
    example "{group: networking.k8s.io, kind: NetworkPolicy}";
}

mapping! {
    /// `gitOps.bootstrap.sourceRef` of a Config.
    pub struct RawSourceRef {
        /// `GitRepository`, `OCIRepository`, `Bucket` or `ExternalArtifact`; `GitRepository` if not given.
        kind: Option<Text> = "kind",
        /// Its name.
        name: Text = "name",
        /// Its namespace, where that is another than the Kustomizations'.
        namespace: Option<Text> = "namespace",
    }
    example "{kind: GitRepository, name: flux-system}";
}
