//! The codes of problems in a document's shape.

use crate::diagnostic::Code;

/// A key that the document's kind does not have.
pub const UNKNOWN_FIELD: Code = Code("unknown-field");
/// A key that must be there is not.
pub const MISSING_FIELD: Code = Code("missing-field");
/// A key is there without a value (`name:` or `name: null`).
pub const NO_VALUE: Code = Code("no-value");
/// A value of another type than the field has (a number for a name).
pub const WRONG_TYPE: Code = Code("wrong-type");
/// A document without `apiVersion` or `kind`, or of a kind or version that is not read here.
pub const UNKNOWN_KIND: Code = Code("unknown-kind");
/// An object beside a Profile that would grant access or shape the tenant, and that nobody would apply.
pub const ACCESS_OBJECT: Code = Code("access-object");
/// An object of another kind beside a Profile: it is not rendered.
pub const OTHER_OBJECT: Code = Code("other-object");
/// What a cluster wrote into an object (status, uid, ...): dropped.
pub const CLUSTER_DUMP: Code = Code("cluster-dump");
/// The config file holds something else than one Config document.
pub const CONFIG_DOCUMENT: Code = Code("config-document");
