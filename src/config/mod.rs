//! The settings of one cluster, checked: `tenantry.yaml` over the defaults.
//!
//! No file is read here and no path resolved; that is `io`. Everything that a run obeys is decided here, once.

mod bootstrap;
mod check;
pub mod codes;
mod engine_values;
mod git_ops;
mod labels;
mod levels;
mod policy;
mod setting;

pub use bootstrap::SOURCE_KINDS;
pub use check::resolve;
pub use codes::{CONFIG_PATH, CONFIG_VALUE, VERSION};
pub use git_ops::{Bootstrap, Destination, Engine, GitOps, GroupKind, SourceRef};
pub use levels::Levels;
pub use policy::{Policy, Verdict};
pub use setting::{Given, Setting};

use crate::diagnostic::Place;
use crate::plugin::Plugin;
use serde::Serialize;
use std::collections::BTreeMap;

/// The most bytes an input file has where the config does not say otherwise.
pub const FILE_BYTES: usize = 256 * 1024;
/// The least that `limits.fileBytes` may be: room for one Profile.
pub const MIN_FILE_BYTES: usize = 1024;
/// The most that `limits.fileBytes` may be: what is still read in a moment.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

/// What one run obeys.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where inputs, templates and output lie.
    pub folders: Folders,
    /// The levels of rules.
    pub levels: Levels,
    /// Which names and cloud identities tenants may have.
    pub policy: Policy,
    /// The most bytes an input file may have.
    pub file_bytes: usize,
    /// Where that is written.
    pub file_bytes_place: Option<Place>,
    /// Where `identity.userIdPrefix` is written.
    pub prefix_place: Option<Place>,
    /// How much may change at once.
    pub guards: Guards,
    /// Plugins of every profile that has none of that kind.
    pub default_plugins: Vec<Plugin>,
    /// Whether each Profile is rendered as well.
    pub inert_profiles: bool,
    /// Whether the config says which engine syncs the tree, if only that there is none.
    pub names_engine: bool,
    /// The config as a file; none where there is none.
    pub place: Option<Place>,
    /// What templates see as `config`.
    pub settings: Settings,
    /// Which of these the file gives, and where.
    pub given: Given,
}

/// How much one change may do before somebody says yes to it by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guards {
    /// How many tenants may be removed; each was retired before.
    pub max_deleted_tenants: usize,
    /// In how many percent of the tenants access may change; of few tenants any share may.
    pub max_changed_share: usize,
}

impl Default for Guards {
    fn default() -> Self {
        Self { max_deleted_tenants: 5, max_changed_share: 20 }
    }
}

impl Config {
    /// Says where the rendered folder lies below the top of its repository, which is what an engine is told where the
    /// config says nothing else.
    pub fn rendered_at(&mut self, path: &str) {
        if let Some(bootstrap) = &mut self.settings.git_ops.bootstrap {
            bootstrap.path.get_or_insert_with(|| path.to_owned());
        }
    }
}

/// A folder that the config names, and where it does.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The path, with `/`, relative to the config file's folder.
    pub path: String,
    /// Where it was written; none for a default or a flag.
    pub place: Option<Place>,
}

/// The folders of a config.
#[derive(Clone, Debug)]
pub struct Folders {
    /// The inputs.
    pub profiles: Folder,
    /// The user's templates, over the shipped ones.
    pub templates: Folder,
    /// The output.
    pub rendered: Folder,
}

/// What templates see as `config`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The header that says who asks.
    pub identity: Identity,
    /// The workloads that the mesh trusts to carry it.
    pub mesh: Mesh,
    /// What every Namespace gets.
    pub namespace: Namespace,
    /// Which ClusterRole each role is.
    pub cluster_roles: ClusterRoles,
    /// Whether each Profile is rendered as well.
    pub inert_profiles: bool,
    /// Which engine syncs the tree, and what it is told.
    pub git_ops: GitOps,
}

/// `config.identity` of templates.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The header's name, as it was written.
    pub user_id_header: String,
    /// What stands before the name in the header's value; mostly empty.
    pub user_id_prefix: String,
}

/// `config.mesh` of templates: mesh principals.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mesh {
    /// The ingress gateway.
    pub ingress_gateway_principal: String,
    /// The pipelines UI.
    pub kfp_ui_principal: String,
    /// The notebook controller.
    pub notebook_controller_principal: String,
}

/// `config.namespace` of templates.
#[derive(Clone, Debug, Serialize)]
pub struct Namespace {
    /// The labels of every Namespace, `istio-injection` included.
    pub labels: BTreeMap<String, String>,
}

/// `config.clusterRoles` of templates.
#[derive(Clone, Debug, Serialize)]
pub struct ClusterRoles {
    /// The ClusterRole of role admin.
    pub admin: String,
    /// The ClusterRole of role edit.
    pub edit: String,
    /// The ClusterRole of role view.
    pub view: String,
}

impl Default for Config {
    /// The defaults of kubeflow/manifests.
    fn default() -> Self {
        let folder = |path: &str| Folder { path: path.to_owned(), place: None };
        Self {
            folders: Folders {
                profiles: folder("profiles"),
                templates: folder("templates"),
                rendered: folder("rendered"),
            },
            levels: Levels::default(),
            policy: Policy::default(),
            file_bytes: FILE_BYTES,
            file_bytes_place: None,
            prefix_place: None,
            guards: Guards::default(),
            default_plugins: Vec::new(),
            inert_profiles: false,
            names_engine: false,
            place: None,
            settings: Settings::default(),
            given: Given::default(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        let principal = |namespace: &str, account: &str| format!("cluster.local/ns/{namespace}/sa/{account}");
        Self {
            identity: Identity { user_id_header: "kubeflow-userid".to_owned(), user_id_prefix: String::new() },
            mesh: Mesh {
                ingress_gateway_principal: principal("istio-system", "istio-ingressgateway-service-account"),
                kfp_ui_principal: principal("kubeflow", "ml-pipeline-ui"),
                notebook_controller_principal: principal("kubeflow", "notebook-controller-service-account"),
            },
            namespace: Namespace { labels: labels::of_namespace(labels::DEFAULT) },
            cluster_roles: ClusterRoles {
                admin: "kubeflow-admin".to_owned(),
                edit: "kubeflow-edit".to_owned(),
                view: "kubeflow-view".to_owned(),
            },
            inert_profiles: false,
            git_ops: GitOps::default(),
        }
    }
}
