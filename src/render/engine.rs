//! The template engine: minijinja, strict, without a way out of the values it is given.
//!
//! No environment, clock, file, network or random value reaches a template.

use super::codes::TEMPLATE;
use super::filters;
use super::template_set::TemplateSet;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Span};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};

/// Instructions that one template may take for one tenant: some thousand contributors, but no endless loop.
const FUEL: u64 = 5_000_000;

/// Compiled templates.
pub(super) struct Engine {
    environment: Environment<'static>,
}

impl Engine {
    /// Compiles every template. One that does not compile is reported and left out.
    pub(super) fn new(templates: &TemplateSet) -> (Self, Diagnostics) {
        let mut found = Diagnostics::default();
        let mut environment = environment();
        for template in templates.iter() {
            if let Err(error) = environment.add_template_owned(template.path.clone(), template.text.clone()) {
                found.push(report(&error, &template.path, templates));
            }
        }
        (Self { environment }, found)
    }

    /// The same templates with other texts, such as marked ones. What does not compile is left out.
    pub(super) fn of(texts: impl Iterator<Item = (String, String)>) -> Self {
        let mut environment = environment();
        for (path, text) in texts {
            // A template that no longer compiles prints nothing, and its caller falls back to the unmarked text.
            drop(environment.add_template_owned(path, text));
        }
        Self { environment }
    }

    /// What the template of this path prints.
    pub(super) fn print(&self, path: &str, context: &Value) -> Result<String, Error> {
        self.environment.get_template(path)?.render(context)
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    // Every value is printed as JSON, which YAML reads alike: no name can break out of its place.
    environment.set_auto_escape_callback(|_| AutoEscape::Json);
    environment.remove_filter("safe");
    environment.remove_filter("escape");
    environment.remove_filter("e");
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_syntax(line_syntax());
    environment.set_debug(true);
    filters::add(&mut environment);
    environment
}

/// A tag on a line of its own leaves no blank line behind.
fn line_syntax() -> SyntaxConfig {
    let built = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    // The builder fails on delimiters only, and these are the usual ones.
    built.unwrap_or_default()
}

/// An error of the engine, at its line of its template. `path` is the template that was asked for.
pub(super) fn report(error: &Error, path: &str, templates: &TemplateSet) -> Diagnostic {
    let named = error.name().and_then(|name| templates.get(name)).or_else(|| templates.get(path));
    let mut message = error.kind().to_string();
    if let Some(detail) = error.detail() {
        message = format!("{message}: {detail}");
    }
    let mut diagnostic = Diagnostic::error(TEMPLATE, message);
    if error.kind() == ErrorKind::OutOfFuel {
        diagnostic.message = format!("the template takes more than {FUEL} steps for one tenant");
        diagnostic.help = Some("let its loops run over less".to_owned());
    }
    let Some(template) = named else { return diagnostic };
    let span = error
        .range()
        .map(|range| Span::new(range.start, range.end))
        .or_else(|| Some(line_span(&template.text, error.line()?)));
    let place = span.map_or_else(|| Place::whole(template.file), |span| Place::at(template.file, span));
    diagnostic.at(place, "")
}

/// The text of a line, from 1, without the blanks around it.
pub(super) fn line_span(text: &str, line: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let content = text[start..].lines().next().unwrap_or_default();
    let indent = content.len() - content.trim_start().len();
    Span::new(start + indent, start + content.trim_end().len())
}
