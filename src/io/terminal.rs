//! Standard output and error, colour, and a progress bar.
#![expect(clippy::disallowed_methods, reason = "this is the edge to the terminal and the environment")]

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set or `CLICOLOR` is 0; elsewhere if `CLICOLOR_FORCE` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Whether standard output is coloured.
    pub fn on_stdout(self) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => auto(std::io::stdout().is_terminal()),
        }
    }

    /// Whether standard error is coloured.
    pub fn on_stderr(self) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => auto(std::io::stderr().is_terminal()),
        }
    }
}

/// See `no-color.org` and `bixense.com/clicolors`.
fn auto(is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if set("NO_COLOR").is_some() {
        return false;
    }
    if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return true;
    }
    is_terminal && set("CLICOLOR").is_none_or(|value| value != "0")
}

/// Writes a result to standard output. A reader that has gone is no error: it saw what it wanted.
pub fn print(text: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Writes diagnostics to standard error. Where that is closed, there is nobody left to tell.
pub fn tell(text: &str) {
    drop(std::io::stderr().lock().write_all(text.as_bytes()));
}

/// A bar that shows itself on a terminal when the work takes longer than a second.
pub struct Progress {
    start: Instant,
    length: u64,
    label: &'static str,
    done: std::sync::atomic::AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// A bar over so many steps.
    pub fn new(label: &'static str, length: usize) -> Self {
        let length = length as u64;
        Self { start: Instant::now(), length, label, done: 0.into(), bar: OnceLock::new() }
    }

    /// One step is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        if self.bar.get().is_some() || self.start.elapsed() > Duration::from_secs(1) {
            self.bar.get_or_init(|| self.shown()).set_position(done);
        }
    }

    fn shown(&self) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(self.length), ProgressDrawTarget::stderr());
        bar.set_style(
            ProgressStyle::with_template("{msg} [{wide_bar}] {pos}/{len}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message(self.label);
        bar
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
