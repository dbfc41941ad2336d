//! The anchors and aliases of one document, told as one diagnostic an anchor.
//!
//! Only places and names; what an alias stands for is never looked up.

use super::codes;
use super::findings::Findings;
use crate::diagnostic::{Diagnostic, Span};

/// How many aliases are shown with their anchor.
const SHOWN: usize = 8;

/// Where anchors and aliases stand. Names are byte ranges of the text, without their sign.
#[derive(Default)]
pub(super) struct Anchors {
    anchors: Vec<Span>,
    aliases: Vec<Span>,
}

impl Anchors {
    pub(super) fn anchor(&mut self, span: Span) {
        self.anchors.push(span);
    }

    pub(super) fn alias(&mut self, span: Span) {
        self.aliases.push(span);
    }

    /// Whether a value of the document is not known.
    pub(super) fn hide_values(&self) -> bool {
        !self.aliases.is_empty()
    }

    /// Reports every anchor with the aliases to it, then the aliases to nothing.
    pub(super) fn report(mut self, text: &str, found: &mut Findings) {
        for anchor in std::mem::take(&mut self.anchors) {
            // What is only counted needs no aliases; looking for them would take too long in a hostile file.
            let used = if found.is_full() { Vec::new() } else { self.take_aliases(text, anchor) };
            report_anchor(anchor, used, found);
        }
        for alias in self.aliases {
            report_alias(alias, found);
        }
    }

    fn take_aliases(&mut self, text: &str, anchor: Span) -> Vec<Span> {
        let (used, rest) = self.aliases.drain(..).partition(|alias| name(text, *alias) == name(text, anchor));
        self.aliases = rest;
        used
    }
}

fn name(text: &str, span: Span) -> &str {
    text.get(span.start as usize + 1..span.end as usize).unwrap_or_default()
}

fn report_anchor(anchor: Span, used: Vec<Span>, found: &mut Findings) {
    found.add(anchor, |place| {
        Diagnostic::error(codes::ANCHOR, "anchors are not allowed").at(place, "an anchor").help(if used.is_empty() {
            "delete it"
        } else {
            "delete it and write the value out at every alias"
        })
    });
    found.relate_last(used.into_iter().take(SHOWN), "an alias to it");
}

fn report_alias(alias: Span, found: &mut Findings) {
    found.add(alias, |place| {
        Diagnostic::error(codes::ANCHOR, "aliases are not allowed")
            .at(place, "an alias")
            .help("write the value out; if `*` belongs to the text, put the text in quotes")
    });
}
