//! The command line: types and help, no behaviour.

use crate::io::terminal::Color;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Renders Kubeflow Profiles into a committed, kustomize-ready tree of manifests.
///
/// Exit codes: 0 done, nothing differs; 1 check: the tree is not what the inputs make, diff: something changes; 2 error, nothing
/// was written; 3 a guard refused, nothing was written.
#[derive(Debug, Parser)]
#[command(name = "tenantry", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
}

/// Flags of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Work as if started in DIR
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub directory: Option<PathBuf>,
    /// The config file; may be given several times, each with a rendered folder of its own [default: tenantry.yaml, if it is there]
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Vec<String>,
    /// When to colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", global = true)]
    pub color: Color,
    /// How to say what a command found: one document on standard output but for `human`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", global = true)]
    pub format: Format,
    /// Say nothing but errors and refusals
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Name every file that changes
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N", global = true)]
    pub threads: Option<usize>,
}

/// In which form a command says what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Text for people
    #[default]
    Human,
    /// JSON, version 1: docs/formats.md
    Json,
    /// Annotations of a GitHub workflow
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Code quality report of GitLab
    Gitlab,
    /// Markdown for a comment on a pull request; `diff` alone
    Markdown,
}

/// Where things lie, over what the config says.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Folders")]
pub struct Folders {
    /// The folder of the profiles, over the config's
    #[arg(long, value_name = "DIR")]
    pub profiles: Option<String>,
    /// The folder of templates that replace or add to the shipped ones, over the config's
    #[arg(long, value_name = "DIR")]
    pub templates: Option<String>,
    /// The folder of the output, over the config's
    #[arg(long, value_name = "DIR")]
    pub rendered: Option<String>,
}

/// What is compared with.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Baseline")]
pub struct Against {
    /// Judge against the tree committed at the merge base of REV and the head [default: HEAD]
    #[arg(long, value_name = "REV", group = "against")]
    pub base: Option<String>,
    /// Judge against the tree in the index
    #[arg(long, group = "against")]
    pub base_index: bool,
    /// Judge against the tree in the working directory
    #[arg(long, group = "against")]
    pub base_worktree: bool,
    /// Say yes to what a guard would refuse, for this run: `deletes=N` of retired tenants, `access-changes`
    #[arg(long, value_name = "WHAT", value_parser = allow)]
    pub allow: Vec<Allow>,
}

/// What `--allow` says yes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allow {
    /// To the removal of so many retired tenants.
    Deletes(usize),
    /// To changes of access in any share of the tenants.
    AccessChanges,
}

fn allow(text: &str) -> Result<Allow, String> {
    match text.split_once('=') {
        Some(("deletes", count)) => {
            count.parse().map(Allow::Deletes).map_err(|_| "write a number: `deletes=12`".to_owned())
        }
        None if text == "access-changes" => Ok(Allow::AccessChanges),
        Some(_) | None => Err("write `deletes=N` or `access-changes`".to_owned()),
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read, check, render, and write what differs
    Render(RenderArgs),
    /// Say whether the committed tree is what the inputs make; writes nothing
    Check(CheckArgs),
    /// Say what changes for whom: the inputs as they are against the committed tree; writes nothing
    Diff(DiffArgs),
    /// Explain the code of a diagnostic, or where an output comes from; without either, list all codes
    Explain(ExplainArgs),
    /// Bring back the inputs of an earlier revision; tenants born since are kept as Retired, so that no Namespace is lost
    Restore(RestoreArgs),
    /// Print JSON Schema of what people write, for editors
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Flags of `render`.
#[derive(Args, Debug)]
pub struct RenderArgs {
    /// Render only this tenant; every input is still read and checked
    #[arg(long, value_name = "NAME")]
    pub only: Option<String>,
    /// Print the objects as one stream and write nothing
    #[arg(long, conflicts_with = "dry_run")]
    pub stdout: bool,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write only what this plan says, which `diff --out FILE` saved
    #[arg(long, value_name = "FILE", conflicts_with_all = ["only", "stdout"])]
    pub plan: Option<String>,
    /// Where things lie.
    #[command(flatten)]
    pub folders: Folders,
    /// What is compared with.
    #[command(flatten)]
    pub against: Against,
}

/// Flags of `check`.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Only look at these inputs, and at no tree (for a pre-commit hook)
    #[arg(value_name = "FILE", conflicts_with = "only")]
    pub files: Vec<String>,
    /// Carry out the cures that are certain, in the inputs, then check
    #[arg(long)]
    pub fix: bool,
    /// Fail on warnings, too
    #[arg(long)]
    pub deny_warnings: bool,
    /// Check what this revision holds, inputs and tree, instead of the working directory
    #[arg(long, value_name = "REV", conflicts_with_all = ["files", "fix", "base_index", "base_worktree"])]
    pub head: Option<String>,
    /// Check only this tenant's part of the tree; every input is still read and checked
    #[arg(long, value_name = "NAME")]
    pub only: Option<String>,
    /// Where things lie.
    #[command(flatten)]
    pub folders: Folders,
    /// What is compared with.
    #[command(flatten)]
    pub against: Against,
}

/// Flags of `diff`.
#[derive(Args, Debug)]
pub struct DiffArgs {
    /// Take the inputs of this revision instead of those in the working directory
    #[arg(long, value_name = "REV", conflicts_with_all = ["base_index", "base_worktree"])]
    pub head: Option<String>,
    /// Save the plan in FILE, to be carried out by `render --plan FILE`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["head", "only"])]
    pub out: Option<String>,
    /// Show only what happens to this tenant; every input is still read and checked
    #[arg(long, value_name = "NAME")]
    pub only: Option<String>,
    /// Where things lie.
    #[command(flatten)]
    pub folders: Folders,
    /// What is compared with.
    #[command(flatten)]
    pub against: Against,
}

/// Flags of `explain`.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// A code as it stands in the brackets of a message, `error[hidden-text]`; or what was rendered, to see which lines of the
    /// input and which template made it: a path as `rendered/tenants/team-a/role-bindings.yaml`, perhaps with `:LINE`, or an
    /// object as `KIND/NAME`, of one tenant as `TENANT/KIND/NAME`
    #[arg(value_name = "WHAT")]
    pub what: Option<String>,
    /// Where things lie.
    #[command(flatten)]
    pub folders: Folders,
}

/// Flags of `restore`.
#[derive(Args, Debug)]
pub struct RestoreArgs {
    /// The revision whose inputs come back: anything that `git rev-parse` understands
    #[arg(long, value_name = "REV")]
    pub from: String,
    /// Overwrite and remove files although their changes were never committed
    #[arg(long)]
    pub force: bool,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Where things lie.
    #[command(flatten)]
    pub folders: Folders,
}

/// Flags of `schema`.
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// Of which document; without it, one schema that chooses by kind
    #[arg(value_enum, value_name = "DOCUMENT")]
    pub document: Option<SchemaOf>,
}

/// The documents that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SchemaOf {
    /// A Profile of kubeflow.org
    Profile,
    /// A Tenant of tenantry.dev
    Tenant,
    /// The Config, tenantry.yaml
    Config,
}
