//! The anchors and aliases of one document, told as one diagnostic an anchor.
//!
//! Only places and names; what an alias stands for is never looked up.

use super::codes;
use super::findings::Findings;
use crate::diagnostic::{Diagnostic, Span};
use std::collections::HashMap;

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
    pub(super) fn report(self, text: &str, found: &mut Findings) {
        let mut aliases: HashMap<&str, Vec<Span>> = HashMap::new();
        for alias in self.aliases {
            aliases.entry(name(text, alias)).or_default().push(alias);
        }
        for anchor in self.anchors {
            report_anchor(anchor, aliases.remove(name(text, anchor)).unwrap_or_default(), found);
        }
        let mut to_nothing: Vec<Span> = aliases.into_values().flatten().collect();
        to_nothing.sort_unstable();
        to_nothing.into_iter().for_each(|alias| report_alias(alias, found));
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
