//! Tenants: what Profiles and Tenant documents say, checked once and valid by construction.
//!
//! No YAML types leave this folder and no object is made here. A file is resolved by itself ([`resolve`]), so that files
//! can be resolved in parallel and their raw documents dropped; what needs all of them is judged by [`Tenants::join`].

mod across;
mod cloud;
pub mod codes;
mod contributor;
mod file_name;
mod lifecycle;
mod located;
mod meant;
mod name;
mod owner;
mod part;
mod people;
mod quota;
mod resolve;
mod tenants;

pub use contributor::{Contributor, Role, binding_name};
pub use file_name::file_name;
pub use lifecycle::Lifecycle;
pub use name::TenantName;
pub use owner::Owner;
pub use part::Part;
pub use quota::Quota;
pub use resolve::resolve;
pub use tenants::Tenants;

use crate::diagnostic::Place;
use crate::plugin::Plugin;
use serde::Serialize;
use serde_json::Value;

/// Everything that is rendered for one Profile; what templates see as `tenant`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// The Profile's name and the Namespace's.
    pub name: TenantName,
    /// Whether it is in use, or on its way out.
    pub lifecycle: Lifecycle,
    /// The person who owns it.
    pub owner: Owner,
    /// Who else may use it, in byte order of the names of their objects; nobody once it is retired.
    pub contributors: Vec<Contributor>,
    /// `spec` of the ResourceQuota, in the API server's own spelling; none when no key is limited.
    pub quota: Option<Quota>,
    /// Cloud identities: its own, then the config's for kinds that it has not; none once it is retired.
    pub plugins: Vec<Plugin>,
    /// The Profile as it was written, for its inert copy; none unless the config asks for it.
    pub profile: Option<InertProfile>,
    /// Where its name was written.
    #[serde(skip)]
    pub place: Place,
    /// Where its lifecycle was written; none for the default.
    #[serde(skip)]
    pub lifecycle_place: Option<Place>,
}

/// A Profile as its writer has it, without what a cluster added.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InertProfile {
    /// `kubeflow.org/v1` or `kubeflow.org/v1beta1`.
    pub api_version: String,
    /// `spec`.
    pub spec: Value,
}
