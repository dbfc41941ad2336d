//! What a tree is judged against: a commit, the index, or what lies in the working directory.

use crate::config::Settings;
use crate::io::Failure;
use crate::io::rendered::RenderedFolder;
use crate::plan::Baseline;
use crate::render::{TENANTS, TreePath};
use crate::review::Files;
use std::borrow::Cow;

/// A tree that was rendered before, and how to read it.
pub(super) struct Base<'a> {
    /// What it is, in words.
    pub name: String,
    /// Its files.
    pub baseline: Baseline,
    /// The settings that it was rendered by; none where they are not known.
    pub settings: Option<Settings>,
    reader: Reader<'a>,
}

enum Reader<'a> {
    Disk(&'a RenderedFolder),
}

impl<'a> Base<'a> {
    /// The tree in the working directory.
    pub(super) fn disk(folder: &'a RenderedFolder, baseline: Baseline) -> Self {
        Self { name: "the working directory".to_owned(), baseline, settings: None, reader: Reader::Disk(folder) }
    }

    /// The settings that name people and roles in it.
    pub(super) fn settings<'s>(&'s self, new: &'s Settings) -> &'s Settings {
        self.settings.as_ref().unwrap_or(new)
    }

    /// The files of a tenant, by path below its folder. What is no file of text is given as one that cannot be read.
    pub(super) fn files(&self, tenant: &str) -> Result<Files<'static>, Failure> {
        let folder = format!("{TENANTS}/{tenant}/");
        let first = TreePath::found(&folder);
        let mut files = Files::new();
        for path in self.baseline.files.range(first..).map(|(path, _)| path) {
            let Some(below) = path.as_str().strip_prefix(&folder) else { break };
            files.insert(below.to_owned(), Cow::Owned(self.read(path)?));
        }
        Ok(files)
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, Failure> {
        match &self.reader {
            Reader::Disk(folder) => folder.bytes(path),
        }
    }
}
