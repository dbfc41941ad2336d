//! Files by number, byte ranges in them, and lines and columns for people.

use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

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
    /// Where each line starts; made when it is asked for.
    starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// Line and column of a byte offset, both from 1, the column in Unicode scalars.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let end = self.text.floor_char_boundary(offset as usize);
        let starts = self.starts.get_or_init(|| line_starts(&self.text));
        let line = starts.partition_point(|start| *start as usize <= end);
        let before = &self.text[starts[line - 1] as usize..end];
        let column = if before.is_ascii() { before.len() } else { before.chars().count() };
        (line, column + 1)
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0).chain(newlines.map(|(offset, _)| clamp(offset + 1))).collect()
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
        self.files.push(SourceFile { path, text, starts: OnceLock::new() });
        id
    }

    /// Every file with its number, in parallel.
    pub fn par_iter(&self) -> impl IndexedParallelIterator<Item = (FileId, &SourceFile)> {
        self.files.par_iter().enumerate().map(|(index, file)| (FileId(clamp(index)), file))
    }

    /// The same files with these places made illegible: what stands there must not be shown.
    #[must_use]
    pub fn without(&self, places: impl IntoIterator<Item = Place>) -> Self {
        let mut spans: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
        for (file, span) in places.into_iter().filter_map(|place| Some((place.file, place.span?))) {
            spans.entry(file).or_default().push(span);
        }
        let mut sources = self.clone();
        for (file, spans) in spans {
            let source = &mut sources.files[file.0 as usize];
            let mut bytes = source.text.as_bytes().to_vec();
            spans.iter().for_each(|span| bytes[span.start as usize..span.end as usize].fill(b'*'));
            source.text = String::from_utf8_lossy(&bytes).into();
        }
        sources
    }

    /// The file of this number.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }
}
