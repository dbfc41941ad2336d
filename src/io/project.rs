//! Where everything lies: the config file, the repository around it, and the folders that the config names.
#![expect(clippy::disallowed_methods, reason = "this is the edge to the file system")]

use super::git::{self, Repository, Snapshot};
use super::origin::{Origin, ReadError, Sort};
use super::{At, INPUT_FILE};
use crate::config::{self, CONFIG_PATH, Config, Folder, VERSION};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Sources};
use crate::profile;
use crate::render::Hash;
use crate::source::{self, Limits};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The config file where none is named.
pub const CONFIG_FILE: &str = "tenantry.yaml";

/// What the command line says about where things lie.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--profiles`, relative to the working directory.
    pub profiles: Option<String>,
    /// `--templates`, relative to the working directory.
    pub templates: Option<String>,
    /// `--rendered`, relative to the working directory.
    pub rendered: Option<String>,
}

/// A config, and where its folders are.
#[derive(Debug)]
pub struct Project {
    /// The nearest folder above the config file that holds `.git`, else the config file's own.
    pub root: PathBuf,
    /// Where its inputs come from.
    pub origin: Origin,
    /// How its repository names files; what is rendered and what is found is compared by these ids.
    pub hash: Hash,
    /// The config file; none where the defaults are used.
    pub config_file: Option<FileId>,
    /// The settings.
    pub config: Config,
    /// The folder of the inputs.
    pub profiles: Located,
    /// The folder of the user's templates, if it is there.
    pub templates: Option<Located>,
    /// The folder of the output; may not be there yet.
    pub rendered: Located,
}

impl Project {
    /// The folders that are read, each with its key in the config.
    pub fn inputs(&self) -> impl Iterator<Item = (&'static str, &Located)> {
        [("profiles", Some(&self.profiles)), ("templates", self.templates.as_ref())]
            .into_iter()
            .filter_map(|(key, folder)| Some((key, folder?)))
    }
}

/// A folder inside of the root.
#[derive(Clone, Debug)]
pub struct Located {
    /// Relative to the root.
    pub relative: PathBuf,
    /// As people are shown it: relative to the working directory, with `/`.
    pub shown: String,
    /// Where the config names it.
    pub place: Option<Place>,
}

impl Located {
    /// The whole path.
    pub fn full(&self, project: &Project) -> PathBuf {
        project.root.join(&self.relative)
    }
}

/// Reads a config (`file`, or the default one if it is there) and finds its folders.
pub fn open(
    cwd: &Path,
    file: Option<&str>,
    flags: &Flags,
    sources: &mut Sources,
) -> Result<(Option<Project>, Diagnostics), ReadError> {
    let cwd = cwd.canonicalize().at("open", cwd.to_string_lossy())?;
    let path = cwd.join(file.unwrap_or(CONFIG_FILE));
    let shown = shown(&path, &cwd);
    let found = of_this_version(read_config(&Origin::Disk, &cwd, &path, (&shown, file.is_some()), sources)?);
    let (Some((config, config_file)), found) = found else { return Ok((None, found.1)) };
    let base = path.parent().unwrap_or(&cwd).canonicalize().at("open", shown)?;
    let root = repository(&base)?;
    let locate = Locate { cwd: &cwd, base: &base, root: &root, origin: &Origin::Disk, is_read: true };
    Ok(locate.project(config, config_file, git::hash_of(&root), flags, found))
}

/// The same from a snapshot of a repository. `below` is the working directory below the top of the repository, with `/`; in a
/// bare repository it is the top, "".
pub fn open_at(
    at: (&Arc<Repository>, &Snapshot),
    below: &str,
    file: Option<&str>,
    flags: &Flags,
    sources: &mut Sources,
) -> Result<(Option<Project>, Diagnostics), ReadError> {
    open_git(at, below, (file, true), flags, sources)
}

/// The same of an earlier snapshot, which only judges: it may be another version's, and need not have profiles where they are
/// now, or any.
pub fn open_before(
    at: (&Arc<Repository>, &Snapshot),
    below: &str,
    file: Option<&str>,
    flags: &Flags,
    sources: &mut Sources,
) -> Result<(Option<Project>, Diagnostics), ReadError> {
    open_git(at, below, (file, false), flags, sources)
}

fn open_git(
    (repository, snapshot): (&Arc<Repository>, &Snapshot),
    below: &str,
    (file, is_read): (Option<&str>, bool),
    flags: &Flags,
    sources: &mut Sources,
) -> Result<(Option<Project>, Diagnostics), ReadError> {
    let origin = Origin::Git(Arc::clone(repository), snapshot.clone());
    let root = repository.top();
    let cwd = normal(&root.join(below));
    let path = normal(&cwd.join(file.unwrap_or(CONFIG_FILE)));
    let shown = shown(&path, &cwd);
    let found = read_config(&origin, root, &path, (&shown, file.is_some()), sources)?;
    let found = if is_read { of_this_version(found) } else { found };
    let (Some((config, config_file)), found) = found else { return Ok((None, found.1)) };
    let locate = Locate { cwd: &cwd, base: path.parent().unwrap_or(root), root, origin: &origin, is_read };
    Ok(locate.project(config, config_file, repository.hash(), flags, found))
}

/// The folders of inputs, of the user's templates if it is there, and of the output.
type Locations = (Located, Option<Located>, Located);

/// A config, and the file that it stands in; none for the default one.
type ReadConfig = (Config, Option<FileId>);

/// What was read of a config, and what was found wrong.
type FoundConfig = (Option<ReadConfig>, Diagnostics);

/// The config, the default one where there is no file and none was asked for; none where it cannot be used. And what was found.
fn read_config(
    origin: &Origin,
    root: &Path,
    path: &Path,
    (shown, named): (&str, bool),
    sources: &mut Sources,
) -> Result<FoundConfig, ReadError> {
    match origin.sort(root, path, shown)? {
        None if !named => return Ok((Some((Config::default(), None)), Diagnostics::default())),
        Some(Sort::Link) => {
            let place = Place::whole(sources.add(shown, ""));
            let diagnostic = Diagnostic::error(INPUT_FILE, format!("{shown} is a symbolic link"))
                .at(place, "")
                .help("replace it by the file: a link cannot be followed through Git");
            return Ok((None, [diagnostic].into_iter().collect()));
        }
        None | Some(Sort::File | Sort::Folder | Sort::Submodule | Sort::Special) => {}
    }
    let limits = Limits::default();
    let bytes = origin.read(root, path, shown, limits.most_bytes())?;
    let file = sources.add(shown, source::text_of(&bytes));
    let (raw, mut found) = profile::load_config(file, &bytes, &limits);
    let Some(raw) = raw else { return Ok((None, found)) };
    let (config, more) = config::resolve(file, raw);
    found.extend(more);
    Ok((Some((config, Some(file))), found))
}

/// A config of another version is none: nothing else that it says can be judged, and no input by it.
fn of_this_version((config, found): FoundConfig) -> FoundConfig {
    if found.iter().any(|one| one.code == VERSION) {
        return (None, found.into_iter().filter(|one| one.code == VERSION).collect());
    }
    (config, found)
}

/// A folder without links and dots on the way, or as it is where it cannot be found.
pub fn canonical(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// Where a path, relative to `cwd`, lies below a folder, with `/`; none where it lies elsewhere. By its text alone: nothing need
/// be there.
pub fn beneath(folder: &Path, cwd: &Path, path: &str) -> Option<String> {
    let full = normal(&canonical(cwd).join(path));
    Some(full.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/"))
}

/// The nearest folder at or above `base` that holds `.git`, else `base`. What cannot be known is an error: beside another
/// repository a change would be judged by nobody.
fn repository(base: &Path) -> Result<PathBuf, ReadError> {
    for folder in base.ancestors() {
        let path = folder.join(".git");
        if path.try_exists().at("look at", path.to_string_lossy())? {
            return Ok(folder.to_owned());
        }
    }
    Ok(base.to_owned())
}

struct Locate<'a> {
    cwd: &'a Path,
    base: &'a Path,
    root: &'a Path,
    origin: &'a Origin,
    /// Whether the profiles are read, so that they must be there.
    is_read: bool,
}

impl Locate<'_> {
    fn project(
        &self,
        mut config: Config,
        config_file: Option<FileId>,
        hash: Hash,
        flags: &Flags,
        mut found: Diagnostics,
    ) -> (Option<Project>, Diagnostics) {
        let folders = self.folders(&config, flags, &mut found);
        let (root, origin) = (self.root.to_owned(), self.origin.clone());
        let project = folders.map(|(profiles, templates, rendered)| {
            config.rendered_at(&rendered.relative.to_string_lossy().replace('\\', "/"));
            Project { root, origin, hash, config_file, config, profiles, templates, rendered }
        });
        (project, found)
    }

    /// Every folder of a config; none where one cannot be used, which is reported.
    fn folders(&self, config: &Config, flags: &Flags, found: &mut Diagnostics) -> Option<Locations> {
        let mut one = |folder, flag| self.folder(folder, flag).map_err(|error| found.push(error)).ok();
        let profiles = one(&config.folders.profiles, flags.profiles.as_ref());
        let templates = one(&config.folders.templates, flags.templates.as_ref());
        let rendered = one(&config.folders.rendered, flags.rendered.as_ref());
        let (profiles, templates, rendered) = (profiles?, templates?, rendered?);
        let overlaps = overlaps(&profiles, &templates, &rendered);
        if !overlaps.is_empty() {
            found.extend(overlaps);
            return None;
        }
        let is_named = config.folders.templates.place.is_some() || flags.templates.is_some();
        let templates = self.templates(templates, is_named, found)?;
        if self.is_read && !self.is_folder(&profiles, found)? {
            let help = "make the folder and write a Profile into it, or name another with `profiles:`";
            found.push(missing("profiles", &profiles).help(help));
            return None;
        }
        Some((profiles, templates, rendered))
    }

    /// The folder of templates, if it is there. One that was named must be.
    fn templates(&self, templates: Located, is_named: bool, found: &mut Diagnostics) -> Option<Option<Located>> {
        if self.is_folder(&templates, found)? {
            return Some(Some(templates));
        }
        if is_named {
            let help = "make the folder, or leave `templates` out for the shipped templates";
            found.push(missing("templates", &templates).help(help));
        }
        Some(None)
    }

    /// Whether it is a folder; none where that cannot be known, which is reported.
    fn is_folder(&self, folder: &Located, found: &mut Diagnostics) -> Option<bool> {
        match self.origin.sort(self.root, &self.root.join(&folder.relative), &folder.shown) {
            Ok(sort) => Some(sort == Some(Sort::Folder)),
            Err(error) => {
                found.push(error.diagnostic());
                None
            }
        }
    }

    fn folder(&self, folder: &Folder, flag: Option<&String>) -> Result<Located, Diagnostic> {
        let (base, path, place) = match flag {
            Some(path) => (self.cwd, path, None),
            None => (self.base, &folder.path, folder.place),
        };
        let full = normal(&base.join(path));
        let shown = shown(&full, self.cwd);
        let relative = match full.strip_prefix(self.root) {
            Ok(relative) if !relative.as_os_str().is_empty() => relative.to_owned(),
            Ok(_) => return Err(refuse(place, format!("`{path}` is the repository itself"), "name a folder in it")),
            Err(_) => {
                let help =
                    "name a folder inside of the repository (the nearest folder above the config that holds `.git`)";
                return Err(refuse(place, format!("`{path}` lies outside of the repository"), help));
            }
        };
        if relative.components().any(|part| part.as_os_str() == ".git") {
            return Err(refuse(place, format!("`{path}` lies inside of `.git`"), "name another folder"));
        }
        if let Some(link) = self.origin.first_link(self.root, &relative).map_err(|error| error.diagnostic())? {
            let message = format!("{} is a symbolic link", self::shown(&link, self.cwd));
            return Err(refuse(place, message, "replace it by the folder: a link cannot be followed through Git"));
        }
        Ok(Located { relative, shown, place })
    }
}

fn refuse(place: Option<Place>, message: String, help: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(CONFIG_PATH, message).help(help);
    match place {
        Some(place) => diagnostic.at(place, ""),
        None => diagnostic,
    }
}

fn missing(key: &str, folder: &Located) -> Diagnostic {
    refuse(folder.place, format!("the {key} folder {} is not there", folder.shown), "")
}

/// Two of the folders would be one, or one would lie in another.
fn overlaps(profiles: &Located, templates: &Located, rendered: &Located) -> Vec<Diagnostic> {
    let pairs = [("profiles", profiles), ("templates", templates)];
    let overlapping = pairs.into_iter().filter(|(_, inputs)| overlap(&inputs.relative, &rendered.relative));
    overlapping.map(|(key, inputs)| self::overlapping(key, inputs, rendered)).collect()
}

/// The error for a rendered folder and a folder of inputs, named by its key, of which one lies in the other.
pub fn overlapping(key: &str, inputs: &Located, rendered: &Located) -> Diagnostic {
    let message = format!("the {key} folder {} and the rendered folder {} overlap", inputs.shown, rendered.shown);
    refuse(rendered.place.or(inputs.place), message, "keep what is written apart from what is read")
}

/// Whether one path is the other or lies in it.
pub fn overlap(a: &Path, b: &Path) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// The path without `.` and `..`, by its text alone.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => normal.push(part),
        }
    }
    normal
}

/// The first symbolic link on the way from `root` to a path below it.
pub(super) fn first_link(root: &Path, relative: &Path) -> std::io::Result<Option<PathBuf>> {
    let mut path = root.to_owned();
    for part in relative {
        path.push(part);
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => return Ok(Some(path)),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// A path as people are shown it: relative to the working directory, with `/`.
fn shown(path: &Path, cwd: &Path) -> String {
    let path = normal(path);
    let common = path.components().zip(cwd.components()).take_while(|(a, b)| a == b).count();
    let up = cwd.components().skip(common).map(|_| "..".to_owned());
    let down = path.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let shown = up.chain(down).collect::<Vec<_>>().join("/");
    if shown.is_empty() { ".".to_owned() } else { shown }
}
