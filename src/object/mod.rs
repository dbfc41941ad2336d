//! A Kubernetes object as a value: who it is, whether its kind has the fields it gives, whether the server would take it.
//!
//! No templates and no files here: `render` makes objects from text and asks this folder about them. Field names of
//! objects stand here and in `kubernetes`, so that `render` needs none.

mod engine;
mod identity;
mod istio;
mod lifecycle;
mod merge;
mod mesh_rules;
mod order;
mod reserved;
mod scope;
mod server;
mod typed;

pub use engine::{holds_a_namespace, is_protected, not_allowed, of_engine, unprotected};
pub use identity::{Identity, NotAnObject};
pub use lifecycle::{is_retired_namespace, retired_problems};
pub use merge::{Conflict, merge_metadata};
pub use mesh_rules::{IdentityHeader, identity_rules};
pub use order::canonical;
pub use reserved::reserved_keys;
pub use scope::of_tenant;
pub use server::server_problems;
pub use typed::type_problems;
