//! The codes of problems in templates and in what they print.

use crate::diagnostic::Code;

/// A template that does not compile, or stops while it is rendered.
pub const TEMPLATE: Code = Code("template");
/// A file of the templates folder that is no template, or that would be rendered over another.
pub const TEMPLATE_FILE: Code = Code("template-file");
/// What a template printed is no Kubernetes object, or none that the API server would take.
pub const TEMPLATE_OBJECT: Code = Code("template-object");
/// An object outside of the tenant's namespace.
pub const TEMPLATE_NAMESPACE: Code = Code("template-namespace");
/// Two objects of one identity in one tenant.
pub const DUPLICATE_OBJECT: Code = Code("duplicate-object");
/// A plugin's template that says something else about an object than the tenant's template.
pub const PLUGIN_CONFLICT: Code = Code("plugin-conflict");
