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

pub use client::{Answer, Client, How, Question};
pub use documents::{Document, Id, documents, without_server_made};
pub use server::plane;

use rayon::prelude::*;
use std::collections::BTreeMap;

/// The documents of each tenant, what lies in no Namespace first: a tenant's own Namespace among it.
pub fn by_tenant(documents: &BTreeMap<Id, Document>) -> Vec<Vec<(&Id, &Document)>> {
    let mut tenants = BTreeMap::<&str, Vec<_>>::new();
    for entry in documents {
        let tenant = if entry.0.namespace.is_empty() { &entry.0.name } else { &entry.0.namespace };
        tenants.entry(tenant).or_default().push(entry);
    }
    let mut tenants: Vec<_> = tenants.into_values().collect();
    tenants.iter_mut().for_each(|documents| documents.sort_by_key(|(id, _)| !id.namespace.is_empty()));
    tenants
}

/// Applies documents for good; each must be accepted.
pub fn apply_all(client: &Client, documents: &BTreeMap<Id, Document>) {
    by_tenant(documents).into_par_iter().flatten_iter().for_each(|(id, document)| {
        let answer = client.apply(document, How::ForReal);
        assert!(answer.accepted(), "{id}: {}", answer.message());
    });
}
