//! A review for a terminal.

use super::Reviewed;
use super::lines::{self, Block, Line, ObjectLines};
use super::text::{counted, number};
use crate::report::plain::{inert, plain_line};
use crate::review::Risk;
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

/// How many lines of harmless changes are shown; grave ones are all shown.
const HARMLESS: usize = 120;

/// The report; empty where nothing changes. In colour where `color` says so.
pub fn human(reviewed: &Reviewed<'_>, color: bool) -> String {
    let mut report = Report { text: String::new(), color, harmless: 0, left_out: 0 };
    report.head(reviewed);
    report.rules(&lines::rules(reviewed.review));
    report.access(&lines::access(reviewed.review));
    report.blocks(&lines::blocks(reviewed.review));
    report.foot(reviewed);
    inert(report.text)
}

struct Report {
    text: String,
    color: bool,
    harmless: usize,
    left_out: usize,
}

impl Report {
    fn head(&mut self, reviewed: &Reviewed<'_>) {
        let review = reviewed.review;
        let risk = review.risk();
        let (rendered, base) = (plain_line(reviewed.rendered), plain_line(&review.base));
        let title = match review.tenants.is_empty() && review.shared.is_empty() {
            true => format!("{rendered} against {base}: nothing changes for anybody"),
            false => format!("{rendered} against {base}: {}", self.styled(risk.name(), style(risk))),
        };
        let bold = self.styled(&inert(title), Style::new().bold());
        self.line(&bold);
        self.line(&lines::summary(review));
    }

    fn section(&mut self, title: &str) {
        let title = self.styled(title, Style::new().bold());
        let _ = write!(self.text, "\n{title}\n");
    }

    fn rules(&mut self, rules: &[ObjectLines]) {
        if rules.is_empty() {
            return;
        }
        self.section("rules that changed");
        for rule in rules {
            self.object(rule, "  ");
        }
    }

    fn access(&mut self, access: &[Line]) {
        if access.is_empty() {
            return;
        }
        self.section("access");
        for line in access {
            let risk = line.risk.0;
            if !risk.is_grave() && !self.has_room(1) {
                continue;
            }
            let text = format!("  {} {}", line.mark, plain_line(&line.text));
            let text = self.styled(&text, style(risk));
            self.line(&text);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        if blocks.is_empty() {
            return;
        }
        self.section("tenants");
        for block in blocks {
            let size = 1 + block.objects.iter().map(|object| 1 + object.fields.len()).sum::<usize>();
            if !self.has_room(size) {
                continue;
            }
            let title = self.styled(&inert(format!("  {}", plain_line(&block.title))), style(block.risk.0));
            self.line(&title);
            block.objects.iter().for_each(|object| self.object(object, "    "));
        }
    }

    /// Whether so many lines more may be shown; counts them, shown or not.
    fn has_room(&mut self, lines: usize) -> bool {
        let fits = self.harmless + lines <= HARMLESS;
        if fits {
            self.harmless += lines
        } else {
            self.left_out += lines
        }
        fits
    }

    fn object(&mut self, object: &ObjectLines, indent: &str) {
        let _ = writeln!(self.text, "{indent}{}", plain_line(&object.title));
        for field in &object.fields {
            let _ = writeln!(self.text, "{indent}    {}", plain_line(field));
        }
    }

    fn foot(&mut self, reviewed: &Reviewed<'_>) {
        let review = reviewed.review;
        if !review.is_empty() || !review.spelling.is_empty() {
            let _ = writeln!(self.text);
        }
        if self.left_out > 0 {
            let _ = writeln!(
                self.text,
                "{} more lines of what happens tenant by tenant: --only NAME shows one tenant, --format json has all",
                number(self.left_out)
            );
        }
        if !review.spelling.is_empty() {
            let _ = writeln!(self.text, "{} in spelling alone", counted_files(review.spelling.len()));
        }
        if review.is_empty() {
            return;
        }
        let _ = writeln!(self.text, "This speaks of the committed tree, not of what else lives in the cluster.");
    }

    fn styled(&self, text: &str, style: Style) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }
}

fn counted_files(count: usize) -> String {
    format!("{} {}", counted(count, "file"), if count == 1 { "differs" } else { "differ" })
}

fn style(risk: Risk) -> Style {
    let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match risk {
        Risk::Destroys | Risk::Replaces => color(AnsiColor::Red).bold(),
        Risk::Widens => color(AnsiColor::Red),
        Risk::Capacity => color(AnsiColor::Yellow),
        Risk::Narrows => color(AnsiColor::Green),
        Risk::Neutral => Style::new(),
    }
}
