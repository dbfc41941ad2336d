//! The stage itself: every tenant through every template, in parallel.

use super::OWNERSHIP;
use super::budget::Budget;
use super::codes::{DUPLICATE_OBJECT, PLUGIN_CONFLICT};
use super::documents::{self, Fault, Judge, Object, OfTenant};
use super::engine::{self, Engine};
use super::folder::{File, Folder};
use super::kustomization;
use super::sentinel::Trace;
use super::template_set::{TemplateSet, TemplateSource};
use super::tree::{Hash, OutputTree, TreePath};
use crate::config::{Config, GroupKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::object::{Conflict, Identity, IdentityHeader, merge_metadata};
use crate::rules::Size;
use crate::source;
use crate::tenant::Tenant;
use minijinja::value::Serde;
use minijinja::{Value, context};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::collections::hash_map::{Entry, HashMap};

/// Templates and settings, ready to render any tenant.
pub struct Renderer<'a> {
    pub(super) engine: Engine,
    pub(super) templates: &'a TemplateSet,
    pub(super) config: &'a Config,
    pub(super) settings: Value,
    hash: Hash,
}

/// The tree of a set of tenants, and of their bytes what fitted into the budget, in the order of the tenants.
#[derive(Default)]
pub struct Rendered {
    /// Every file and its digest.
    pub tree: OutputTree,
    /// The files of each tenant; none where there was no room for them.
    pub kept: Vec<Option<Folder>>,
    /// How large all of it is.
    pub size: Size,
    /// Which kinds of objects there are.
    pub kinds: BTreeSet<GroupKind>,
}

/// Objects on their way to files: of each file its stem and its objects, and from which template they came.
#[derive(Default)]
struct Draft<'t> {
    files: Vec<DraftFile>,
    seats: HashMap<Identity, Seat<'t>>,
}

struct DraftFile {
    stem: String,
    objects: Vec<Object>,
}

/// Where an object lies in a draft, and the template that made it.
struct Seat<'t> {
    file: usize,
    position: usize,
    template: &'t TemplateSource,
}

impl<'a> Renderer<'a> {
    /// Compiles the templates. What they make is told by digests of the repository's kind.
    pub fn new(templates: &'a TemplateSet, config: &'a Config, hash: Hash) -> (Self, Diagnostics) {
        let (engine, found) = Engine::new(templates);
        let settings = Value::from(Serde(&config.settings));
        (Self { engine, templates, config, settings, hash }, found)
    }

    /// Renders tenants; `step` is called as each is done. The tree holds no list of tenants: see [`Self::list`].
    pub fn all(&self, tenants: &[&Tenant], budget: &Budget, step: &(dyn Fn() + Sync)) -> (Rendered, Diagnostics) {
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

    fn digest(&self, tenant: &Tenant, folder: Folder, kinds: BTreeSet<GroupKind>, budget: &Budget) -> Digested {
        let path = |file: &File| TreePath::of_tenant(tenant.name.as_str(), &file.name);
        let digests = folder.files.iter().map(|file| (path(file), file.digest(self.hash))).collect();
        let size = Size { tenants: 1, objects: folder.objects(), bytes: folder.bytes() };
        Digested { digests, size, kept: budget.take(size.bytes).then_some(folder), kinds }
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
        let of = |identity: &Identity| GroupKind { group: identity.group.clone(), kind: identity.kind.clone() };
        let kinds = draft.seats.keys().map(of).collect();
        Ok((Folder::listed(draft.files.iter().map(|file| write_file(&file.stem, &file.objects))), kinds))
    }

    fn draft(&self, tenant: &Tenant) -> Result<Draft<'a>, Vec<Diagnostic>> {
        let seen = Value::from(Serde(tenant));
        let mut draft = Draft::default();
        let mut found = Vec::new();
        let context = context! { tenant => &seen, config => &self.settings };
        for (stem, template) in self.templates.of_tenants() {
            let done = self
                .objects(template, &context, tenant)
                .and_then(|objects| draft.add(stem.to_owned(), template, objects, tenant));
            found.extend(done.err().unwrap_or_default());
        }
        if found.is_empty() {
            found.extend(self.plugins(tenant, &seen, &mut draft).err().unwrap_or_default());
        }
        if found.is_empty() { Ok(draft) } else { Err(found) }
    }

    fn plugins(&self, tenant: &Tenant, seen: &Value, draft: &mut Draft<'a>) -> Result<(), Vec<Diagnostic>> {
        for plugin in &tenant.plugins {
            let Some(template) = self.templates.get(&TemplateSet::plugin_path(plugin.kind)) else { continue };
            let context = context! { tenant => seen, config => &self.settings, plugin => Value::from(Serde(plugin)) };
            let mut new = Vec::new();
            for object in self.objects(template, &context, tenant)? {
                match draft.find(&object) {
                    Some(present) => merge(present, &object, template, tenant)?,
                    None => new.push(object),
                }
            }
            draft.add(format!("plugin-{}", plugin.kind.name().to_ascii_lowercase()), template, new, tenant)?;
        }
        Ok(())
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

impl<'t> Draft<'t> {
    /// The object of the same identity, and the template that made it.
    fn find(&mut self, object: &Object) -> Option<(&mut Object, &'t TemplateSource)> {
        let seat = self.seats.get(&object.identity)?;
        let present = self.files.get_mut(seat.file)?.objects.get_mut(seat.position)?;
        Some((present, seat.template))
    }

    /// Adds a file, if there is anything in it. An object that is there already is an error.
    fn add(
        &mut self,
        stem: String,
        template: &'t TemplateSource,
        objects: Vec<Object>,
        tenant: &Tenant,
    ) -> Result<(), Vec<Diagnostic>> {
        for (position, object) in objects.iter().enumerate() {
            match self.seats.entry(object.identity.clone()) {
                Entry::Occupied(first) => return Err(vec![duplicate(object, template, first.get().template, tenant)]),
                Entry::Vacant(free) => {
                    free.insert(Seat { file: self.files.len(), position, template });
                }
            }
        }
        if !objects.is_empty() {
            self.files.push(DraftFile { stem, objects });
        }
        Ok(())
    }
}

pub(super) fn write_file(stem: &str, objects: &[Object]) -> File {
    let text = source::write_documents(OWNERSHIP, objects.iter().map(|object| &object.value));
    File { name: format!("{stem}.yaml"), objects: objects.len(), bytes: text.into_bytes() }
}

/// What is left of a tenant's files: their digests, how large they are, and the files themselves if there is room for them.
struct Digested {
    digests: Vec<(TreePath, super::Digest)>,
    size: Size,
    kept: Option<Folder>,
    kinds: BTreeSet<GroupKind>,
}

fn merge(
    (present, first): (&mut Object, &TemplateSource),
    added: &Object,
    template: &TemplateSource,
    tenant: &Tenant,
) -> Result<(), Vec<Diagnostic>> {
    merge_metadata(&mut present.value, &added.value).map_err(|conflict| {
        let message = match conflict {
            Conflict::OtherField(field) => {
                format!("a plugin adds labels and annotations to `{}`, it cannot set `{field}`", added.identity)
            }
            Conflict::OtherValue(key) => format!("`{key}` of `{}` has another value already", added.identity),
        };
        let diagnostic = Diagnostic::error(PLUGIN_CONFLICT, message)
            .at(Place::whole(template.file), "")
            .help(format!("`{}` makes that object: leave it out of one of the two templates", first.path));
        vec![of_tenant(diagnostic, tenant)]
    })?;
    present.value = crate::object::canonical(std::mem::take(&mut present.value));
    Ok(())
}

/// Points at the template that its reader can change: a shipped one only where both are.
fn duplicate(object: &Object, second: &TemplateSource, first: &TemplateSource, tenant: &Tenant) -> Diagnostic {
    let (at, other) = if second.is_shipped() { (first, second) } else { (second, first) };
    let help = if other.is_shipped() {
        format!(
            "the shipped `{}` makes it as well: leave it out here, or replace that template by one of your own",
            other.path
        )
    } else {
        format!("`{}` makes it as well: keep it in one of the two templates", other.path)
    };
    let diagnostic = Diagnostic::error(DUPLICATE_OBJECT, format!("`{}` is rendered twice", object.identity))
        .at(Place::whole(at.file), "")
        .help(help);
    of_tenant(diagnostic, tenant)
}

/// A fault of an output, at the line of the template that printed it.
pub(super) fn located(fault: Fault, trace: Option<&Trace<'_>>, template: &TemplateSource) -> Diagnostic {
    let place = match trace.and_then(|trace| trace.line_at(fault.offset)) {
        Some((template, line)) => Place::at(template.file, engine::line_span(&template.text, line)),
        None => Place::whole(template.file),
    };
    Diagnostic::error(fault.code, fault.message).at(place, "").maybe_help(fault.help)
}

fn of_tenant(diagnostic: Diagnostic, tenant: &Tenant) -> Diagnostic {
    diagnostic.related(tenant.place, format!("while rendering tenant {}", tenant.name))
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
