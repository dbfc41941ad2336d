//! Files by number, byte ranges in them, and lines and columns for people.

use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A file of this run, by its number in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range of a file's text: `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` to `end`, in bytes. Texts over 4 GiB do not reach here (`limits.fileBytes`).
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: clamp(start), end: clamp(end) }
    }
}

fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A whole file, or a byte range of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The range; none means the file as a whole (it could not be read, say).
    pub span: Option<Span>,
}

impl Place {
    /// A byte range of a file.
    pub fn at(file: FileId, span: Span) -> Self {
        Self { file, span: Some(span) }
    }

    /// A file as a whole.
    pub fn whole(file: FileId) -> Self {
        Self { file, span: None }
    }
}

/// A file that diagnostics may point into: an input, the config, a template.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as people are shown it, with `/`.
    pub path: String,
    /// The text; what is not UTF-8 in it was replaced by U+FFFD.
    pub text: Arc<str>,
}

impl SourceFile {
    /// Line and column of a byte offset, both from 1, the column in Unicode scalars.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// Every file of a run. Files are added in an order that does not depend on threads, so that ids sort as paths do.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    by_path: HashMap<String, FileId>,
}

impl Sources {
    /// Adds a file and gives it its number. One that was added before, as when two configs read one folder, keeps its
    /// number, so that what is wrong with it is told once.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let (path, text) = (path.into(), text.into());
        if let Some(known) = self.by_path.get(&path)
            && self.get(*known).text == text
        {
            return *known;
        }
        let id = FileId(clamp(self.files.len()));
        self.by_path.insert(path.clone(), id);
        self.files.push(SourceFile { path, text });
        id
    }

    /// Every file with its number, in parallel.
    pub fn par_iter(&self) -> impl IndexedParallelIterator<Item = (FileId, &SourceFile)> {
        self.files.par_iter().enumerate().map(|(index, file)| (FileId(clamp(index)), file))
    }

    /// The same files with these places made illegible: what stands there must not be shown.
    #[must_use]
    pub fn without(&self, places: impl IntoIterator<Item = Place>) -> Self {
        let mut sources = self.clone();
        for (file, span) in places.into_iter().filter_map(|place| Some((place.file, place.span?))) {
            let source = &mut sources.files[file.0 as usize];
            let (start, end) = (span.start as usize, span.end as usize);
            let hidden = "*".repeat(end - start);
            source.text = [&source.text[..start], &hidden, &source.text[end..]].concat().into();
        }
        sources
    }

    /// The file of this number.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }
}
