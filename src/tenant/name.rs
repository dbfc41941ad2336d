//! The name of a tenant.

use crate::kubernetes;
use crate::rules::{self, Broken};
use serde::Serialize;
use std::fmt;

/// A DNS label of at most 63 bytes that is no namespace of the platform: safe as a folder's name, too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TenantName(Box<str>);

/// Why a text is no tenant's name.
#[derive(Debug)]
pub enum NameError {
    /// The API server would refuse the Namespace.
    Invalid(kubernetes::Invalid),
    /// A rule of ours refuses it.
    Broken(Broken),
}

impl TenantName {
    /// Takes a text that a Namespace may have as its name, and that the platform does not have.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        kubernetes::dns_label(text).map_err(NameError::Invalid)?;
        rules::platform_namespace(text).map_err(NameError::Broken)?;
        Ok(Self(text.into()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TenantName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
