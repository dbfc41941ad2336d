//! From a rendered tree and a base to the review of what lies between them.

use super::base::Base;
use super::pipeline::{self, Inputs, Made};
use crate::diagnostic::Sources;
use crate::io::origin::ReadError;
use crate::io::project::{CONFIG_FILE, Project};
use crate::plan::Found;
use crate::render::{Folder, KUSTOMIZATION, OutputTree, TreePath};
use crate::review::{
    Files, Review, RuleChange, Sides, TenantChange, beyond, compare_tenant, config_change, template_changes,
};
use crate::source::{self, Limits};
use rayon::prelude::*;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is said of a tenant when the list of all tenants does more than to name it.
const LIST_OF_ALL: &str = "the list of all tenants";

/// What a project's tree does against a base. With `only`, to this tenant alone.
pub(super) fn review(made: &Made<'_>, base: &Base<'_>, only: Option<&str>) -> Result<Review, ReadError> {
    let mut changed = changed(&made.tree, base, only);
    let touched = touched_from_above(base, only)?;
    for name in &touched {
        changed.entry(name).or_default();
    }
    let changes: Vec<Option<TenantChange>> = changed
        .par_iter()
        .map(|(name, _)| {
            let folder = made.folder(name);
            let after = (!folder.files.is_empty()).then(|| files(&folder));
            let change = tenant(name, after.as_ref(), base, made)?;
            Ok(match touched.contains(name) {
                true => Some(TenantChange::with_unknown(name, change, LIST_OF_ALL.to_owned())),
                false => change,
            })
        })
        .collect::<Result<_, ReadError>>()?;
    let mut review = Review { base: base.name.clone(), base_tenants: base.baseline.tenants.len(), ..Review::default() };
    review.names = names(made, base);
    for ((_, paths), change) in changed.into_iter().zip(changes) {
        match change {
            Some(change) => review.tenants.push(change),
            None => review.spelling.extend(paths.iter().map(ToString::to_string)),
        }
    }
    Ok(review)
}

/// The tenants of the base of which its list for kustomize does not simply name the folder: the list may rewrite any object, and
/// what it leaves out is not applied. The new list names all, and does no more. Without a list the folders are synced one by one.
fn touched_from_above<'b>(base: &'b Base<'_>, only: Option<&str>) -> Result<BTreeSet<&'b str>, ReadError> {
    let path = TreePath::of_tenants(KUSTOMIZATION);
    let all: BTreeSet<&str> = base.baseline.tenants.iter().map(String::as_str).collect();
    if !base.baseline.files.contains_key(&path) {
        return Ok(BTreeSet::new());
    }
    let touched = match beyond(base.bytes(&path)?.as_deref(), &all) {
        None => BTreeSet::new(),
        Some(more) => left_out(&more, &all).unwrap_or(all),
    };
    Ok(touched.into_iter().filter(|name| only.is_none_or(|only| only == *name)).collect())
}

/// The tenants that a list leaves out, if that is all that is odd about it.
fn left_out<'n>(more: &Value, all: &BTreeSet<&'n str>) -> Option<BTreeSet<&'n str>> {
    let fields = more.as_object().filter(|fields| fields.len() == 1)?;
    let names = fields.get("resources")?.as_array()?;
    names.iter().map(|name| all.get(name.as_str()?).copied()).collect()
}

fn tenant(
    name: &str,
    after: Option<&Files<'_>>,
    base: &Base<'_>,
    made: &Made<'_>,
) -> Result<Option<TenantChange>, ReadError> {
    let before = if base.baseline.tenants.contains(name) { Some(base.files(name)?) } else { None };
    let settings = &made.project.config.settings;
    let sides =
        Sides { before: before.as_ref(), after, before_settings: base.settings(settings), after_settings: settings };
    Ok(compare_tenant(name, &sides))
}

/// What the change does to config and templates.
pub(super) fn rules_between(project: &Project, inputs: &Inputs, base: &Base<'_>, sources: &Sources) -> Vec<RuleChange> {
    let Some(before) = base.project else { return Vec::new() };
    let config = config_change(
        &config_path(project, before, sources),
        config_value(before, sources).as_ref(),
        config_value(project, sources).as_ref(),
    );
    let folder = project.templates.as_ref().or(before.templates.as_ref());
    let folder = folder.map(|folder| folder.shown.as_str()).unwrap_or_default();
    let below = |files: BTreeMap<String, String>| -> BTreeMap<String, String> {
        files.into_iter().map(|(path, text)| (format!("{folder}/{path}"), text)).collect()
    };
    let (old, new) = (below(base_templates(before)), below(templates(inputs)));
    config.into_iter().chain(template_changes(&old, &new)).collect()
}

fn config_path(project: &Project, before: &Project, sources: &Sources) -> String {
    let file = project.config_file.or(before.config_file);
    file.map_or_else(|| CONFIG_FILE.to_owned(), |file| sources.get(file).path.clone())
}

/// The config as it is written, without defaults.
fn config_value(project: &Project, sources: &Sources) -> Option<Value> {
    let file = project.config_file?;
    let (documents, _) = source::read(file, sources.get(file).text.as_bytes(), &Limits::generated());
    documents.first().map(|document| document.root.to_json())
}

/// The user's templates, by path below the folder.
fn templates(inputs: &Inputs) -> BTreeMap<String, String> {
    let own = inputs.templates.iter().filter(|template| template.is_users());
    own.map(|template| (template.path.clone(), template.text.clone())).collect()
}

fn base_templates(before: &Project) -> BTreeMap<String, String> {
    let mut sources = Sources::default();
    let files = pipeline::template_files(before, &mut sources).0;
    files.into_iter().map(|file| (file.path, source::text_of(&file.bytes))).collect()
}

/// The tenants of which a file is not the same on both sides, each with those files.
fn changed<'t>(
    tree: &'t OutputTree,
    base: &'t Base<'_>,
    only: Option<&str>,
) -> BTreeMap<&'t str, BTreeSet<&'t TreePath>> {
    let mut changed: BTreeMap<&str, BTreeSet<&TreePath>> = BTreeMap::new();
    let mut add = |path: &'t TreePath| {
        if let Some(tenant) = path.tenant().filter(|tenant| only.is_none_or(|only| only == *tenant)) {
            changed.entry(tenant).or_default().insert(path);
        }
    };
    for (path, digest) in &tree.files {
        if base.baseline.files.get(path) != Some(&Found::Ours(*digest)) {
            add(path);
        }
    }
    base.baseline.files.keys().filter(|path| !tree.files.contains_key(*path)).for_each(&mut add);
    changed
}

fn names(made: &Made<'_>, base: &Base<'_>) -> Vec<String> {
    let new = made.tenants.iter().map(|tenant| tenant.name.as_str().to_owned());
    let names: BTreeSet<String> = new.chain(base.baseline.tenants.iter().cloned()).collect();
    names.into_iter().collect()
}

/// The files of a folder by name.
pub(super) fn files(folder: &Folder) -> Files<'_> {
    folder.files.iter().map(|file| (file.name.clone(), Cow::Borrowed(file.bytes.as_slice()))).collect()
}
