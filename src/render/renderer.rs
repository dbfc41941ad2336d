//! The stage itself: every tenant through every template, in parallel.

use super::budget::Budget;
use super::documents::{self, Fault, Judge, Object, OfTenant};
use super::draft::{Draft, DraftFile, of_tenant};
use super::engine::{self, Engine};
use super::folder::{File, Folder};
use super::kustomization;
use super::sentinel::Trace;
use super::template_set::{TemplateSet, TemplateSource};
use super::tree::{Hash, OutputTree, TreePath};
use crate::config::{Config, GroupKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::object::IdentityHeader;
use crate::plugin::Plugin;
use crate::rules::Size;
use crate::tenant::Tenant;
use minijinja::value::Serde;
use minijinja::{Value, context};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::collections::hash_map::{Entry, HashMap};
use std::sync::Arc;

/// Templates and settings, ready to render any tenant.
pub struct Renderer<'a> {
    pub(super) engine: Arc<Engine>,
    pub(super) templates: &'a TemplateSet,
    pub(super) config: &'a Config,
    pub(super) settings: Value,
    hash: Hash,
}

/// The tree of a set of tenants, and of their bytes what was to be kept and fitted into the budget, in the order of the tenants.
#[derive(Default)]
pub struct Rendered {
    /// Every file and its digest.
    pub tree: OutputTree,
    /// The files of each tenant; none where they lie there already, or there was no room for them.
    pub kept: Vec<Option<Folder>>,
    /// How large all of it is.
    pub size: Size,
    /// Which kinds of objects there are.
    pub kinds: BTreeSet<GroupKind>,
}

impl<'a> Renderer<'a> {
    /// Compiles the templates. What they make is told by digests of the repository's kind.
    pub fn new(templates: &'a TemplateSet, config: &'a Config, hash: Hash) -> (Self, Diagnostics) {
        let (engine, found) = Engine::new(templates);
        let settings = Value::from(Serde(&config.settings));
        (Self { engine: Arc::new(engine), templates, config, settings, hash }, found)
    }

    /// The same templates with other settings.
    pub(super) fn with_config<'b>(&'b self, config: &'b Config) -> Renderer<'b> {
        let settings = Value::from(Serde(&config.settings));
        Renderer { engine: Arc::clone(&self.engine), templates: self.templates, config, settings, hash: self.hash }
    }

    /// The settings.
    pub(super) fn config(&self) -> &'a Config {
        self.config
    }

    /// Renders tenants; `step` is called as each is done. The tree holds no list of tenants: see [`Self::list`].
    pub fn all(&self, tenants: &[&Tenant], budget: &Budget<'_>, step: &(dyn Fn() + Sync)) -> (Rendered, Diagnostics) {
        let results: Vec<_> = tenants
            .par_iter()
            .map(|tenant| {
                let result = self.made(tenant).map(|(folder, kinds)| self.digest(tenant, folder, kinds, budget));
                step();
                result
            })
            .collect();
        let mut rendered = Rendered::default();
        let mut found = Vec::new();
        for result in results {
            match result {
                Ok(Digested { digests, size, kept, kinds }) => {
                    rendered.tree.files.extend(digests);
                    rendered.kept.push(kept);
                    rendered.size.add(size);
                    rendered.kinds.extend(kinds);
                }
                Err(diagnostics) => {
                    rendered.kept.push(None);
                    found.extend(diagnostics);
                }
            }
        }
        (rendered, grouped(found))
    }

    fn digest(&self, tenant: &Tenant, folder: Folder, kinds: BTreeSet<GroupKind>, budget: &Budget<'_>) -> Digested {
        let path = |file: &File| TreePath::of_tenant(tenant.name.as_str(), &file.name);
        let digests: Vec<_> = folder.files.iter().map(|file| (path(file), file.digest(self.hash))).collect();
        let size = Size { tenants: 1, objects: folder.objects(), bytes: folder.bytes() };
        let kept = budget.take(&digests, size.bytes).then_some(folder);
        Digested { digests, size, kept, kinds }
    }

    /// The list of tenants that kustomize reads.
    pub fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> File {
        kustomization::list(names)
    }

    /// The files of one tenant, or all that is wrong with what its templates print.
    pub fn tenant(&self, tenant: &Tenant) -> Result<Folder, Vec<Diagnostic>> {
        self.made(tenant).map(|(folder, _)| folder)
    }

    fn made(&self, tenant: &Tenant) -> Result<(Folder, BTreeSet<GroupKind>), Vec<Diagnostic>> {
        let draft = self.draft(tenant)?;
        let of = |object: &Object| {
            let (group, kind) = (object.identity.group.clone(), object.identity.kind.clone());
            GroupKind { group, kind }
        };
        let kinds = draft.files().iter().flat_map(|file| &file.objects).map(of).collect();
        Ok((Folder::listed(draft.files().iter().map(DraftFile::write)), kinds))
    }

    /// The objects of one tenant, before they are written.
    pub(super) fn draft(&self, tenant: &Tenant) -> Result<Draft<'a>, Vec<Diagnostic>> {
        let seen = Value::from(Serde(tenant));
        let mut draft = Draft::default();
        let mut found = Vec::new();
        let context = self.context(&seen, None);
        for (stem, template) in self.templates.of_tenants() {
            let done = self
                .objects(template, &context, tenant)
                .and_then(|objects| draft.add(stem.to_owned(), (template, None), objects, tenant));
            found.extend(done.err().unwrap_or_default());
        }
        if found.is_empty() {
            found.extend(self.plugins(tenant, &seen, &mut draft).err().unwrap_or_default());
        }
        if found.is_empty() { Ok(draft) } else { Err(found) }
    }

    fn plugins(&self, tenant: &Tenant, seen: &Value, draft: &mut Draft<'a>) -> Result<(), Vec<Diagnostic>> {
        for (index, plugin) in tenant.plugins.iter().enumerate() {
            let Some(template) = self.templates.get(&TemplateSet::plugin_path(plugin.kind)) else { continue };
            let context = self.context(seen, Some(plugin));
            let mut new = Vec::new();
            for object in self.objects(template, &context, tenant)? {
                new.extend(draft.merge(object, (template, Some(index)), tenant)?);
            }
            let stem = format!("plugin-{}", plugin.kind.name().to_ascii_lowercase());
            draft.add(stem, (template, Some(index)), new, tenant)?;
        }
        Ok(())
    }

    /// What a template sees.
    pub(super) fn context(&self, seen: &Value, plugin: Option<&Plugin>) -> Value {
        match plugin {
            Some(plugin) => context! { tenant => seen, config => &self.settings, plugin => Value::from(Serde(plugin)) },
            None => context! { tenant => seen, config => &self.settings },
        }
    }

    /// Which lines print what this template prints for a tenant, and perhaps for a plugin of it.
    pub(super) fn trace(
        &self,
        template: &TemplateSource,
        tenant: &Tenant,
        plugin: Option<&Plugin>,
    ) -> Option<Trace<'a>> {
        let context = self.context(&Value::from(Serde(tenant)), plugin);
        let printed = self.engine.print(&template.path, &context).ok()?;
        Trace::of(self.templates, &template.path, &context, &printed)
    }

    /// What a template prints for a tenant, as checked objects.
    fn objects(
        &self,
        template: &TemplateSource,
        context: &Value,
        tenant: &Tenant,
    ) -> Result<Vec<Object>, Vec<Diagnostic>> {
        let printed = self
            .engine
            .print(&template.path, context)
            .map_err(|error| vec![of_tenant(engine::report(&error, &template.path, self.templates), tenant)])?;
        let judge = Judge::Tenant(OfTenant {
            tenant: tenant.name.as_str(),
            lifecycle: tenant.lifecycle,
            header: IdentityHeader { name: &self.config.settings.identity.user_id_header },
            engine: self.config.settings.git_ops.engine,
        });
        documents::objects(template.file, &printed, judge).map_err(|faults| {
            let trace = Trace::of(self.templates, &template.path, context, &printed);
            faults.into_iter().map(|fault| of_tenant(located(fault, trace.as_ref(), template), tenant)).collect()
        })
    }
}

/// What is left of a tenant's files: their digests, how large they are, and the files themselves if there is room for them.
struct Digested {
    digests: Vec<(TreePath, super::Digest)>,
    size: Size,
    kept: Option<Folder>,
    kinds: BTreeSet<GroupKind>,
}

/// A fault of an output, at the line of the template that printed it.
pub(super) fn located(fault: Fault, trace: Option<&Trace<'_>>, template: &TemplateSource) -> Diagnostic {
    let place = match trace.and_then(|trace| trace.line_at(fault.offset)) {
        Some((template, line)) => Place::at(template.file, engine::line_span(&template.text, line)),
        None => Place::whole(template.file),
    };
    Diagnostic::error(fault.code, fault.message).at(place, "").maybe_help(fault.help)
}

/// One mistake in a template shows in every tenant: the first is told, the rest counted.
fn grouped(found: Vec<Diagnostic>) -> Diagnostics {
    let mut groups: Vec<(Diagnostic, usize)> = Vec::new();
    let mut group_of: HashMap<_, usize> = HashMap::new();
    for diagnostic in found {
        let place = diagnostic.primary.as_ref().map(|label| label.place);
        match group_of.entry((diagnostic.code, place, diagnostic.message.clone())) {
            Entry::Occupied(group) => groups[*group.get()].1 += 1,
            Entry::Vacant(free) => {
                free.insert(groups.len());
                groups.push((diagnostic, 0));
            }
        }
    }
    groups.into_iter().map(|(diagnostic, more)| counted(diagnostic, more)).collect()
}

fn counted(mut diagnostic: Diagnostic, more: usize) -> Diagnostic {
    if let (1.., Some(label)) = (more, diagnostic.related.last_mut()) {
        label.text = format!("{}, and the same for {more} more", label.text);
    }
    diagnostic
}
