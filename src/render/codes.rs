//! The codes of problems in templates and in what they print.

use crate::diagnostic::Code;

/// A template that does not compile, or stops while it is rendered.
pub(super) const TEMPLATE: Code = Code("template");
/// A file of the templates folder that is no template, or that would be rendered over another.
pub(super) const TEMPLATE_FILE: Code = Code("template-file");
/// What a template printed is no Kubernetes object, or none that the API server would take.
pub(super) const TEMPLATE_OBJECT: Code = Code("template-object");
/// An object outside of the tenant's namespace.
pub(super) const TEMPLATE_NAMESPACE: Code = Code("template-namespace");
/// Two objects of one identity in one tenant.
pub(super) const DUPLICATE_OBJECT: Code = Code("duplicate-object");
/// A plugin's template that says something else about an object than the tenant's template.
pub(super) const PLUGIN_CONFLICT: Code = Code("plugin-conflict");
