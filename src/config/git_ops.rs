//! Which engine syncs the tree, and what it is told: `gitOps` of a config, checked, as templates see it.

use serde::Serialize;

/// What syncs the tree to the cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Engine {
    /// Nothing, or something that tenantry knows nothing of.
    #[default]
    #[serde(rename = "none")]
    None,
    /// Argo CD.
    #[serde(rename = "argocd")]
    ArgoCd,
    /// Flux.
    #[serde(rename = "flux")]
    Flux,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::None, Self::ArgoCd, Self::Flux];

    /// The word of `gitOps.engine`, and of the folder of its templates.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ArgoCd => "argocd",
            Self::Flux => "flux",
        }
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "no engine",
            Self::ArgoCd => "Argo CD",
            Self::Flux => "Flux",
        }
    }

    /// The namespace that its objects mostly lie in.
    pub(super) fn usual_namespace(self) -> &'static str {
        match self {
            Self::None => "",
            Self::ArgoCd => "argocd",
            Self::Flux => "flux-system",
        }
    }
}

/// `config.gitOps` of templates.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GitOps {
    /// What syncs the tree.
    pub engine: Engine,
    /// What it is told; none where people do that themselves.
    pub bootstrap: Option<Bootstrap>,
}

/// `config.gitOps.bootstrap` of templates. What belongs to the other engine has its default and is not looked at.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bootstrap {
    /// Where `rendered` lies below the top of what the engine reads; none until the folders were found.
    pub path: Option<String>,
    /// The namespace of the engine's own objects.
    pub namespace: String,
    /// The URL of the repository.
    pub repository: String,
    /// The branch, tag or commit.
    pub revision: String,
    /// The name of the AppProject and of the ApplicationSet.
    pub project: String,
    /// The cluster.
    pub destination: Destination,
    /// The kinds that templates of the user's own render.
    pub kinds: Vec<GroupKind>,
    /// The source that holds the tree.
    pub source_ref: SourceRef,
    /// How often the engine compares.
    pub interval: String,
    /// Which controller is in charge.
    pub shard_key: Option<String>,
}

/// A cluster that Argo CD knows, by one of the two.
#[derive(Clone, Debug, Serialize)]
pub struct Destination {
    /// The URL of its API server.
    pub server: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

/// A kind of objects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct GroupKind {
    /// The API group; empty for the core group.
    pub group: String,
    /// The kind.
    pub kind: String,
}

/// An object that Flux reads from.
#[derive(Clone, Debug, Serialize)]
pub struct SourceRef {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its namespace, where that is another than the Kustomizations'.
    pub namespace: Option<String>,
}

impl Bootstrap {
    /// What an engine is told where the config says no more.
    pub(super) fn of(engine: Engine) -> Self {
        Self {
            path: None,
            namespace: engine.usual_namespace().to_owned(),
            repository: String::new(),
            revision: "HEAD".to_owned(),
            project: "tenants".to_owned(),
            destination: Destination { server: Some("https://kubernetes.default.svc".to_owned()), name: None },
            kinds: Vec::new(),
            source_ref: SourceRef { kind: "GitRepository".to_owned(), name: "flux-system".to_owned(), namespace: None },
            interval: "10m".to_owned(),
            shard_key: None,
        }
    }
}
