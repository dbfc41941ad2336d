//! Rendering: tenants and templates in, a tree of files out.
//!
//! No file is read or written here, and no object is known here: what is rendered stands in the templates, what an object
//! may be stands in `object`. A tenant's files are made, hashed and dropped, so that memory does not grow with the tree.

mod budget;
pub mod codes;
mod documents;
mod draft;
mod engine;
mod filters;
mod folder;
mod gitops;
mod kustomization;
mod origin;
mod renderer;
mod sentinel;
mod shipped;
mod template_set;
mod tree;

pub use budget::{Budget, IsThere};
pub use folder::{File, Folder};
pub use kustomization::KUSTOMIZATION;
pub use origin::{Effect, Influence, Maker, ObjectAt, Origin};
pub use renderer::{Rendered, Renderer};
pub use shipped::SHIPPED;
pub use template_set::{TemplateSet, TemplateSource};
pub use tree::{Digest, GITOPS, Hash, OutputTree, TENANTS, TreePath};

/// The first line of every file that is rendered, and the proof that it may be replaced or removed.
pub const OWNERSHIP: &str =
    "# Rendered by tenantry. Do not edit: change the input or the template, then run \"tenantry render\".\n";
