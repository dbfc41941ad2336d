//! Builds documents from events, and refuses what readers disagree on.
//!
//! Keeps its own stack: no recursion, whatever the text nests. No parser is named here.

use super::anchors::Anchors;
use super::event::{Event, Properties, Step, Style};
use super::findings::Findings;
use super::gap::Gap;
use super::node::{Document, Node, Value};
use super::open::Open;
use super::refusal;
use super::{scalar, syntax};
use crate::diagnostic::Span;
use std::borrow::Cow;
use std::ops::ControlFlow::{self, Break, Continue};

/// Collections in collections.
pub(super) const NESTING: usize = 32;
/// Values and keys of one document.
const NODES: usize = 65_536;

/// The documents that the events make. Stops at the first thing after which nothing can be told for sure.
pub(super) fn load<'t>(text: &'t str, events: impl Iterator<Item = Step<'t>>, found: &mut Findings) -> Vec<Document> {
    let mut loader = Loader::new(text, found);
    for step in events {
        let flow = match step {
            Ok((event, span)) => loader.take(event, span),
            Err(failure) => {
                syntax::report(text, failure, loader.found);
                Break(())
            }
        };
        if flow.is_break() {
            break;
        }
    }
    loader.current.anchors.report(text, loader.found);
    loader.documents
}

struct Loader<'t, 'f> {
    text: &'t str,
    found: &'f mut Findings,
    documents: Vec<Document>,
    begun: usize,
    last_end: u32,
    current: Current,
}

/// The document that is being read.
#[derive(Default)]
struct Current {
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    anchors: Anchors,
    found_before: usize,
    values_hidden: bool,
    /// Whether another document seems to begin in it, without a `---`.
    runs_on: bool,
}

impl<'t, 'f> Loader<'t, 'f> {
    fn new(text: &'t str, found: &'f mut Findings) -> Self {
        Self { text, found, documents: Vec::new(), begun: 0, last_end: 0, current: Current::default() }
    }

    fn take(&mut self, event: Event<'t>, span: Span) -> ControlFlow<()> {
        let mut end = span.end;
        let flow = match event {
            Event::DocumentStart { explicit } => self.start_document(explicit, span),
            Event::DocumentEnd => self.end_document(),
            Event::Alias => self.alias(span),
            Event::Scalar(text, style, properties) => self.scalar(text, style, properties, span),
            Event::ListStart(properties) => {
                // Some parsers count the `?` of a key into what it opens.
                end = span.start;
                self.open(Open::list(span), properties, span)
            }
            Event::MapStart(properties) => {
                end = span.start;
                self.open(Open::map(span), properties, span)
            }
            Event::ListEnd | Event::MapEnd => self.close(span),
        };
        self.last_end = end.max(self.last_end);
        flow
    }

    fn gap(&self, span: Span) -> Gap<'t> {
        Gap::between(self.text, self.last_end, span.start)
    }

    fn start_document(&mut self, explicit: bool, span: Span) -> ControlFlow<()> {
        if !explicit && (self.begun > 0 || self.gap(span).has_document_end()) {
            refusal::text_after_end(self.text, span, self.found);
            return Break(());
        }
        self.begun += 1;
        self.current = Current { found_before: self.found.count(), ..Current::default() };
        if explicit {
            refusal::check_separator(self.text, span, self.found);
        }
        Continue(())
    }

    fn end_document(&mut self) -> ControlFlow<()> {
        let current = std::mem::take(&mut self.current);
        let hidden = current.values_hidden || current.anchors.hide_values();
        current.anchors.report(self.text, self.found);
        let Some(root) = current.root.filter(is_written) else { return Continue(()) };
        if root.as_map().is_none() {
            refusal::no_mapping(&root, self.found);
        } else if !hidden {
            self.documents.push(Document { root, sound: self.found.count() == current.found_before });
        }
        Continue(())
    }

    fn alias(&mut self, span: Span) -> ControlFlow<()> {
        self.current.anchors.alias(span);
        self.deliver(Node { span, value: Value::Null });
        self.count(span)
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: Style, properties: Properties, span: Span) -> ControlFlow<()> {
        self.properties(properties, span);
        if self.wants_key() {
            self.key(text, style, span);
        } else {
            let value = self.scalar_value(text, style, span);
            self.deliver(Node { span, value });
        }
        self.count(span)
    }

    fn scalar_value(&mut self, text: Cow<'t, str>, style: Style, span: Span) -> Value {
        match style {
            Style::Plain => match scalar::resolve(&text) {
                Ok(value) => value,
                Err(why) => {
                    refusal::ambiguous(&text, why, span, self.found);
                    Value::Text(text.into_owned())
                }
            },
            Style::Quoted | Style::Block => {
                refusal::check_value(&text, span, self.found);
                refusal::check_last_line(self.text, &text, style, span, self.found);
                Value::Text(text.into_owned())
            }
        }
    }

    fn key(&mut self, text: Cow<'t, str>, style: Style, span: Span) {
        if self.gap(span).has_key_sign() {
            refusal::key_sign(span, self.found);
        }
        let usable = refusal::check_key(self.text, &text, style, span, self.found);
        let merge = style == Style::Plain && text == "<<";
        self.current.values_hidden |= merge;
        let Some(parent) = self.current.open.last_mut() else { return };
        if !usable || merge {
            parent.refuse_key();
        } else if let Err(before) = parent.key(text.into_owned(), span) {
            let is_top = self.current.open.len() == 1;
            if is_top && self.current.runs_on {
                return;
            }
            self.current.runs_on = is_top && refusal::is_second_document(self.text, span);
            refusal::duplicate_key(self.text, span, before, self.current.runs_on, self.found);
        }
    }

    fn open(&mut self, open: Open, properties: Properties, span: Span) -> ControlFlow<()> {
        self.properties(properties, span);
        if self.wants_key() && refusal::collection_as_key(self.text, span, self.found) {
            return Break(());
        }
        if self.current.open.len() >= NESTING {
            refusal::nesting(span, self.found);
            return Break(());
        }
        self.current.open.push(open);
        self.count(span)
    }

    fn close(&mut self, span: Span) -> ControlFlow<()> {
        if let Some(open) = self.current.open.pop() {
            self.deliver(open.close(span));
        }
        Continue(())
    }

    /// Puts a finished node where it belongs.
    fn deliver(&mut self, node: Node) {
        match self.current.open.last_mut() {
            Some(parent) if parent.wants_key() => parent.refuse_key(),
            Some(parent) => parent.value(node),
            None => self.current.root = Some(node),
        }
    }

    fn wants_key(&self) -> bool {
        self.current.open.last().is_some_and(Open::wants_key)
    }

    fn properties(&mut self, properties: Properties, span: Span) {
        if properties.anchor {
            let place = self.gap(span).word('&').unwrap_or(span);
            self.current.anchors.anchor(place);
        }
        if properties.tag {
            let place = self.gap(span).word('!').unwrap_or(span);
            refusal::tag(place, self.found);
        }
    }

    fn count(&mut self, span: Span) -> ControlFlow<()> {
        self.current.nodes += 1;
        if self.current.nodes <= NODES {
            return Continue(());
        }
        refusal::nodes(NODES, span, self.found);
        Break(())
    }
}

/// Whether a document has anything in it; between two separators there may be nothing.
fn is_written(root: &Node) -> bool {
    !(root.value == Value::Null && root.span.start == root.span.end)
}
