//! `tenantry schema`: JSON Schema for editors.

use super::print;
use crate::cli::{SchemaArgs, SchemaOf};
use crate::outcome::Outcome;
use crate::schema::{self, Document};

/// Runs the command.
pub(super) fn run(args: &SchemaArgs) -> Outcome {
    let schema = match args.document {
        Some(SchemaOf::Profile) => schema::of(Document::Profile),
        Some(SchemaOf::Tenant) => schema::of(Document::Tenant),
        Some(SchemaOf::Config) => schema::of(Document::Config),
        None => schema::of_any(),
    };
    print(format!("{schema:#}\n").as_bytes(), Outcome::Clean)
}
