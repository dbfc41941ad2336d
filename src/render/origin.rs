//! Where an object came from: the templates that printed it, and the parts of the input without which it would be another.
//!
//! Nothing is guessed from names. The tenant is printed once more for each part of its input and each setting that the config
//! gives, without that part or with another setting; an object that then is another, or is not there, came from it. So it is
//! exact for any template, and as slow as that many renderings.

use super::draft::{Draft, Seat, file_name};
use super::renderer::Renderer;
use super::sentinel::Trace;
use super::template_set::{TemplateSet, TemplateSource};
use super::{documents, engine};
use crate::config::{Config, Setting};
use crate::diagnostic::{Diagnostic, Place};
use crate::object::{Identity, merge_metadata};
use crate::source;
use crate::tenant::Tenant;
use minijinja::Value as MiniValue;
use minijinja::value::Serde;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

/// An object of a tenant, and what it was made from.
#[derive(Debug)]
pub struct Origin<'a> {
    /// Which object.
    pub identity: Identity,
    /// The name of its file in the tenant's folder.
    pub file: String,
    /// The line of the file, from 1, at which it begins.
    pub line: usize,
    /// What printed it.
    pub template: Maker<'a>,
    /// What plugins' templates added to it.
    pub additions: Vec<Maker<'a>>,
    /// The parts of the input that it came from, besides the tenant's name.
    pub parts: Vec<Influence>,
}

/// A template, and the line at which it begins to print an object.
#[derive(Clone, Copy, Debug)]
pub struct Maker<'a> {
    /// The template; perhaps one that others include.
    pub template: &'a TemplateSource,
    /// The line; the whole file where it cannot be told.
    pub place: Place,
}

/// What a part of the input is to an object.
#[derive(Clone, Copy, Debug)]
pub struct Influence {
    /// The word for the part: `owner`, `contributor`, `quota`, `plugin`, `lifecycle` or `setting`.
    pub part: &'static str,
    /// Where it was written.
    pub place: Place,
    /// What it does.
    pub effect: Effect,
}

/// How an object depends on a part of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Without it the object would not be there.
    Makes,
    /// Without it, or with another one, the object would be another.
    Shapes,
}

/// An object of a tenant, and where it lies.
#[derive(Debug)]
pub struct ObjectAt {
    /// The name of its file in the tenant's folder.
    pub file: String,
    /// The line of the file, from 1, at which it begins.
    pub line: usize,
    /// Which object.
    pub identity: Identity,
}

/// The input with one change, and which part of it was changed.
struct Variant {
    part: &'static str,
    place: Place,
    tenant: Tenant,
    config: Option<Config>,
}

/// An object as it lies in its file.
struct Laid<'d> {
    file: String,
    line: usize,
    identity: &'d Identity,
}

impl<'a> Renderer<'a> {
    /// The objects of a tenant, in the order of their files.
    pub fn objects_of(&self, tenant: &Tenant) -> Result<Vec<ObjectAt>, Vec<Diagnostic>> {
        let draft = self.draft(tenant)?;
        let at = |one: Laid<'_>| ObjectAt { file: one.file, line: one.line, identity: one.identity.clone() };
        Ok(laid(&draft).into_iter().map(at).collect())
    }

    /// Where these objects of a tenant came from.
    pub fn origins(&self, tenant: &Tenant, wanted: &[Identity]) -> Result<Vec<Origin<'a>>, Vec<Diagnostic>> {
        let draft = self.draft(tenant)?;
        let asked: Vec<Laid<'_>> = laid(&draft).into_iter().filter(|one| wanted.contains(one.identity)).collect();
        let now = self.sketch(tenant);
        let influences: Vec<Vec<Option<Influence>>> =
            variants(tenant, self.config()).par_iter().map(|variant| self.effects(variant, &now, &asked)).collect();
        let mut traces = Traces { renderer: self, tenant, known: BTreeMap::new() };
        let origins = asked.iter().enumerate().filter_map(|(index, one)| {
            let seat = draft.seat(one.identity)?;
            let parts = influences.iter().filter_map(|of_part| of_part.get(index).copied().flatten()).collect();
            Some(traces.origin(one, seat, parts))
        });
        Ok(origins.collect())
    }

    /// What the changed part of a variant is to each of these objects.
    fn effects(&self, variant: &Variant, now: &Sketch, asked: &[Laid<'_>]) -> Vec<Option<Influence>> {
        let then = match &variant.config {
            Some(config) => self.with_config(config).sketch(&variant.tenant),
            None => self.sketch(&variant.tenant),
        };
        let influence = |effect| Influence { part: variant.part, place: variant.place, effect };
        let effect = |one: &Laid<'_>| match (then.objects.get(one.identity), now.objects.get(one.identity)) {
            // Its template cannot do without that part, which does not say that the object would not be there.
            (None, _) if then.failed.contains(&one.file) => Some(Effect::Shapes),
            (None, _) => Some(Effect::Makes),
            (Some(then), Some(now)) if then == now => None,
            (Some(_), _) => Some(Effect::Shapes),
        };
        asked.iter().map(|one| effect(one).map(influence)).collect()
    }

    /// What the templates print for a tenant, judged by nobody: an input with a part missing need not be a sound one.
    fn sketch(&self, tenant: &Tenant) -> Sketch {
        let seen = MiniValue::from(Serde(tenant));
        let mut sketch = Sketch::default();
        for (stem, template) in self.templates.of_tenants() {
            match self.engine.print(&template.path, &self.context(&seen, None)) {
                Ok(printed) => sketch.objects.extend(documents::unjudged(template.file, &printed)),
                Err(_) => drop(sketch.failed.insert(file_name(stem))),
            }
        }
        for plugin in &tenant.plugins {
            let Some(template) = self.templates.get(&TemplateSet::plugin_path(plugin.kind)) else { continue };
            let printed = self.engine.print(&template.path, &self.context(&seen, Some(plugin))).unwrap_or_default();
            for (identity, value) in documents::unjudged(template.file, &printed) {
                match sketch.objects.entry(identity) {
                    // What cannot be merged is not: nothing is judged here.
                    Entry::Occupied(mut present) => drop(merge_metadata(present.get_mut(), &value)),
                    Entry::Vacant(free) => drop(free.insert(value)),
                }
            }
        }
        sketch
    }
}

/// Objects as they are printed, and the files whose templates could not be printed.
#[derive(Default)]
struct Sketch {
    objects: BTreeMap<Identity, Value>,
    failed: BTreeSet<String>,
}

/// Every object of a draft, with the line at which it will stand.
fn laid<'d>(draft: &'d Draft<'_>) -> Vec<Laid<'d>> {
    let mut all = Vec::new();
    for file in draft.files() {
        // After the line that says whose file it is.
        let mut line = 2;
        for object in &file.objects {
            all.push(Laid { file: file.name(), line, identity: &object.identity });
            line += source::write(&object.value).lines().count() + 1;
        }
    }
    all
}

/// The input with each part changed in turn.
fn variants(tenant: &Tenant, config: &Config) -> Vec<Variant> {
    let parts = tenant.parts().into_iter();
    let of_tenant =
        parts.map(|(part, place)| Variant { part: part.name(), place, tenant: tenant.without(part), config: None });
    let of_config = config.given.iter().map(|(setting, place)| {
        let settings = config.settings.altered(setting);
        let mut tenant = tenant.clone();
        if matches!(setting, Setting::InertProfiles) {
            tenant.profile = None;
        }
        Variant { part: "setting", place: *place, tenant, config: Some(Config { settings, ..config.clone() }) }
    });
    of_tenant.chain(of_config).collect()
}

/// The traces of the templates that printed something for a tenant, each made once.
struct Traces<'r, 'a> {
    renderer: &'r Renderer<'a>,
    tenant: &'r Tenant,
    known: BTreeMap<(String, Option<usize>), Option<Trace<'a>>>,
}

impl<'a> Traces<'_, 'a> {
    fn origin(&mut self, one: &Laid<'_>, seat: &Seat<'a>, parts: Vec<Influence>) -> Origin<'a> {
        Origin {
            identity: one.identity.clone(),
            file: one.file.clone(),
            line: one.line,
            template: self.maker(seat.template, seat.plugin, seat.offset),
            additions: seat.added.iter().map(|added| self.maker(added.template, added.plugin, added.offset)).collect(),
            parts,
        }
    }

    fn maker(&mut self, template: &'a TemplateSource, plugin: Option<usize>, offset: usize) -> Maker<'a> {
        let (renderer, tenant) = (self.renderer, self.tenant);
        let trace = self
            .known
            .entry((template.path.clone(), plugin))
            .or_insert_with(|| renderer.trace(template, tenant, plugin.and_then(|index| tenant.plugins.get(index))));
        match trace.as_ref().and_then(|trace| trace.line_at(offset)) {
            Some((template, line)) => {
                Maker { template, place: Place::at(template.file, engine::line_span(&template.text, line)) }
            }
            None => Maker { template, place: Place::whole(template.file) },
        }
    }
}
