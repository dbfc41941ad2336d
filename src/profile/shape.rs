//! From nodes to typed fields: the machinery behind `mapping!`.
//!
//! Knows no document; a mistake is reported where it stands and reading goes on.

use super::unindented::Unindented;
use super::{codes, schema};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Span, nearest};
use crate::source::codes::MORE;
use crate::source::{Entry, Map, Node, Value};
use serde_json::{Value as Json, json};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its byte range.
    pub span: Span,
}

/// Text with its place.
pub type Text = Spanned<String>;
/// A boolean with its place.
pub type Flag = Spanned<bool>;
/// A whole number from 0 on with its place.
pub type Whole = Spanned<usize>;
/// Keys and texts with their places, in the order of the file.
pub type TextMap = Spanned<Vec<(Text, Text)>>;

/// Where a document is read: its file, and what was found wrong so far.
pub(super) struct Reader {
    file: FileId,
    /// What was found wrong.
    pub found: Diagnostics,
    /// Places of keys that a cluster wrote and that are dropped.
    pub dropped: Vec<Span>,
    /// How many mistakes there were beyond those that are told.
    more: usize,
}

/// The most mistakes of one file that are told: a file may hold a document in every other line.
const MOST: usize = 1000;

impl Reader {
    /// A reader of one file.
    pub(super) fn new(file: FileId) -> Self {
        Self { file, found: Diagnostics::default(), dropped: Vec::new(), more: 0 }
    }

    /// The file that is read.
    pub(super) fn file(&self) -> FileId {
        self.file
    }

    /// A byte range of the file.
    pub(super) fn place(&self, span: Span) -> Place {
        Place::at(self.file, span)
    }

    /// Reports a mistake.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if self.found.len() < MOST {
            self.found.push(diagnostic);
        } else {
            self.more += 1;
        }
    }

    /// Whether no more mistakes are told: what is read from now on is only counted.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= MOST
    }

    /// Counts a document that is not looked at any more.
    pub(super) fn skip(&mut self) {
        self.more += 1;
    }

    /// All that was found wrong, with a count of what is not told.
    pub(super) fn finish(mut self) -> Diagnostics {
        if self.more > 0 {
            let message = format!("{} more problems in this file", self.more);
            self.found.push(Diagnostic::error(MORE, message).at(Place::whole(self.file), ""));
        }
        self.found
    }

    /// The mapping in `node`; reports anything else, with what was meant where that is known.
    pub(super) fn mapping<'n>(&mut self, node: &'n Node, example: Option<&str>) -> Option<&'n Map> {
        match &node.value {
            Value::Map(map) => Some(map),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                let mut diagnostic = self.of_another_type(node, "a mapping");
                diagnostic.help = example.map(|example| format!("write it as `{example}`"));
                self.report(diagnostic);
                None
            }
        }
    }

    /// That the key of `entry` stands there without a value.
    pub(super) fn no_value(&self, entry: &Entry) -> Diagnostic {
        let message = format!("`{}` has no value", entry.key);
        Diagnostic::error(codes::NO_VALUE, message).at(self.place(entry.key_span), "give it a value")
    }

    /// Reports that `node` is not `wanted`; a scalar where text is wanted is shown quoted.
    pub(super) fn wrong_type(&mut self, node: &Node, wanted: &str) {
        let mut diagnostic = self.of_another_type(node, wanted);
        if wanted == TEXT
            && let Some(quoted) = quoted(&node.value)
        {
            diagnostic = diagnostic.help(format!("quote it: {quoted}")).replace(quoted);
        } else if wanted == LIST {
            diagnostic = diagnostic.help("begin each item with a dash on a line of its own: `- ...`");
        }
        self.report(diagnostic);
    }

    fn of_another_type(&self, node: &Node, wanted: &str) -> Diagnostic {
        let message = format!("expected {wanted}, found {}", node.kind());
        Diagnostic::error(codes::WRONG_TYPE, message).at(self.place(node.span), format!("this is {}", node.kind()))
    }
}

const TEXT: &str = "text";
const LIST: &str = "a list";

fn quoted(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(format!("\"{flag}\"")),
        Value::Number(number) => Some(format!("\"{}\"", number.as_str())),
        Value::Null | Value::Text(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// A type that a node can be read as. `None` means that a mistake was reported.
pub(super) trait Shape: Sized {
    /// Reads a node that is there and not null.
    fn shape(node: &Node, reader: &mut Reader) -> Option<Self>;
    /// What is read, as JSON Schema.
    fn schema() -> Json;
    /// The keys of the mapping that is read; none where it is no mapping of fields.
    fn inside() -> &'static [&'static str] {
        &[]
    }
}

/// What is around a field.
pub(super) struct Around {
    /// Where the mapping stands.
    pub span: Span,
    /// The keys that unknown ones probably meant: each was told once.
    pub meant: Vec<&'static str>,
    /// The keys whose lines stand beside them: they were told, too.
    pub unindented: Unindented,
    /// What to write for a key.
    pub advice: fn(&str) -> Option<&'static str>,
}

/// A field of a mapping, there or not.
pub(super) trait Field: Sized {
    /// Whether it must be there.
    const REQUIRED: bool;
    /// What may stand under its key, as JSON Schema.
    fn schema() -> Json;
    /// The keys of the mapping under its key, if it is one.
    fn inside() -> &'static [&'static str];
    /// Reads the field from its entry.
    fn present(entry: &Entry, around: &Around, reader: &mut Reader) -> Option<Self>;
    /// What an absent field is; reports it where that is a mistake.
    fn absent(key: &str, around: &Around, reader: &mut Reader) -> Option<Self>;
}

fn with_advice(diagnostic: Diagnostic, key: &str, around: &Around) -> Diagnostic {
    Diagnostic { help: (around.advice)(key).map(str::to_owned), ..diagnostic }
}

impl<T: Shape> Field for T {
    const REQUIRED: bool = true;

    fn schema() -> Json {
        T::schema()
    }

    fn inside() -> &'static [&'static str] {
        T::inside()
    }

    fn present(entry: &Entry, around: &Around, reader: &mut Reader) -> Option<Self> {
        if around.unindented.is_told_of(&entry.key) {
            return None;
        }
        if matches!(entry.value.value, Value::Null) {
            let diagnostic = reader.no_value(entry);
            reader.report(with_advice(diagnostic, &entry.key, around));
            return None;
        }
        T::shape(&entry.value, reader)
    }

    fn absent(key: &str, around: &Around, reader: &mut Reader) -> Option<Self> {
        if !around.meant.contains(&key) {
            let diagnostic = Diagnostic::error(codes::MISSING_FIELD, format!("`{key}` is missing"))
                .at(reader.place(around.span), format!("`{key}` belongs in here"));
            reader.report(with_advice(diagnostic, key, around));
        }
        None
    }
}

impl<T: Shape> Field for Option<T> {
    const REQUIRED: bool = false;

    fn schema() -> Json {
        schema::nullable(T::schema())
    }

    fn inside() -> &'static [&'static str] {
        T::inside()
    }

    /// A null is an absent field, as the API server has it. A field that is wrong is reported and taken as absent, so
    /// that its neighbours are still judged.
    fn present(entry: &Entry, _: &Around, reader: &mut Reader) -> Option<Self> {
        Some(match entry.value.value {
            Value::Null => None,
            _ => T::shape(&entry.value, reader),
        })
    }

    fn absent(_: &str, _: &Around, _: &mut Reader) -> Option<Self> {
        Some(None)
    }
}

impl Shape for Text {
    fn schema() -> Json {
        json!({ "type": "string" })
    }

    fn shape(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Value::Text(text) = &node.value {
            return Some(Spanned { value: text.clone(), span: node.span });
        }
        reader.wrong_type(node, TEXT);
        None
    }
}

impl Shape for Flag {
    fn schema() -> Json {
        json!({ "type": "boolean" })
    }

    fn shape(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Value::Bool(flag) = node.value {
            return Some(Spanned { value: flag, span: node.span });
        }
        reader.wrong_type(node, "`true` or `false`");
        None
    }
}

impl Shape for Whole {
    fn schema() -> Json {
        json!({ "type": "integer", "minimum": 0 })
    }

    fn shape(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Value::Number(number) = &node.value
            && let Ok(value) = number.as_str().parse()
        {
            return Some(Spanned { value, span: node.span });
        }
        reader.wrong_type(node, "a whole number");
        None
    }
}

/// Any value, judged later.
impl Shape for Node {
    fn schema() -> Json {
        json!({})
    }

    fn shape(node: &Node, _: &mut Reader) -> Option<Self> {
        Some(node.clone())
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn schema() -> Json {
        json!({ "type": "array", "items": T::schema() })
    }

    fn shape(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Value::List(items) = &node.value {
            return Some(items.iter().filter_map(|item| T::shape(item, reader)).collect());
        }
        reader.wrong_type(node, LIST);
        None
    }
}

impl Shape for TextMap {
    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": { "type": ["string", "null"] } })
    }

    /// A null is an empty text, as the API server has it in labels and annotations.
    fn shape(node: &Node, reader: &mut Reader) -> Option<Self> {
        let map = reader.mapping(node, None)?;
        let mut entries = Vec::new();
        for entry in map.iter() {
            let value = match entry.value.value {
                Value::Null => Some(Spanned { value: String::new(), span: entry.value.span }),
                _ => Text::shape(&entry.value, reader),
            };
            if let Some(value) = value {
                entries.push((Spanned { value: entry.key.clone(), span: entry.key_span }, value));
            }
        }
        Some(Spanned { value: entries, span: node.span })
    }
}

/// What a mapping says of its keys.
pub(super) struct Keys {
    /// The keys that are read.
    pub known: &'static [&'static str],
    /// Keys that were read before, to tell what document this is.
    pub also: &'static [&'static str],
    /// The keys that a cluster writes: dropped, with one warning a file.
    pub dropped: &'static [&'static str],
    /// For keys that people try, and for those that they leave out: what to write.
    pub advice: fn(&str) -> Option<&'static str>,
    /// The mapping as it is mostly written.
    pub example: Option<&'static str>,
}

impl Keys {
    /// Whether a key may stand in the mapping, read or dropped.
    pub(super) fn has(&self, key: &str) -> bool {
        [self.known, self.also, self.dropped].iter().any(|keys| keys.contains(&key))
    }
}

/// Refuses the keys that `keys` does not know, and notes those that are dropped. Returns the keys that were meant.
pub(super) fn check_keys(map: &Map, keys: &Keys, told: &Unindented, reader: &mut Reader) -> Vec<&'static str> {
    let mut meant = Vec::new();
    for entry in map.iter().filter(|entry| !told.holds(entry.key_span)) {
        if keys.dropped.contains(&entry.key.as_str()) {
            reader.dropped.push(entry.key_span);
        } else if !keys.has(&entry.key) {
            meant.extend(unknown_key(entry, map, keys, reader));
        }
    }
    meant
}

fn unknown_key(entry: &Entry, map: &Map, keys: &Keys, reader: &mut Reader) -> Option<&'static str> {
    let known = || keys.also.iter().chain(keys.known).copied();
    let near = nearest(&entry.key, known());
    let help = match ((keys.advice)(&entry.key), near) {
        (Some(advice), _) => advice.to_owned(),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => format!("the keys here are: {}", known().collect::<Vec<_>>().join(", ")),
    };
    let place = reader.place(entry.key_span);
    let message = format!("unknown field `{}`", entry.key);
    let diagnostic = Diagnostic::error(codes::UNKNOWN_FIELD, message).at(place, "no such field").help(help);
    // Certain where only the case is wrong, and the right key does not stand there as well.
    let same = known().find(|key| key.eq_ignore_ascii_case(&entry.key)).filter(|key| map.entry(key).is_none());
    reader.report(match same {
        Some(key) => diagnostic.replace(key),
        None => diagnostic,
    });
    near
}

/// Declares a raw mapping: its fields with their keys, what is dropped, what is advised.
///
/// A field's type says whether it must be there: `Text` must, `Option<Text>` need not.
macro_rules! mapping {
    (
        $(#[$meta:meta])* $vis:vis struct $name:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident : $type:ty = $key:literal ),* $(,)?
        }
        $( also $also:expr; )?
        $( dropped $dropped:expr; )?
        $( advice $advice:expr; )?
        $( example $example:expr; )?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $vis struct $name {
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl $name {
            #[allow(unused_mut, unused_assignments, reason = "a mapping may have neither dropped keys nor advice")]
            fn keys() -> $crate::profile::shape::Keys {
                let mut keys = $crate::profile::shape::Keys { known: &[$($key),*], also: &[], dropped: &[], advice: |_| None, example: None };
                $( keys.also = $also; )?
                $( keys.dropped = $dropped; )?
                $( keys.advice = $advice; )?
                $( keys.example = Some($example); )?
                keys
            }
        }

        impl $crate::profile::shape::Shape for $name {
            fn schema() -> ::serde_json::Value {
                let fields = [$(
                    $crate::profile::schema::Property {
                        key: $key,
                        docs: concat!($($field_doc, "\n"),*),
                        required: <$type as $crate::profile::shape::Field>::REQUIRED,
                        schema: <$type as $crate::profile::shape::Field>::schema(),
                    }
                ),*];
                $crate::profile::schema::mapping(fields, &Self::keys())
            }

            fn inside() -> &'static [&'static str] {
                Self::keys().known
            }

            fn shape(node: &$crate::source::Node, reader: &mut $crate::profile::shape::Reader) -> Option<Self> {
                let keys = Self::keys();
                let map = reader.mapping(node, keys.example)?;
                let inside = [$( ($key, <$type as $crate::profile::shape::Field>::inside()) ),*];
                let unindented = $crate::profile::unindented::Unindented::report(map, &keys, &inside, reader);
                let meant = $crate::profile::shape::check_keys(map, &keys, &unindented, reader);
                let around =
                    $crate::profile::shape::Around { span: node.span, meant, unindented, advice: keys.advice };
                $(
                    let $field = match map.entry($key) {
                        Some(entry) => <$type as $crate::profile::shape::Field>::present(entry, &around, reader),
                        None => <$type as $crate::profile::shape::Field>::absent($key, &around, reader),
                    };
                )*
                Some(Self { $( $field: $field?, )* })
            }
        }
    };
}
pub(crate) use mapping;
