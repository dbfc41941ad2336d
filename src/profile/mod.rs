//! The raw mirror of the documents people write: Profile, Tenant and Config, field for field.
//!
//! Types are checked and unknown keys refused; there are no defaults and no judgement on values here, that is `tenant`
//! and `config`. Not serde: its derived readers stop at the first mistake and lose the place, and a reviewer wants every
//! mistake of a file in one run, each with its line. A `mapping!` lists a document's fields once, with their docs.

pub mod codes;
mod config;
mod document;
mod dump;
mod kinds;
mod look;
mod raw;
pub mod schema;
mod shape;
mod unindented;

pub use config::{
    RawBootstrap, RawCloud, RawCloudAllow, RawClusterRoles, RawConfig, RawDestination, RawGitOps, RawGroupKind,
    RawGuards, RawIdentity, RawLimits, RawMesh, RawNames, RawNamespace, RawRules, RawSourceRef,
};
pub use document::{LoadedConfig, LoadedFile, load, load_config};
pub use raw::{
    CONTRIBUTORS, RawContributor, RawMetadata, RawPlugin, RawProfile, RawProfileSpec, RawSubject, RawTenant,
    RawTenantSpec,
};
pub use shape::{Flag, Spanned, Text, TextMap, Whole};
