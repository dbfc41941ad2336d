//! Which templates there are: the shipped ones, and the user's over them.

use super::codes::TEMPLATE_FILE;
use super::shipped::SHIPPED;
use crate::config::Engine;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Severity, Sources, nearest};
use crate::plugin::PluginKind;
use std::collections::BTreeMap;

/// A template's path under the templates folder, and its text.
#[derive(Clone, Debug)]
pub struct TemplateSource {
    /// Such as `tenant/namespace.yaml.j2`.
    pub path: String,
    /// The file that diagnostics point into.
    pub file: FileId,
    /// The text.
    pub text: String,
    /// Whether it stands in the user's folder.
    pub users: bool,
}

impl TemplateSource {
    /// Whether it is one of the binary's own, unchanged.
    pub fn is_shipped(&self) -> bool {
        SHIPPED.iter().any(|(path, text)| *path == self.path && *text == self.text)
    }

    /// Whether it stands in the user's folder, be it word for word the shipped one.
    pub fn is_users(&self) -> bool {
        self.users
    }
}

/// Every template of a run, by path.
#[derive(Clone, Debug, Default)]
pub struct TemplateSet(BTreeMap<String, TemplateSource>);

/// What a path under the templates folder is for.
enum Role {
    Tenant,
    Plugin,
    /// Rendered once, for the engine in whose folder it lies.
    Engine(Engine),
    /// Included or imported by others.
    Part,
}

const ENDING: &str = ".yaml.j2";

impl TemplateSet {
    /// Lays the user's templates over the shipped ones: one of the same path replaces, another under `tenant/` adds.
    pub fn overlay(user: Vec<TemplateSource>, sources: &mut Sources) -> (Self, Diagnostics) {
        let mut templates = BTreeMap::new();
        let mut found = Diagnostics::default();
        for template in user {
            match role(&template) {
                Ok(_) => {
                    templates.insert(template.path.clone(), template);
                }
                Err(diagnostic) => found.push(diagnostic),
            }
        }
        for (path, text) in SHIPPED {
            templates.entry((*path).to_owned()).or_insert_with(|| TemplateSource {
                path: (*path).to_owned(),
                file: sources.add(format!("(shipped) templates/{path}"), *text),
                text: (*text).to_owned(),
                users: false,
            });
        }
        (Self(templates), found)
    }

    /// All of them, by path.
    pub fn iter(&self) -> impl Iterator<Item = &TemplateSource> {
        self.0.values()
    }

    /// The template of this path.
    pub fn get(&self, path: &str) -> Option<&TemplateSource> {
        self.0.get(path)
    }

    /// The templates that are rendered once for each tenant, with the stem of the file that each makes.
    pub fn of_tenants(&self) -> impl Iterator<Item = (&str, &TemplateSource)> {
        self.0.values().filter_map(|template| match role(template) {
            Ok(Role::Tenant) => Some((stem(&template.path, "tenant/")?, template)),
            Ok(Role::Plugin | Role::Engine(_) | Role::Part) | Err(_) => None,
        })
    }

    /// The templates that are rendered once, for a sync engine, with the stem of the file that each makes.
    pub fn of_engine(&self, wanted: Engine) -> impl Iterator<Item = (&str, &TemplateSource)> {
        self.0.values().filter_map(move |template| match role(template) {
            Ok(Role::Engine(engine)) if engine == wanted => Some((stem(&template.path, folder_of(engine))?, template)),
            Ok(Role::Tenant | Role::Plugin | Role::Engine(_) | Role::Part) | Err(_) => None,
        })
    }

    /// The path of a plugin's template.
    pub fn plugin_path(kind: PluginKind) -> String {
        format!("plugins/{}{ENDING}", kind.name())
    }
}

fn stem<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_suffix(ENDING)
}

/// The folder of the templates of an engine.
fn folder_of(engine: Engine) -> &'static str {
    match engine {
        Engine::None => "gitops/none/",
        Engine::ArgoCd => "gitops/argocd/",
        Engine::Flux => "gitops/flux/",
    }
}

/// Tells what a template is for. Files whose names start with `_`, and those outside of `tenant/`, `plugins/` and `gitops/`,
/// are parts that others include.
fn role(template: &TemplateSource) -> Result<Role, Diagnostic> {
    let path = template.path.as_str();
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.starts_with('_') {
        return Ok(Role::Part);
    }
    if path.starts_with("tenant/") {
        return match stem(path, "tenant/") {
            Some("kustomization") => {
                Err(refuse(template, "kustomization.yaml is made by tenantry itself", "delete it"))
            }
            Some(stem) if stem.starts_with("plugin-") => {
                Err(refuse(template, "files named `plugin-*` are those of plugins", "give it another name"))
            }
            Some(stem) if is_stem(stem) => Ok(Role::Tenant),
            Some(_) | None => Err(refuse(
                template,
                "this file of the templates folder is not rendered",
                "name it `tenant/<name>.yaml.j2`, the name of lower-case letters, digits and dashes; or `_<name>` for a part that others include",
            )),
        };
    }
    if path.starts_with("gitops/") {
        return of_engine(template);
    }
    match stem(path, "plugins/") {
        Some(kind) if PluginKind::ALL.iter().any(|known| known.name() == kind) => Ok(Role::Plugin),
        Some(kind) => Err(unknown_plugin(template, kind)),
        None => match path.split_once('/').and_then(|(folder, _)| misspelt_folder(folder)) {
            Some(meant) => Err(refuse(
                template,
                "this file of the templates folder is not rendered",
                &format!("move it to `{meant}/`, or name it `_<name>` if it is a part that others include"),
            )),
            None => Ok(Role::Part),
        },
    }
}

fn of_engine(template: &TemplateSource) -> Result<Role, Diagnostic> {
    let engines = [Engine::ArgoCd, Engine::Flux];
    let found = engines.into_iter().find_map(|engine| Some((engine, stem(&template.path, folder_of(engine))?)));
    match found {
        Some((_, "kustomization")) => {
            Err(refuse(template, "kustomization.yaml is made by tenantry itself", "delete it"))
        }
        Some((engine, stem)) if is_stem(stem) => Ok(Role::Engine(engine)),
        Some(_) | None => Err(refuse(
            template,
            "this file of the templates folder is not rendered",
            "name it `gitops/argocd/<name>.yaml.j2` or `gitops/flux/<name>.yaml.j2`, the name of lower-case letters, digits and dashes; or `_<name>` for a part that others include",
        )),
    }
}

/// A folder of parts may have any name but one that was meant to be a folder of templates.
fn misspelt_folder(folder: &str) -> Option<&'static str> {
    let folders = ["tenant", "plugins", "gitops"];
    nearest(folder, folders).filter(|_| !folders.contains(&folder))
}

fn is_stem(stem: &str) -> bool {
    !stem.is_empty()
        && !stem.starts_with('-')
        && stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn unknown_plugin(template: &TemplateSource, kind: &str) -> Diagnostic {
    let names = PluginKind::ALL.map(PluginKind::name);
    let help = match nearest(kind, names) {
        Some(near) => format!("did you mean `{near}{ENDING}`?"),
        None => format!("the plugins are {}", names.join(" and ")),
    };
    refuse(template, &format!("there is no plugin `{kind}`"), &help)
}

fn refuse(template: &TemplateSource, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(TEMPLATE_FILE, Severity::Error, message).at(Place::whole(template.file), "").help(help)
}
