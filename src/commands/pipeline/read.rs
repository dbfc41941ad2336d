//! Reads and resolves what a project is made of: tenants and templates.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Sources};
use crate::io::inputs::{self, InputFile, Wanted};
use crate::io::project::{self, Project};
use crate::profile;
use crate::render::{Renderer, TemplateSet, TemplateSource};
use crate::report::machine::DIAGNOSTICS_PER_FILE;
use crate::rules;
use crate::source::{self, Limits, codes::LIMIT};
use crate::tenant::{self, Tenants};
use rayon::prelude::*;
use std::path::Path;

/// What one project is made of, once its inputs were read.
pub(in crate::commands) struct Inputs {
    /// The tenants.
    pub tenants: Tenants,
    /// The templates.
    pub templates: TemplateSet,
}

/// Reads and resolves the inputs and templates of a project.
pub(in crate::commands) fn read(project: &Project, sources: &mut Sources, found: &mut Diagnostics) -> Inputs {
    let (files, problems) = input_files(project, sources);
    found.extend(problems);
    inputs_of(&files, project, sources, found)
}

/// The files of the folder of inputs.
pub(in crate::commands) fn input_files(project: &Project, sources: &mut Sources) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let wanted = Wanted { is_input: is_profile, bytes: limits(project).most_bytes() };
    inputs::read(project, &project.profiles, wanted, sources)
}

/// Reads what was asked for: these files and no others, or, where none was named, all; then they come back, to be compared with
/// the tree.
pub(in crate::commands) fn read_asked(
    project: &Project,
    cwd: &Path,
    paths: &[String],
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Option<Inputs> {
    if paths.is_empty() {
        return Some(read(project, sources, found));
    }
    read_some(project, cwd, paths, sources, found);
    None
}

/// Reads and resolves some inputs of a project, beside nothing else. What is no input is said, but for the config and the
/// templates, which are looked at in any case.
fn read_some(project: &Project, cwd: &Path, paths: &[String], sources: &mut Sources, found: &mut Diagnostics) {
    let wanted = Wanted { is_input: is_profile, bytes: limits(project).most_bytes() };
    let cwd = project::canonical(cwd);
    let (files, problems, others) = inputs::read_some(project, (&cwd, paths), wanted, sources);
    found.extend(problems);
    let inputs = inputs_of(&files, project, sources, found);
    found.extend(Renderer::new(&inputs.templates, &project.config, project.hash).1);
    let is_looked_at = |path: &str| path.ends_with(".j2") || path.ends_with(project::CONFIG_FILE);
    for path in others.into_iter().filter(|path| !is_looked_at(path)) {
        let message = format!("{path} is no input of {}", project.profiles.shown);
        let help = "name files of the profiles folder that end in .yaml or .yml";
        found.push(Diagnostic::new(crate::io::INPUT_FILE, Severity::Warning, message).help(help));
    }
}

/// The tenants of these files, beside the templates of the project.
fn inputs_of(files: &[InputFile], project: &Project, sources: &mut Sources, found: &mut Diagnostics) -> Inputs {
    let limits = limits(project);
    let (tenants, problems) = resolve(files, project, &limits);
    found.extend(problems);
    let (template_files, problems) = template_files(project, sources);
    found.extend(problems);
    let read = files.iter().chain(&template_files).map(|input| input.file).chain(project.config_file);
    found.extend(project.config.levels.apply(secrets(&read.collect::<Vec<_>>(), sources)));
    let user = templates(template_files, &limits, found);
    let (templates, problems) = TemplateSet::overlay(user, sources);
    found.extend(problems);
    Inputs { tenants, templates }
}

/// Whether a file of this name is an input.
pub(in crate::commands) fn is_profile(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

fn limits(project: &Project) -> Limits {
    // Formats for programs give more of one file than people are shown; what is shown is for the report to decide.
    Limits { bytes: Some(project.config.file_bytes), errors: DIAGNOSTICS_PER_FILE }
}

/// What looks like a secret in these files: those that one project reads, for its levels are not those of another.
fn secrets(files: &[FileId], sources: &Sources) -> Diagnostics {
    let found: Vec<_> =
        files.par_iter().flat_map_iter(|file| rules::secrets_in(*file, &sources.get(*file).text)).collect();
    found.into_iter().collect()
}

fn resolve(files: &[InputFile], project: &Project, limits: &Limits) -> (Tenants, Diagnostics) {
    let resolved: Vec<_> = files
        .par_iter()
        .map(|input| {
            let (loaded, found) = profile::load(input.file, &input.bytes, limits);
            let mut found = with_limit(found, input, &project.config);
            let (tenants, more) = tenant::resolve(input.file, &loaded, &project.config);
            found.follow(more);
            found.extend(tenant::file_name(&input.path, &loaded, &tenants));
            (tenants, found)
        })
        .collect();
    let mut all = Vec::with_capacity(resolved.len());
    let mut found = Diagnostics::default();
    for (tenants, more) in resolved {
        all.extend(tenants);
        found.extend(more);
    }
    let (tenants, mut joined) = Tenants::join(all, &project.config);
    joined.follow(found);
    (tenants, project.config.levels.apply(joined))
}

/// A file that is larger than the config lets it be points to the line of the config as well.
fn with_limit(found: Diagnostics, input: &InputFile, config: &Config) -> Diagnostics {
    let Some(place) = config.file_bytes_place.filter(|_| input.bytes.len() > config.file_bytes) else { return found };
    let at_limit = |one: Diagnostic| if one.code == LIMIT { one.related(place, "the limit") } else { one };
    found.into_iter().map(at_limit).collect()
}

/// The files of the user's templates folder.
pub(in crate::commands) fn template_files(
    project: &Project,
    sources: &mut Sources,
) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let Some(folder) = &project.templates else { return Default::default() };
    let is_template = |name: &str| name.ends_with(".j2") || name.ends_with(".yaml") || name.ends_with(".yml");
    let wanted = Wanted { is_input: is_template, bytes: limits(project).most_bytes() };
    inputs::read(project, folder, wanted, sources)
}

/// The templates in these files; what is no text is reported.
fn templates(files: Vec<InputFile>, limits: &Limits, found: &mut Diagnostics) -> Vec<TemplateSource> {
    let mut templates = Vec::new();
    for InputFile { file, path, bytes } in files {
        match source::text(file, &bytes, limits) {
            Ok(text) => templates.push(TemplateSource { path, file, text: text.to_owned(), users: true }),
            Err(problems) => found.extend(problems),
        }
    }
    templates
}
