//! What tells a sync engine what to sync: templates that are rendered once, for all tenants together.

use super::codes::DUPLICATE_OBJECT;
use super::documents::{self, Judge, Object};
use super::draft::write_file;
use super::engine;
use super::folder::{File, Folder};
use super::renderer::{Renderer, located};
use super::sentinel::Trace;
use super::template_set::TemplateSource;
use crate::config::{Bootstrap, GroupKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::object::{self, Identity};
use crate::rules::{self, UNPERMITTED_KIND};
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The most bytes that a name has which becomes the value of a label: Flux labels all that it applies with that of its
/// Kustomization.
const LABEL_BYTES: usize = 63;

/// A tenant as these templates see it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed<'n> {
    /// Its name, and that of its folder.
    name: &'n str,
    /// The name of an engine's object for it.
    object_name: String,
}

impl Renderer<'_> {
    /// What tells the engine to sync these tenants; no files where the config asks for none. `kinds` are those of the
    /// tenants' objects, as far as they were rendered.
    pub fn gitops(&self, tenants: &[&str], kinds: &BTreeSet<GroupKind>) -> (Folder, Diagnostics) {
        let Some(bootstrap) = &self.config.settings.git_ops.bootstrap else { return Default::default() };
        let listed: Vec<_> = tenants.iter().map(|name| Listed { name, object_name: object_name(name) }).collect();
        let context = context! { tenants => Value::from(Serde(&listed)), config => &self.settings };
        let mut found = Diagnostics::default();
        let mut files: Vec<File> = Vec::new();
        let mut seats = BTreeMap::new();
        for (stem, template) in self.templates.of_engine(self.config.settings.git_ops.engine) {
            match self.objects_of_engine(template, &context, bootstrap) {
                Ok(objects) => {
                    found.extend(objects.iter().filter_map(|object| duplicate(&mut seats, object, template)));
                    found.extend(objects.iter().flat_map(|project| not_allowed(project, kinds, template)));
                    files.extend((!objects.is_empty()).then(|| write_file(stem, &objects)));
                }
                Err(diagnostics) => found.extend(diagnostics),
            }
        }
        (Folder::listed(files.into_iter()), found)
    }

    fn objects_of_engine(
        &self,
        template: &TemplateSource,
        context: &Value,
        bootstrap: &Bootstrap,
    ) -> Result<Vec<Object>, Vec<Diagnostic>> {
        let printed = self
            .engine
            .print(&template.path, context)
            .map_err(|error| vec![engine::report(&error, &template.path, self.templates)])?;
        let judge = Judge::Engine(self.config.settings.git_ops.engine, &bootstrap.namespace);
        documents::objects(template.file, &printed, judge).map_err(|faults| {
            let trace = Trace::of(self.templates, &template.path, context, &printed);
            faults.into_iter().map(|fault| located(fault, trace.as_ref(), template)).collect()
        })
    }
}

fn duplicate<'t>(
    seats: &mut BTreeMap<Identity, &'t TemplateSource>,
    object: &Object,
    template: &'t TemplateSource,
) -> Option<Diagnostic> {
    let first = seats.insert(object.identity.clone(), template)?;
    let help = format!("`{}` makes it as well: keep it in one of the two templates", first.path);
    let message = format!("`{}` is rendered twice", object.identity);
    Some(Diagnostic::error(DUPLICATE_OBJECT, message).at(Place::whole(template.file), "").help(help))
}

fn not_allowed(project: &Object, kinds: &BTreeSet<GroupKind>, template: &TemplateSource) -> Vec<Diagnostic> {
    let refused = object::not_allowed(&project.value, kinds).into_iter();
    refused
        .map(|kind| rules::unpermitted_kind(&kind.group, &kind.kind, &project.identity.name))
        .map(|broken| broken.error(UNPERMITTED_KIND, Place::whole(template.file)))
        .collect()
}

/// `tenant-<name>`, so that no tenant is named as another object of the engine; a name that would be too long is cut and
/// told apart by its digest.
fn object_name(tenant: &str) -> String {
    let name = format!("tenant-{tenant}");
    if name.len() <= LABEL_BYTES {
        return name;
    }
    // Not the digest of the tree, which is of another kind in another repository: an object keeps its name.
    let digest = Sha256::digest(tenant.as_bytes());
    let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let kept: String = name.chars().take(LABEL_BYTES - digest.len() - 1).collect();
    format!("{}-{digest}", kept.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::object_name;

    #[test]
    fn an_object_has_a_name_that_can_be_a_label_and_is_its_own() {
        assert_eq!(object_name("team-a"), "tenant-team-a");
        assert_eq!(object_name(&"a".repeat(56)).len(), 63);
        let (first, second) = (format!("{}b", "a".repeat(62)), format!("{}c", "a".repeat(62)));
        assert_eq!((object_name(&first).len(), object_name(&second).len()), (63, 63));
        assert_ne!(object_name(&first), object_name(&second));
    }
}
