//! One file per verb: the stages in order, and what happens to the plan at the end.

mod base;
mod check;
mod compare;
mod diff;
mod explain;
mod fix;
mod moves;
mod only;
mod origin;
mod pipeline;
mod render;
mod restore;
mod review;
mod schema;
mod tree;

use crate::cli::{Against, Allow, Cli, Command, Folders, Format, Global};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Sources};
use crate::explain as table;
use crate::io::{IO, project::Flags, terminal};
use crate::outcome::Outcome;
use crate::report::machine::{self, Objects, Report, TreeReport};
use crate::report::{self, Written};
use crate::review::Allowed;
use crate::rules::{self, SECRET};
use clap::CommandFactory;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Runs a command and says how it ended. What it has to say was printed.
pub fn run(cli: &Cli) -> Outcome {
    // None: one for each core. Fails where no thread can be started, or where a pool was built before: then that one serves.
    let threads = rayon::ThreadPoolBuilder::new().num_threads(cli.global.threads.unwrap_or_default());
    if threads.build_global().is_err() {
        drop(rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global());
    }
    if cli.global.format == Format::Markdown && !matches!(cli.command, Command::Diff(_)) {
        return usage("'--format markdown' can only be used with 'tenantry diff'");
    }
    match &cli.command {
        Command::Render(args) => render::run(args, &cli.global),
        Command::Check(args) => check::run(args, &cli.global),
        Command::Diff(args) => diff::run(args, &cli.global),
        Command::Explain(args) => explain::run(args, &cli.global),
        Command::Restore(args) => restore::run(args, &cli.global),
        Command::Schema(args) => schema::run(args),
        Command::Completions { shell } => completions(*shell),
        Command::Man => man(),
    }
}

fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "tenantry", &mut script);
    print(&script, Outcome::Clean)
}

fn man() -> Outcome {
    match manual() {
        Ok(page) => print(&page, Outcome::Clean),
        Err(error) => stop(&error),
    }
}

/// One page for all: the program's, then the flags of each command.
fn manual() -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let program = Cli::command();
    for command in program.get_subcommands() {
        let name = format!("tenantry {}", command.get_name());
        let man = clap_mangen::Man::new(command.clone().display_name(name));
        man.render_name_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    let mut whole = Vec::new();
    clap_mangen::Man::new(program).render(&mut whole)?;
    whole.append(&mut page);
    Ok(whole)
}

/// Prints a result; one that cannot be printed is an error.
fn print(text: &[u8], outcome: Outcome) -> Outcome {
    match terminal::print(text) {
        Ok(()) => outcome,
        Err(error) => stop(&error),
    }
}

fn stop(error: &std::io::Error) -> Outcome {
    terminal::tell(&format!("error[{IO}]: cannot write to standard output: {error}\n"));
    Outcome::Error
}

/// What a command has to say once it is done.
#[derive(Default)]
struct Said {
    /// Its name.
    command: &'static str,
    /// What was found.
    found: Diagnostics,
    /// The files that it points into.
    sources: Sources,
    /// What was written before something failed.
    written: Written,
    /// Whether a tree is not what the inputs make, where that is not the point of the command.
    differs: bool,
    /// How the trees differ.
    trees: Vec<TreeReport>,
    /// Where objects came from, where that was asked for.
    objects: Option<Objects>,
    /// What it says to people on standard output when nothing is wrong.
    text: Vec<u8>,
    /// Whether that is said although a guard refused.
    tells_refused: bool,
    /// Whether a warning is an error.
    denies_warnings: bool,
    /// Where the working directory lies below the top of the repository, with `/`.
    below: String,
}

/// Says it: diagnostics to people on standard error, the result on standard output in the form that was asked for.
fn conclude(said: Said, global: &Global) -> Outcome {
    let denied = said.denies_warnings && said.found.iter().any(|one| one.severity == Severity::Warning);
    let outcome = match outcome_of(&said.found) {
        Outcome::Clean | Outcome::Refused if denied => Outcome::Error,
        Outcome::Clean if said.differs => Outcome::Differs,
        outcome => outcome,
    };
    // A review is told although a guard refused: it is how the refusal is understood.
    let is_told = outcome <= Outcome::Differs || (said.tells_refused && outcome == Outcome::Refused);
    let found = said.found.sorted();
    let sources = without_secrets(&said.sources, &found);
    let remark = if denied { "warnings are errors here: --deny-warnings\n" } else { "" };
    tell_people(&found, &sources, said.written, remark, global);
    let rules = table::all();
    let (trees, command) = (said.trees.as_slice(), said.command);
    let below = said.below.as_str();
    let objects = said.objects.as_ref();
    let report = Report { command, outcome, found: &found, sources: &sources, trees, objects, below, rules: &rules };
    match global.format {
        Format::Human | Format::Markdown if is_told => print(&said.text, outcome),
        Format::Human | Format::Markdown => outcome,
        Format::Json => print(machine::json(&report).as_bytes(), outcome),
        Format::Github => print(machine::github(&report).as_bytes(), outcome),
        Format::Sarif => print(machine::sarif(&report).as_bytes(), outcome),
        Format::Gitlab => print(machine::gitlab(&report).as_bytes(), outcome),
    }
}

fn outcome_of(found: &Diagnostics) -> Outcome {
    match found.worst() {
        Some(Severity::Error) => Outcome::Error,
        Some(Severity::Refused) => Outcome::Refused,
        Some(Severity::Warning | Severity::Note) | None => Outcome::Clean,
    }
}

fn tell_people(found: &Diagnostics, sources: &Sources, written: Written, remark: &str, global: &Global) {
    let least = if global.quiet { Severity::Refused } else { Severity::Note };
    let found = found.iter().filter(|one| one.severity >= least);
    let text = report::diagnostics(found, sources, written, global.color.on_stderr());
    terminal::tell(&text);
    if !text.is_empty() {
        terminal::tell(remark);
    }
}

/// Tells what was found where there is nothing else to say.
fn tell(found: Diagnostics, global: &Global) -> Outcome {
    let outcome = outcome_of(&found);
    tell_people(&found, &Sources::default(), Written::Nothing, "", global);
    outcome
}

/// What cannot be asked for together, in the words of the command line's own errors.
fn usage(message: &str) -> Outcome {
    let error = Cli::command().error(clap::error::ErrorKind::ArgumentConflict, message);
    terminal::tell(&error.render().to_string());
    Outcome::Error
}

/// The texts as they may be shown: a secret in one of them reaches no terminal and no log.
fn without_secrets(sources: &Sources, found: &Diagnostics) -> Sources {
    let secrets = found.iter().filter(|one| one.code == SECRET);
    let files: BTreeSet<FileId> = secrets.filter_map(|one| Some(one.primary.as_ref()?.place.file)).collect();
    sources.without(files.into_iter().flat_map(|file| rules::secret_places(file, &sources.get(file).text)))
}

/// The folder to work in: `-C`, else the process's own.
fn directory(global: &Global) -> PathBuf {
    global.directory.clone().unwrap_or_else(|| PathBuf::from("."))
}

fn flags(folders: &Folders) -> Flags {
    Flags {
        profiles: folders.profiles.clone(),
        templates: folders.templates.clone(),
        rendered: folders.rendered.clone(),
    }
}

fn allowed(against: &Against) -> Allowed {
    let mut allowed = Allowed::default();
    for allow in &against.allow {
        match allow {
            Allow::Deletes(count) => allowed.deletes = Some(*count),
            Allow::AccessChanges => allowed.access_changes = true,
        }
    }
    allowed
}

fn one(diagnostic: Diagnostic) -> Diagnostics {
    [diagnostic].into_iter().collect()
}
