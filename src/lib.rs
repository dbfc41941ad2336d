//! tenantry renders Kubeflow Profiles into a committed tree of manifests.
pub mod cli;
pub mod commands;
pub mod config;
pub mod diagnostic;
pub mod io;
pub mod kubernetes;
pub mod object;
pub mod outcome;
pub mod plan;
pub mod plugin;
pub mod profile;
pub mod render;
pub mod report;
pub mod rules;
pub mod source;
pub mod tenant;
