//! From what a template printed to the objects in it. Text is never trusted: it is read back and judged like an input.

use super::codes::{TEMPLATE_NAMESPACE, TEMPLATE_OBJECT};
use crate::config::Engine;
use crate::diagnostic::{Code, Diagnostic, FileId, Problem, Span};
use crate::object::{self, Identity, IdentityHeader};
use crate::rules::{IDENTITY_HEADER, RESERVED_KEY, RETIRED_ACCESS, UNPROTECTED_NAMESPACE};
use crate::source::{self, Limits, Node};
use crate::tenant::Lifecycle;
use serde_json::Value;

/// A checked object, with its keys in canonical order.
#[derive(Clone, Debug)]
pub(super) struct Object {
    /// Which one it is.
    pub identity: Identity,
    /// What it is.
    pub value: Value,
    /// The byte of the output where it begins.
    pub offset: usize,
}

/// Something wrong at a place of a template's output.
#[derive(Debug)]
pub(super) struct Fault {
    /// Which kind of problem.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The next edit.
    pub help: Option<String>,
    /// The byte of the output where it stands.
    pub offset: usize,
}

/// What an object is judged by: whose it is.
#[derive(Clone, Copy)]
pub(super) enum Judge<'a> {
    /// A tenant's.
    Tenant(OfTenant<'a>),
    /// A sync engine's own, in the namespace where it looks for them.
    Engine(Engine, &'a str),
}

/// What an object of a tenant is judged by.
#[derive(Clone, Copy)]
pub(super) struct OfTenant<'a> {
    /// The tenant's name, and so its namespace.
    pub tenant: &'a str,
    /// Whether the tenant is in use.
    pub lifecycle: Lifecycle,
    /// The header that says who asks.
    pub header: IdentityHeader<'a>,
    /// What syncs it.
    pub engine: Engine,
}

/// The objects in `text`, or all that is wrong with it.
pub(super) fn objects(file: FileId, text: &str, judge: Judge<'_>) -> Result<Vec<Object>, Vec<Fault>> {
    let (documents, found) = source::read(file, text.as_bytes(), &Limits::generated());
    if !found.is_empty() {
        return Err(found.iter().map(unreadable).collect());
    }
    let mut objects = Vec::with_capacity(documents.len());
    let mut faults = Vec::new();
    for document in &documents {
        match one_object(&document.root, judge) {
            Ok(object) => objects.push(object),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(objects) } else { Err(faults) }
}

/// The objects in `text` that have a name, as they are printed and not judged.
pub(super) fn unjudged(file: FileId, text: &str) -> impl Iterator<Item = (Identity, Value)> {
    let (documents, _) = source::read(file, text.as_bytes(), &Limits::generated());
    documents.into_iter().filter_map(|document| {
        let value = document.root.to_json();
        Some((Identity::of(&value).ok()?, value))
    })
}

/// What is mostly wrong with printed YAML: text beside a value, which prints with its quotes.
const JOIN: &str =
    "a value prints with its quotes: join it with text inside of the braces, `{{ tenant.name ~ \"-a\" }}`";

fn unreadable(diagnostic: &Diagnostic) -> Fault {
    let span = diagnostic.primary.as_ref().and_then(|label| label.place.span).unwrap_or_default();
    let help = match diagnostic.code {
        source::codes::SYNTAX => Some(JOIN.to_owned()),
        _ => diagnostic.help.clone(),
    };
    Fault {
        code: diagnostic.code,
        message: format!("this prints YAML that cannot be read: {}", diagnostic.message),
        help,
        offset: span.start as usize,
    }
}

fn one_object(node: &Node, judge: Judge<'_>) -> Result<Object, Vec<Fault>> {
    let given = node.to_json();
    let identity = Identity::of(&given).map_err(|missing| {
        let message = format!("this prints a document without `{}`", missing.route);
        vec![fault(
            node,
            Problem::new(missing.route, message).help("every object has apiVersion, kind and metadata.name"),
        )]
    })?;
    may_lie(&identity, judge).map_err(|(code, problem)| vec![Fault { code, ..fault(node, problem) }])?;
    let value = object::type_problems(given)
        .map_err(|problems| problems.into_iter().map(|problem| fault(node, problem)).collect::<Vec<_>>())?;
    let problems = problems(&value, judge);
    if !problems.is_empty() {
        return Err(problems.into_iter().map(|(code, problem)| Fault { code, ..fault(node, problem) }).collect());
    }
    Ok(Object { identity, value: object::canonical(value), offset: node.span.start as usize })
}

fn may_lie(identity: &Identity, judge: Judge<'_>) -> Result<(), (Code, Problem)> {
    match judge {
        Judge::Tenant(of) => object::of_tenant(identity, of.tenant).map_err(|problem| (TEMPLATE_NAMESPACE, problem)),
        Judge::Engine(engine, namespace) => {
            object::of_engine(identity, engine, namespace).map_err(|problem| (TEMPLATE_OBJECT, problem))
        }
    }
}

/// What is wrong with an object that has the fields of its kind.
fn problems(value: &Value, judge: Judge<'_>) -> Vec<(Code, Problem)> {
    let Judge::Tenant(judge) = judge else {
        return object::server_problems(value).into_iter().map(|problem| (TEMPLATE_OBJECT, problem)).collect();
    };
    let server = object::server_problems(value).into_iter().map(|problem| (TEMPLATE_OBJECT, problem));
    let identity = object::identity_rules(value, judge.header).into_iter().map(|problem| (IDENTITY_HEADER, problem));
    let reserved = object::reserved_keys(value, judge.lifecycle).into_iter().map(|problem| (RESERVED_KEY, problem));
    let retired = if judge.lifecycle.is_retired() { object::retired_problems(value) } else { Vec::new() };
    let retired = retired.into_iter().map(|problem| (RETIRED_ACCESS, problem));
    let prunable = object::unprotected(value, judge.engine).into_iter().map(|problem| (UNPROTECTED_NAMESPACE, problem));
    server.chain(identity).chain(reserved).chain(retired).chain(prunable).collect()
}

fn fault(node: &Node, problem: Problem) -> Fault {
    let Span { start, .. } = node.locate(&problem.route);
    Fault { code: TEMPLATE_OBJECT, message: problem.sentence(), help: problem.help, offset: start as usize }
}
