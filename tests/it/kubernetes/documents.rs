//! Whole documents, and objects put in the place of others.
//!
//! A text that our reader refuses is never read otherwise than by the server, and is counted in `own_rules`; what it reads
//! goes through the mirror.

use super::row::{Row, document, input, is_accepted};
use super::{compare, table};
use serde_json::Value;
use tenantry::diagnostic::{Problem, Sources};
use tenantry::kubernetes::document::{self as server, Request};
use tenantry::source::{self, Limits};

/// The namespace of every request in these tables.
const REQUEST: Request<'_> = Request { namespace: "team-a" };

#[test]
fn documents() {
    table::run("documents", check_document);
}

#[test]
fn updates() {
    table::run("updates", |row| {
        let given = input(row);
        compare(row, server::update(&given["old"], &given["new"], REQUEST).map_err(said))
    });
}

/// The server reads the first document of a text and no other.
fn check_document(row: &Row) -> Result<(), String> {
    let bytes = document(row);
    let file = Sources::default().add("a.yaml", source::text_of(&bytes));
    let (documents, found) = source::read(file, &bytes, &Limits::default());
    if !found.is_empty() {
        return Ok(());
    }
    match documents.first() {
        Some(document) => {
            let ours = server::create(&document.root.to_json(), REQUEST).map_err(said);
            compare(read_by_kubectl(row), ours)
        }
        None if is_accepted(row) => Err("the server accepts, we see no document".to_owned()),
        None => Ok(()),
    }
}

/// Where the server's own reader refuses a text that kubectl turns into an object, the answer is what it said to kubectl.
/// (A list where the text holds several documents: the first counts.)
fn read_by_kubectl(row: &Row) -> &Row {
    let answer = row.get("kubectl").map(|answer| answer.get(0).unwrap_or(answer));
    let accepted = answer.and_then(Value::as_object).filter(|answer| is_accepted(answer));
    if is_accepted(row) { row } else { accepted.unwrap_or(row) }
}

fn said(problems: Vec<Problem>) -> String {
    problems.iter().map(|problem| format!("{}: {}", problem.route, problem.message)).collect::<Vec<_>>().join("; ")
}
