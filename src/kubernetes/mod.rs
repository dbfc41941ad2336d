//! What the API server knows: names, labels, annotations, subjects, role references, quotas, quantities.
//!
//! No file, no YAML, no Profile and no I/O in here: values in, problems or canonical values out.
//!
//! The rules mirror kube-apiserver 1.35 and are written by hand, because no Rust crate has the server's validation:
//! `k8s-openapi` and its kin know the shape of objects, not what the server refuses nor how it writes a value back.
//! What holds the mirror to the server are the truth tables of `conformance/kubernetes`, run both ways: nothing that
//! the server refuses may pass, nothing that it accepts may be refused. Where we are stricter on purpose, the rule
//! lies in a function of its own beside the mirror and says why: [`own_quota_rules`], [`own_namespace_label_rules`],
//! [`Quantity::parse`] and [`Quantity::for_quota`].

mod decode;
pub mod document;
mod metadata;
mod name;
mod object;
mod owner;
mod pod_security;
mod quantity;
mod quota;
mod role_ref;
mod subject;

pub use metadata::{
    annotations, canonical_metadata_map, canonical_namespace_labels, labels, namespace_labels,
    own_namespace_label_rules, pod_security_labels,
};
pub use name::{Invalid, annotation_key, dns_label, dns_subdomain, label_key, label_value, path_segment};
pub use object::object_name;
pub use owner::profile_owner;
pub use quantity::{OwnRule, Quantity, QuantityError};
pub use quota::{
    canonical_quota_spec, own_quota_rules, profile_quota_types, profile_quota_value, quantity_value, quota_spec,
    quota_warnings,
};
pub use role_ref::{canonical_role_ref, role_ref};
pub use subject::{RBAC_GROUP, canonical_subject, canonical_subjects, subject, subjects};
