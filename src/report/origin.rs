//! Where objects came from, for people and for programs.

use super::human::with_places;
use super::machine::Range;
use super::plain::{inert, plain_line};
use crate::diagnostic::{Label, Place, Sources};
use crate::render::{Effect, Influence, Maker, Origin};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer};
use serde::Serialize;

/// An object, whose it is, and where it came from.
pub struct Explained<'a> {
    /// The tenant's name.
    pub tenant: &'a str,
    /// Where that was written.
    pub place: Place,
    /// The path of the object's file, as people are shown it.
    pub path: String,
    /// Where it came from.
    pub origin: Origin<'a>,
}

/// The same for programs. Frozen as all of JSON, version 1.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectReport {
    tenant: String,
    group: String,
    kind: String,
    namespace: Option<String>,
    name: String,
    file: String,
    line: usize,
    template: TemplateReport,
    additions: Vec<TemplateReport>,
    inputs: Vec<InputReport>,
}

#[derive(Serialize)]
struct TemplateReport {
    #[serde(flatten)]
    range: Range,
    shipped: bool,
}

#[derive(Serialize)]
struct InputReport {
    part: &'static str,
    effect: &'static str,
    #[serde(flatten)]
    range: Range,
}

impl ObjectReport {
    /// The report of one object.
    pub fn of(one: &Explained<'_>, sources: &Sources) -> Self {
        let Origin { identity, line, template, additions, parts, .. } = &one.origin;
        let tenant = InputReport { part: "tenant", effect: "makes", range: Range::of(one.place, sources) };
        let input = |part: &Influence| InputReport {
            part: part.part,
            effect: match part.effect {
                Effect::Makes => "makes",
                Effect::Shapes => "shapes",
            },
            range: Range::of(part.place, sources),
        };
        let template_report = |maker: &Maker<'_>| TemplateReport {
            range: Range::of(maker.place, sources),
            shipped: !maker.template.is_users(),
        };
        Self {
            tenant: one.tenant.to_owned(),
            group: identity.group.clone(),
            kind: identity.kind.clone(),
            namespace: identity.namespace.clone(),
            name: identity.name.clone(),
            file: one.path.clone(),
            line: *line,
            template: template_report(template),
            additions: additions.iter().map(template_report).collect(),
            inputs: std::iter::once(tenant).chain(parts.iter().map(input)).collect(),
        }
    }
}

/// These objects in their order, each with the lines that it came from.
pub fn origins(explained: &[Explained<'_>], sources: &Sources, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for one in explained {
        text.push_str(&object(one, sources, &renderer));
        text.push_str("\n\n");
    }
    inert(text)
}

fn object(one: &Explained<'_>, sources: &Sources, renderer: &Renderer) -> String {
    let title = format!("{} in {}:{}", one.origin.identity, one.path, one.origin.line);
    let level = Level::INFO.with_name("object");
    let group = Group::with_title(level.primary_title(plain_line(&title)));
    let labels = labels(one);
    renderer.render(&[with_places(group, labels.iter().map(|(kind, label)| (*kind, label)), sources)])
}

/// What it was made for first, then the tenant, then what else is in it, then the templates.
fn labels(one: &Explained<'_>) -> Vec<(AnnotationKind, Label)> {
    let Origin { template, additions, parts, .. } = &one.origin;
    let makes = parts.iter().filter(|part| part.effect == Effect::Makes);
    let shapes = parts.iter().filter(|part| part.effect == Effect::Shapes);
    let label = |place: Place, text: String| Label { place, text };
    let of_part = |part: &Influence| label(part.place, words(part));
    let mut labels: Vec<Label> = makes.map(of_part).collect();
    labels.push(label(one.place, "the tenant".to_owned()));
    labels.extend(shapes.map(of_part));
    labels.push(label(template.place, "begins here".to_owned()));
    labels.extend(additions.iter().map(|addition| label(addition.place, "is added from here".to_owned())));
    let kinds = std::iter::once(AnnotationKind::Primary).chain(std::iter::repeat(AnnotationKind::Context));
    kinds.zip(labels).collect()
}

fn words(part: &Influence) -> String {
    match (part.effect, part.part) {
        (Effect::Makes, "lifecycle") => "there because the tenant is retired".to_owned(),
        (Effect::Makes, name) => format!("there because of this {name}"),
        (Effect::Shapes, "lifecycle") => "other than of a tenant in use".to_owned(),
        (Effect::Shapes, name) => format!("changes with this {name}"),
    }
}
