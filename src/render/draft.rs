//! Objects on their way to files: where each lies, and what printed it.

use super::OWNERSHIP;
use super::codes::{DUPLICATE_OBJECT, PLUGIN_CONFLICT};
use super::documents::Object;
use super::folder::File;
use super::template_set::TemplateSource;
use crate::diagnostic::{Diagnostic, Place};
use crate::object::{Conflict, Identity, merge_metadata};
use crate::source;
use crate::tenant::Tenant;
use std::collections::hash_map::{Entry, HashMap};

/// Objects on their way to files: of each file its stem and its objects, and from which template they came.
#[derive(Default)]
pub(super) struct Draft<'t> {
    files: Vec<DraftFile>,
    seats: HashMap<Identity, Seat<'t>>,
}

/// A file of a draft.
pub(super) struct DraftFile {
    stem: String,
    /// What is in it.
    pub objects: Vec<Object>,
}

/// Where an object lies in a draft, and what printed it.
pub(super) struct Seat<'t> {
    file: usize,
    position: usize,
    /// The template that made it.
    pub template: &'t TemplateSource,
    /// The plugin that the template printed it for, by its index.
    pub plugin: Option<usize>,
    /// The byte of what the template printed where it begins.
    pub offset: usize,
    /// What plugins added to it.
    pub added: Vec<Added<'t>>,
}

/// What a plugin's template added to an object.
pub(super) struct Added<'t> {
    /// The template.
    pub template: &'t TemplateSource,
    /// The plugin, by its index.
    pub plugin: Option<usize>,
    /// The byte of what the template printed where it begins.
    pub offset: usize,
}

/// A template, and the plugin that it prints for, by its index.
pub(super) type Printer<'t> = (&'t TemplateSource, Option<usize>);

impl<'t> Draft<'t> {
    /// The files.
    pub(super) fn files(&self) -> &[DraftFile] {
        &self.files
    }

    /// Where an object lies, and what printed it.
    pub(super) fn seat(&self, identity: &Identity) -> Option<&Seat<'t>> {
        self.seats.get(identity)
    }

    /// Merges what a plugin adds into the object of the same identity; gives it back where there is none.
    pub(super) fn merge(
        &mut self,
        object: Object,
        (template, plugin): Printer<'t>,
        tenant: &Tenant,
    ) -> Result<Option<Object>, Vec<Diagnostic>> {
        let Some(seat) = self.seats.get_mut(&object.identity) else { return Ok(Some(object)) };
        let present = self.files.get_mut(seat.file).and_then(|file| file.objects.get_mut(seat.position));
        let Some(present) = present else { return Ok(Some(object)) };
        merge((present, seat.template), &object, template, tenant)?;
        seat.added.push(Added { template, plugin, offset: object.offset });
        Ok(None)
    }

    /// Adds a file, if there is anything in it. An object that is there already is an error.
    pub(super) fn add(
        &mut self,
        stem: String,
        (template, plugin): Printer<'t>,
        objects: Vec<Object>,
        tenant: &Tenant,
    ) -> Result<(), Vec<Diagnostic>> {
        let file = self.files.len();
        for (position, object) in objects.iter().enumerate() {
            match self.seats.entry(object.identity.clone()) {
                Entry::Occupied(first) => return Err(vec![duplicate(object, template, first.get().template, tenant)]),
                Entry::Vacant(free) => {
                    let (offset, added) = (object.offset, Vec::new());
                    free.insert(Seat { file, position, template, plugin, offset, added });
                }
            }
        }
        if !objects.is_empty() {
            self.files.push(DraftFile { stem, objects });
        }
        Ok(())
    }
}

impl DraftFile {
    /// Its name in the tenant's folder.
    pub(super) fn name(&self) -> String {
        file_name(&self.stem)
    }

    /// The file.
    pub(super) fn write(&self) -> File {
        write_file(&self.stem, &self.objects)
    }
}

/// The name of the file that a template of this stem makes.
pub(super) fn file_name(stem: &str) -> String {
    format!("{stem}.yaml")
}

/// The file of these objects.
pub(super) fn write_file(stem: &str, objects: &[Object]) -> File {
    let text = source::write_documents(OWNERSHIP, objects.iter().map(|object| &object.value));
    File { name: file_name(stem), objects: objects.len(), bytes: text.into_bytes() }
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

/// The same, with the tenant that it was found in.
pub(super) fn of_tenant(diagnostic: Diagnostic, tenant: &Tenant) -> Diagnostic {
    diagnostic.related(tenant.place, format!("while rendering tenant {}", tenant.name))
}
