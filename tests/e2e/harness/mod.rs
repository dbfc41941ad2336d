//! The control plane as tests see it: one for all of them, started by the first that asks, and a client of it.
//!
//! ```text
//! let Some(plane) = harness::plane("what is not tested without it") else { return };
//! let client = plane.client();
//! let answer = client.apply(&document, How::ForReal);        // server-side apply, strict, forced
//! client.get(&id), client.list(..), client.delete(&id), client.may(&Question { .. })
//! ```
//!
//! Tests run at once and share it: each uses Namespaces of its own.

mod client;
mod documents;
mod server;

pub use client::{Client, How, Question};
pub use documents::{Document, Id, documents, without_server_made};
pub use server::plane;

use std::collections::BTreeMap;

/// Applies documents for good: what lies in no Namespace first. Each must be accepted.
#[track_caller]
pub fn apply_all(client: &Client, documents: &BTreeMap<Id, Document>) {
    let (first, then): (Vec<_>, Vec<_>) = documents.iter().partition(|(id, _)| id.namespace.is_empty());
    for (id, document) in first.into_iter().chain(then) {
        let answer = client.apply(document, How::ForReal);
        assert!(answer.accepted(), "{id}: {}", answer.message());
    }
}
