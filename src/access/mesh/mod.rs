//! Who the mesh lets in: the AuthorizationPolicies of a namespace.
//!
//! Rules are taken apart into [`Atom`]s, each with one value where a list had several, and an atom of one side is looked for
//! among those of the other. Values, fields and conditions are compared, never requests: an exact decision is another module's.
//!
//! Source: Istio, "Authorization Policy" (a policy is the OR of its rules; a rule the OR of `from` and the OR of `to` and the AND
//! of `when`; DENY before ALLOW; without any ALLOW policy everything is let in).

mod atom;
mod compare;
mod domain;
mod pattern;
mod policies;
mod words;

pub(super) use atom::Atom;
pub(super) use compare::{compare, is_gained};
pub(super) use policies::Policies;
