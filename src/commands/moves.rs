//! Whether a change moves Namespaces from one object of the sync engine to another.

use super::base::Base;
use super::pipeline::slashed;
use crate::diagnostic::Diagnostic;
use crate::io::origin::ReadError;
use crate::io::project::Project;
use crate::plan::{Placement, namespace_moves};
use crate::review::objects_of;

/// How every tree is laid out: a folder for each tenant.
const LAYOUT: &str = "folders";

/// Refuses to move what the tree of the base does not protect. Without a config of the base nothing is known to move.
pub(super) fn moved(project: &Project, base: &Base<'_>) -> Result<Option<Diagnostic>, ReadError> {
    let Some(before) = base.project.map(placement) else { return Ok(None) };
    let after = placement(project);
    if before == after {
        return Ok(None);
    }
    let mut held = Vec::new();
    for tenant in &base.baseline.tenants {
        held.push((tenant.as_str(), objects_of(&base.files(tenant)?)));
    }
    let objects = held.iter().flat_map(|(tenant, objects)| objects.values().map(|object| (*tenant, object)));
    Ok(namespace_moves(&before, &after, objects))
}

fn placement(project: &Project) -> Placement {
    Placement::of(&project.config, LAYOUT, &slashed(&project.rendered.relative))
}
