//! The codes of problems in a document's shape.

use crate::diagnostic::rules;

rules! {
    /// A key that the document's kind does not have.
    pub UNKNOWN_FIELD = "unknown-field": Error;
    /// A key that must be there is not.
    pub MISSING_FIELD = "missing-field": Error;
    /// A key is there without a value (`name:` or `name: null`).
    pub NO_VALUE = "no-value": Error;
    /// A value of another type than the field has (a number for a name).
    pub WRONG_TYPE = "wrong-type": Error;
    /// A document without `apiVersion` or `kind`, or of a kind or version that is not read here.
    pub UNKNOWN_KIND = "unknown-kind": Error;
    /// An object beside a Profile that would grant access or shape the tenant, and that nobody would apply.
    pub ACCESS_OBJECT = "access-object": Error;
    /// An object of another kind beside a Profile: it is not rendered.
    pub OTHER_OBJECT = "other-object": Warning, adjustable;
    /// What a cluster wrote into an object (status, uid, ...): dropped.
    pub CLUSTER_DUMP = "cluster-dump": Warning, adjustable;
    /// The config file holds something else than one Config document.
    pub CONFIG_DOCUMENT = "config-document": Error;
}
