//! One file per verb: the stages in order, and what happens to the plan at the end.

mod check;
mod explain;
mod only;
mod pipeline;
mod render;

use crate::cli::{Cli, Command, Folders, Global};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Sources};
use crate::io::{IO, project::Flags, terminal};
use crate::outcome::Outcome;
use crate::report::{self, Written};
use crate::rules::SECRET;
use clap::CommandFactory;
use std::path::PathBuf;

/// Runs a command and says how it ended. What it has to say was printed.
pub fn run(cli: &Cli) -> Outcome {
    if let Some(threads) = cli.global.threads {
        // Fails only where a pool was built before: then that one serves.
        drop(rayon::ThreadPoolBuilder::new().num_threads(threads).build_global());
    }
    match &cli.command {
        Command::Render(args) => render::run(args, &cli.global),
        Command::Check(args) => check::run(args, &cli.global),
        Command::Explain(args) => explain::run(args, &cli.global),
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

/// Tells what was found, and says what that means for the run.
fn tell(found: Diagnostics, sources: &Sources, written: Written, global: &Global) -> Outcome {
    let outcome = match found.worst() {
        Some(Severity::Error) => Outcome::Error,
        Some(Severity::Refused) => Outcome::Refused,
        Some(Severity::Warning | Severity::Note) | None => Outcome::Clean,
    };
    let found =
        if global.quiet { found.into_iter().filter(|one| one.severity >= Severity::Refused).collect() } else { found };
    let sources = without_secrets(sources, &found);
    terminal::tell(&report::diagnostics(found, &sources, written, global.color.on_stderr()));
    outcome
}

/// The texts as they may be shown: a secret in one of them reaches no terminal and no log.
fn without_secrets(sources: &Sources, found: &Diagnostics) -> Sources {
    let secrets = found.iter().filter(|one| one.code == SECRET);
    sources.without(secrets.filter_map(|one| Some(one.primary.as_ref()?.place)))
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

fn one(diagnostic: Diagnostic) -> Diagnostics {
    [diagnostic].into_iter().collect()
}
