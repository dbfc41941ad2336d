//! The rendered folder: what lies in it, and carrying out a plan in it. Nothing outside of it can be reached.
//!
//! Every path is opened beneath a handle of the folder, by names that were checked, and links are never followed.

use super::origin::Origin;
use super::origin::Sort;
use super::project::{Located, Project};
use super::{At, Failure, LOCKED};
use super::{beneath, staging};
use crate::diagnostic::Diagnostic;
use crate::plan::{Baseline, Change, Found, Plan};
use crate::render::{Digest, File, Folder, GITOPS, Hash, OWNERSHIP, TENANTS, TreePath};
use cap_fs_ext::DirExt;
use cap_std::fs::Dir;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::ErrorKind;

/// The rendered folder of a project, open or not there yet.
pub struct RenderedFolder {
    root: Dir,
    located: Located,
    dir: Option<Dir>,
    hash: Hash,
    lock: Option<std::fs::File>,
}

/// What lies in the folder.
#[derive(Debug, Default)]
pub struct Contents {
    /// All but hidden files.
    pub baseline: Baseline,
    /// What a run that was killed left behind: paths of temporary files and folders.
    pub leftovers: Vec<String>,
}

/// Why the folder could not be opened for writing.
pub enum OpenError {
    /// The operating system said no.
    Failure(Failure),
    /// Another run is at work in it.
    Locked(Box<Diagnostic>),
}

impl From<Failure> for OpenError {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl RenderedFolder {
    /// Opens the folder for reading, if it is there.
    pub fn open(project: &Project) -> Result<Self, Failure> {
        let located = project.rendered.clone();
        if let Origin::Git(_, snapshot) = &project.origin {
            let elsewhere = std::io::Error::other(format!("the project was read from {snapshot}, not from the disk"));
            return Err(elsewhere).at("open", located.shown);
        }
        let root = beneath::top(&project.root).at("open", project.root.to_string_lossy())?;
        let dir = match beneath::folder(&root, &located.relative) {
            Ok(dir) => Some(dir),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).at("open", located.shown),
        };
        Ok(Self { root, located, dir, hash: project.hash, lock: None })
    }

    /// Keeps other runs out of the folder until this value is dropped. A folder that is not there yet is locked as soon as
    /// it is made.
    pub fn lock(mut self) -> Result<Self, OpenError> {
        if let Some(dir) = &self.dir {
            self.lock = Some(lock(dir, &self.located.shown)?);
        }
        Ok(self)
    }

    /// What lies in the folder.
    pub fn read(&self) -> Result<Contents, Failure> {
        let mut contents = Contents::default();
        if let Some(dir) = &self.dir {
            self.read_top(dir, &mut contents)?;
        }
        Ok(contents)
    }

    /// What lies in the folder of one tenant, and nothing else; none where no file of ours does: then the tenant is new, and the
    /// files that name all tenants change with it.
    pub fn read_tenant(&self, tenant: &str) -> Result<Option<Contents>, Failure> {
        let mut contents = Contents::default();
        let Some(dir) = &self.dir else { return Ok(None) };
        let Ok(tenants) = dir.open_dir_nofollow(TENANTS) else { return Ok(None) };
        let path = format!("{TENANTS}/{tenant}");
        match tenants.symlink_metadata(tenant) {
            Ok(metadata) => {
                self.read_entry(&tenants, tenant, metadata.file_type().into(), &path, &mut contents)?;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).at("read", self.shown(&path)),
        }
        let is_there = contents.baseline.files.values().any(|found| matches!(found, Found::Ours(_)));
        contents.baseline.tenants.insert(tenant.to_owned());
        Ok(is_there.then_some(contents))
    }

    fn read_top(&self, dir: &Dir, contents: &mut Contents) -> Result<(), Failure> {
        for (name, kind) in self.list(dir, "")? {
            if name == TENANTS && kind == Sort::Folder {
                let tenants = dir.open_dir_nofollow(TENANTS).at("open", self.shown(TENANTS))?;
                self.read_tenants(&tenants, contents)?;
            } else {
                self.read_entry(dir, &name, kind, &name, contents)?;
            }
        }
        Ok(())
    }

    fn read_tenants(&self, tenants: &Dir, contents: &mut Contents) -> Result<(), Failure> {
        let entries = self.list(tenants, TENANTS)?;
        let parts: Vec<_> = entries
            .into_par_iter()
            .map(|(name, kind)| {
                let mut part = Contents::default();
                self.read_entry(tenants, &name, kind, &format!("{TENANTS}/{name}"), &mut part)?;
                let is_ours = |found: &Found| matches!(found, Found::Ours(_));
                if kind == Sort::Folder && part.baseline.files.values().any(is_ours) {
                    part.baseline.tenants.insert(name);
                }
                Ok(part)
            })
            .collect::<Result<_, Failure>>()?;
        for part in parts {
            contents.baseline.files.extend(part.baseline.files);
            contents.baseline.tenants.extend(part.baseline.tenants);
            contents.leftovers.extend(part.leftovers);
        }
        Ok(())
    }

    /// Reads one entry, `name` in `dir`, whose path below the folder is `path`.
    fn read_entry(
        &self,
        dir: &Dir,
        name: &str,
        kind: Sort,
        path: &str,
        contents: &mut Contents,
    ) -> Result<(), Failure> {
        if staging::is_temporary(name) {
            contents.leftovers.push(path.to_owned());
            return Ok(());
        }
        if name.starts_with('.') {
            return Ok(());
        }
        let found = match kind {
            Sort::Folder => {
                let inner = dir.open_dir_nofollow(name).at("open", self.shown(path))?;
                for (name, kind) in self.list(&inner, path)? {
                    self.read_entry(&inner, &name, kind, &format!("{path}/{name}"), contents)?;
                }
                return Ok(());
            }
            Sort::File => self.read_file(dir, name, path)?,
            Sort::Link => Found::Link,
            Sort::Submodule | Sort::Special => Found::Special,
        };
        contents.baseline.files.insert(TreePath::found(path), found);
        Ok(())
    }

    fn read_file(&self, dir: &Dir, name: &str, path: &str) -> Result<Found, Failure> {
        let bytes = self.bytes_in(dir, name, path)?;
        // One that holds nothing is what a power cut leaves of a file that had not reached the disk: nobody loses anything.
        let is_ours = bytes.starts_with(OWNERSHIP.as_bytes()) || bytes.iter().all(|byte| *byte == 0);
        Ok(if is_ours { Found::Ours(Digest::of(&bytes, self.hash)) } else { Found::Foreign })
    }

    /// The bytes of a file.
    pub fn bytes(&self, path: &TreePath) -> Result<Vec<u8>, Failure> {
        let Some(dir) = &self.dir else { return Ok(Vec::new()) };
        let (folders, name) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
        let mut dir = dir.try_clone().at("open", &*self.located.shown)?;
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            dir = dir.open_dir_nofollow(folder).at("open", self.shown(path.as_str()))?;
        }
        self.bytes_in(&dir, name, path.as_str())
    }

    fn bytes_in(&self, dir: &Dir, name: &str, path: &str) -> Result<Vec<u8>, Failure> {
        beneath::bytes(dir, name, usize::MAX).at("read", self.shown(path))
    }

    fn list(&self, dir: &Dir, path: &str) -> Result<Vec<(String, Sort)>, Failure> {
        let mut entries = Vec::new();
        for entry in dir.entries().at("list", self.shown(path))? {
            let entry = entry.at("list", self.shown(path))?;
            let kind = entry.file_type().at("list", self.shown(path))?;
            entries.push((entry.file_name().to_string_lossy().into_owned(), kind.into()));
        }
        entries.sort();
        Ok(entries)
    }

    /// Removes what a killed run left behind.
    pub fn sweep(&self, leftovers: &[String]) -> Result<(), Failure> {
        for path in leftovers {
            if let Some(dir) = &self.dir {
                staging::discard(dir, path).at("remove", self.shown(path))?;
            }
        }
        Ok(())
    }

    /// Carries out a plan: tenants in any order, each file whole, then what tells the engine of them, then their list, then the
    /// tenants that go: nothing names what is not there, and who is in the list is told to the engine. `folder` gives the files
    /// of a tenant; `step` is called as each is done.
    pub fn write<'f>(
        &mut self,
        plan: &Plan,
        folder: &(dyn Fn(&str) -> Cow<'f, Folder> + Sync),
        (list, gitops): (&File, &Folder),
        step: &(dyn Fn() + Sync),
    ) -> Result<(), OpenError> {
        if plan.changes.is_empty() {
            return Ok(());
        }
        let dir = self.made()?;
        let tenants = beneath::made_in(&dir, TENANTS).at("create", self.shown(TENANTS))?;
        let mut by_tenant: BTreeMap<&str, Vec<(&TreePath, Change)>> = BTreeMap::new();
        let mut beside = Vec::new();
        for (path, change) in &plan.changes {
            match path.tenant() {
                Some(tenant) => by_tenant.entry(tenant).or_default().push((path, *change)),
                None => beside.push((path, *change)),
            }
        }
        let (of_gitops, of_tenants): (Vec<_>, Vec<_>) = beside.into_iter().partition(|(path, _)| path.is_of_gitops());
        let (going, staying): (Vec<_>, Vec<_>) = by_tenant.into_iter().partition(|(tenant, changes)| {
            changes.iter().all(|(_, change)| *change == Change::Remove) && folder(tenant).files.is_empty()
        });
        let failed = |(path, action, source): staging::Failed| Failure { action, path: self.shown(&path), source };
        let each = |some: Vec<(&str, Vec<(&TreePath, Change)>)>| {
            some.into_par_iter().try_for_each(|(tenant, changes)| {
                let done = staging::write_folder((&tenants, TENANTS), tenant, &changes, &folder(tenant));
                step();
                done.map_err(failed)
            })
        };
        each(staying)?;
        if !of_gitops.is_empty() {
            staging::write_folder((&dir, ""), GITOPS, &of_gitops, gitops).map_err(failed)?;
        }
        if !of_tenants.is_empty() {
            let path = format!("{TENANTS}/{}", list.name);
            staging::replace(&tenants, &list.name, &list.bytes).at("write", self.shown(&path))?;
        }
        each(going)?;
        Ok(())
    }

    /// The folder, made and locked where it is not there yet.
    fn made(&mut self) -> Result<Dir, OpenError> {
        if self.dir.is_none() {
            let dir = beneath::made(&self.root, &self.located.relative).at("create", &*self.located.shown)?;
            self.lock = Some(lock(&dir, &self.located.shown)?);
            self.dir = Some(dir);
        }
        let dir = self.dir.as_ref().map(Dir::try_clone).unwrap_or_else(|| self.root.try_clone());
        Ok(dir.at("open", &*self.located.shown)?)
    }

    fn shown(&self, path: &str) -> String {
        if path.is_empty() { self.located.shown.clone() } else { format!("{}/{path}", self.located.shown) }
    }
}

fn lock(dir: &Dir, shown: &str) -> Result<std::fs::File, OpenError> {
    let file = beneath::lockable(dir).at("open", shown)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            let diagnostic = Diagnostic::error(LOCKED, format!("another run is at work in {shown}"));
            Err(OpenError::Locked(Box::new(diagnostic.help("wait until it has ended, then run this again"))))
        }
        Err(std::fs::TryLockError::Error(error)) => Err(error).at("lock", shown).map_err(OpenError::from),
    }
}
