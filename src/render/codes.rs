//! The codes of problems in templates and in what they print.

use crate::diagnostic::rules;

rules! {
    /// A template that does not compile, or stops while it is rendered.
    pub TEMPLATE = "template": Error;
    /// A file of the templates folder that is no template, or that would be rendered over another.
    pub TEMPLATE_FILE = "template-file": Error;
    /// What a template printed is no Kubernetes object, or none that the API server would take.
    pub TEMPLATE_OBJECT = "template-object": Error;
    /// An object outside of the tenant's namespace.
    pub TEMPLATE_NAMESPACE = "template-namespace": Error;
    /// Two objects of one identity in one tenant.
    pub DUPLICATE_OBJECT = "duplicate-object": Error;
    /// A plugin's template that says something else about an object than the tenant's template.
    pub PLUGIN_CONFLICT = "plugin-conflict": Error;
}
