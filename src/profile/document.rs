//! From the bytes of one input file to its raw documents.

use super::config::RawConfig;
use super::kinds::{Kind, kind_of, report_others};
use super::raw::{ProfileDocument, RawProfile, RawTenant, TenantDocument};
use super::shape::{Reader, Shape};
use super::{codes, dump, look};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Span};
use crate::source::{self, Limits, Node, Value};

/// What one input file holds.
#[derive(Debug, Default)]
pub struct LoadedFile {
    /// Its Profiles, in the order of the file.
    pub profiles: Vec<RawProfile>,
    /// Its Tenants, in the order of the file.
    pub tenants: Vec<RawTenant>,
    /// Whether something in it was refused, which may have been the Profile of a Tenant.
    pub is_incomplete: bool,
    /// The texts of names, owners, contributors, quotas and plugins, and where they stand.
    pub texts: Vec<(String, Span)>,
}

/// What the config file holds.
#[derive(Debug)]
pub struct LoadedConfig {
    /// Its fields.
    pub raw: RawConfig,
    /// All texts in it, and where they stand.
    pub texts: Vec<(String, Span)>,
}

/// Reads one input file. A document that is wrong is reported and left out; the others are still read.
pub fn load(file: FileId, bytes: &[u8], limits: &Limits) -> (LoadedFile, Diagnostics) {
    let (documents, mut found) = source::read(file, bytes, limits);
    let mut reader = Reader::new(file);
    let mut loaded = LoadedFile { is_incomplete: found.stops(), ..LoadedFile::default() };
    let mut others = Vec::new();
    for document in &documents {
        if reader.is_full() {
            reader.skip();
            loaded.is_incomplete = true;
            continue;
        }
        load_document(&document.root, &mut loaded, &mut others, &mut reader);
    }
    report_others(&others, &mut reader);
    dump::warn(&mut reader);
    found.follow(reader.finish());
    (loaded, found)
}

fn load_document<'n>(
    node: &'n Node,
    loaded: &mut LoadedFile,
    others: &mut Vec<(String, &'n Node)>,
    reader: &mut Reader,
) {
    match kind_of(node, reader) {
        Some(Kind::Profile) => match load_profile(node, &mut loaded.texts, reader) {
            Some(profile) => loaded.profiles.push(profile),
            None => loaded.is_incomplete = true,
        },
        Some(Kind::Tenant) => loaded.tenants.extend(load_tenant(node, &mut loaded.texts, reader)),
        Some(Kind::List) => load_list(node, loaded, others, reader),
        Some(Kind::Config) => {
            let place = reader.place(look::first_key_span(node));
            let message = "a Config among the profiles is not read";
            let help = "settings stand in tenantry.yaml beside the profiles folder";
            reader.report(Diagnostic::error(codes::CONFIG_DOCUMENT, message).at(place, "").help(help));
        }
        Some(Kind::Other(kind)) => others.push((kind, node)),
        None => loaded.is_incomplete = true,
    }
}

/// A List has its objects under `items`; what is around them was written by a cluster.
fn load_list<'n>(node: &'n Node, loaded: &mut LoadedFile, others: &mut Vec<(String, &'n Node)>, reader: &mut Reader) {
    if let Some(metadata) = look::entry(node, "metadata") {
        reader.dropped.push(metadata.key_span);
    }
    match look::entry(node, "items").map(|entry| (&entry.value, &entry.value.value)) {
        Some((_, Value::List(items))) => {
            items.iter().for_each(|item| load_document(item, loaded, others, reader));
        }
        Some((_, Value::Null)) => {}
        Some((items, _)) => reader.wrong_type(items, "a list"),
        None => {
            let place = reader.place(look::first_key_span(node));
            let message = "a List without `items`";
            reader.report(Diagnostic::error(codes::MISSING_FIELD, message).at(place, "the document starts here"));
        }
    }
}

fn load_profile(node: &Node, texts: &mut Vec<(String, Span)>, reader: &mut Reader) -> Option<RawProfile> {
    collect(node, &["metadata", "name"], texts);
    collect(node, &["spec"], texts);
    let document = ProfileDocument::shape(node, reader)?;
    dump::note_last_applied(document.metadata.annotations.as_ref(), reader);
    Some(RawProfile {
        file: reader.file(),
        api_version: document.api_version.value,
        metadata: document.metadata,
        spec: document.spec,
        spec_node: node.get("spec")?.clone(),
    })
}

fn load_tenant(node: &Node, texts: &mut Vec<(String, Span)>, reader: &mut Reader) -> Option<RawTenant> {
    collect(node, &["metadata", "name"], texts);
    collect(node, &["spec"], texts);
    let document = TenantDocument::shape(node, reader)?;
    Some(RawTenant { file: reader.file(), name: document.metadata.name, spec: document.spec })
}

/// Collects the texts below the value at `keys`.
fn collect(node: &Node, keys: &[&str], texts: &mut Vec<(String, Span)>) {
    let below = keys.iter().try_fold(node, |node, key| node.get(key));
    if let Some(below) = below {
        look::each_text(below, &mut |text, span| texts.push((text.to_owned(), span)));
    }
}

/// Reads the config file: exactly one Config document. The texts in it are collected as those of inputs are.
pub fn load_config(file: FileId, bytes: &[u8], limits: &Limits) -> (Option<LoadedConfig>, Diagnostics) {
    let (documents, mut found) = source::read(file, bytes, limits);
    if found.stops() {
        return (None, found);
    }
    let mut reader = Reader::new(file);
    let config = match documents.as_slice() {
        [document] => load_config_document(&document.root, &mut reader),
        [] => None,
        [_, second, ..] => {
            let place = reader.place(look::first_key_span(&second.root));
            let message = "the config file holds more than one document";
            reader.report(Diagnostic::error(codes::CONFIG_DOCUMENT, message).at(place, "the second starts here"));
            None
        }
    };
    if documents.is_empty() {
        let help =
            "write `apiVersion: tenantry.dev/v1alpha1` and `kind: Config`, or delete the file: every key has a default";
        let message = "the config file holds no document";
        reader.report(Diagnostic::error(codes::CONFIG_DOCUMENT, message).at(Place::whole(file), "").help(help));
    }
    found.extend(reader.finish());
    let mut texts = Vec::new();
    documents.iter().for_each(|document| collect(&document.root, &[], &mut texts));
    (config.map(|raw| LoadedConfig { raw, texts }), found)
}

fn load_config_document(node: &Node, reader: &mut Reader) -> Option<RawConfig> {
    let names_itself = ["apiVersion", "kind"].iter().any(|key| look::entry(node, key).is_some());
    let kind = if names_itself { kind_of(node, reader)? } else { Kind::Other(String::new()) };
    match kind {
        Kind::Config => RawConfig::shape(node, reader),
        Kind::Profile | Kind::Tenant | Kind::List | Kind::Other(_) => {
            let place = reader.place(look::first_key_span(node));
            let message = "this is not a Config";
            let help = "the config file has `apiVersion: tenantry.dev/v1alpha1` and `kind: Config`";
            reader.report(Diagnostic::error(codes::CONFIG_DOCUMENT, message).at(place, "").help(help));
            None
        }
    }
}
