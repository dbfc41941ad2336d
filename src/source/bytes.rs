//! The first look at a file: its size, its encoding, and characters refused wherever they stand.
//!
//! Knows nothing of YAML's grammar; it looks at characters only.

use super::characters::{self, is_hidden};
use super::codes;
use super::findings::Findings;
use crate::diagnostic::{Diagnostic, Span};
use std::borrow::Cow;

/// How many places of the same character are shown besides the first.
const RELATED: usize = 4;

/// The text with U+FFFD for every run of bytes that is not UTF-8, so that byte ranges point right in both.
pub(super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Reports a file over the limit.
pub(super) fn check_size(bytes: &[u8], limit: Option<usize>, found: &mut Findings) {
    let Some(limit) = limit.filter(|limit| bytes.len() > *limit) else { return };
    found.add_whole(codes::LIMIT, || {
        let message = format!("the file has more than the {limit} bytes that are read");
        (message, "split it".to_owned())
    });
}

/// Reports bytes that are not UTF-8. Anything here makes everything after it noise.
pub(super) fn check_encoding(bytes: &[u8], found: &mut Findings) {
    if let Some(name) = foreign_encoding(bytes) {
        let help = format!("save it as UTF-8: `iconv -f {name} -t UTF-8`");
        return found.add_whole(codes::ENCODING, || (format!("the file is {name}, not UTF-8"), help));
    }
    for run in invalid_runs(bytes) {
        report_bytes(&run, found);
    }
}

/// Bytes side by side that are not UTF-8.
struct Run<'b> {
    bytes: Vec<&'b [u8]>,
    span: Span,
}

/// Every run, with its place in the lossy text.
fn invalid_runs(bytes: &[u8]) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut offset = 0;
    for chunk in bytes.utf8_chunks() {
        let start = offset + chunk.valid().len();
        offset = start;
        if !chunk.invalid().is_empty() {
            offset += char::REPLACEMENT_CHARACTER.len_utf8();
            let joined = runs.last_mut().filter(|_| chunk.valid().is_empty());
            match joined {
                Some(run) => run.extend(chunk.invalid(), offset),
                None => runs.push(Run { bytes: vec![chunk.invalid()], span: Span::new(start, offset) }),
            }
        }
    }
    runs
}

impl<'b> Run<'b> {
    fn extend(&mut self, bytes: &'b [u8], end: usize) {
        self.bytes.push(bytes);
        self.span = Span::new(self.span.start as usize, end);
    }
}

fn report_bytes(run: &Run<'_>, found: &mut Findings) {
    found.add(run.span, |place| {
        let shown: Vec<String> =
            run.bytes.iter().copied().flatten().take(8).map(|byte| format!("{byte:02X}")).collect();
        Diagnostic::error(codes::ENCODING, "the file is not UTF-8")
            .at(place, format!("bytes {}", shown.join(" ")))
            .help("save the file as UTF-8")
    });
}

fn foreign_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [0, second, ..] if *second != 0 => Some("UTF-16BE"),
        [first, 0, _, 0, ..] if *first != 0 => Some("UTF-16LE"),
        _ => None,
    }
}

/// Reports every refused character; the same character at many places is one mistake.
pub(super) fn check_characters(text: &str, found: &mut Findings) {
    if characters::is_printable_ascii_lines(text.as_bytes()) {
        return;
    }
    let mut kinds: Vec<Sightings> = Vec::new();
    for (offset, c) in refused(text) {
        match kinds.iter_mut().find(|sightings| sightings.character == c) {
            Some(sightings) => sightings.add(offset),
            None => kinds.push(Sightings { character: c, offsets: vec![offset], count: 1 }),
        }
    }
    for sightings in &kinds {
        sightings.report(found);
    }
}

/// Refused characters with their offsets; a byte order mark at the very start and CR before LF are fine.
fn refused(text: &str) -> impl Iterator<Item = (usize, char)> {
    let fine = |offset: usize, c: char| match c {
        '\n' => true,
        '\r' => text.as_bytes().get(offset + 1) == Some(&b'\n'),
        '\u{feff}' => offset == 0,
        _ => !is_hidden(c),
    };
    text.char_indices().filter(move |(offset, c)| !fine(*offset, *c))
}

/// Where one refused character stands.
struct Sightings {
    character: char,
    offsets: Vec<usize>,
    count: usize,
}

impl Sightings {
    fn add(&mut self, offset: usize) {
        self.count += 1;
        if self.offsets.len() <= RELATED {
            self.offsets.push(offset);
        }
    }

    fn report(&self, found: &mut Findings) {
        let spans = self.offsets.iter().map(|offset| Span::new(*offset, offset + self.character.len_utf8()));
        let Some((first, rest)) = spans.collect::<Vec<_>>().split_first().map(|(f, r)| (*f, r.to_vec())) else {
            return;
        };
        let name = characters::name(self.character);
        found.add(first, |place| {
            let diagnostic = Diagnostic::error(codes::CHARACTER, self.message(&name)).at(place, name.clone());
            diagnostic.help(self.help())
        });
        found.relate_last(rest, "here too");
    }

    fn message(&self, name: &str) -> String {
        match self.count {
            1 => format!("{name} is not allowed in a file"),
            count => format!("{name} is not allowed in a file; there are {count}"),
        }
    }

    fn help(&self) -> &'static str {
        match self.character {
            '\t' => "use spaces",
            '\r' => "end lines with LF or CRLF",
            _ => "delete it",
        }
    }
}
