//! A review for a comment on a pull request: GitHub's and GitLab's Markdown.
//!
//! Whatever comes from an input stands inside of code, where nothing is a mention, a link, HTML or an emphasis. A comment has a
//! limit, so a long report comes in numbered parts.

use super::Reviewed;
use super::lines::{self, Line, ObjectLines};
use super::text::number;
use crate::report::plain::{inert, plain_line};
use crate::review::Risk;
use std::fmt::Write;

/// The line between two parts, each a comment of its own.
pub const PART: &str = "<!-- tenantry:part -->\n";
/// How many bytes a part has at most: GitHub takes 65,536 characters, of which the head of a part and a host's own words take
/// some. No text has more characters than bytes, however a host counts them.
const MOST: usize = 60_000;
/// How many characters of a line are shown.
const WIDE: usize = 2_000;
/// How many lines of harmless changes are shown; grave ones are all shown.
const HARMLESS: usize = 600;

/// The report, in one or several parts.
pub fn markdown(trees: &[Reviewed<'_>], refusals: &[String]) -> String {
    let mut pieces = Vec::new();
    for refusal in refusals {
        pieces.push(Piece::Text(format!("> [!CAUTION]\n> {}\n\n", code(refusal))));
    }
    trees.iter().for_each(|reviewed| tree(reviewed, &mut pieces));
    let parts = parts(pieces);
    let count = parts.len();
    let numbered = parts.into_iter().enumerate().map(|(at, part)| match count {
        1 => format!("## tenantry\n\n{part}"),
        _ => format!("## tenantry (part {} of {count})\n\n{part}", at + 1),
    });
    inert(numbered.collect::<Vec<_>>().join(PART))
}

/// A piece of a report, which is not taken apart; each is far shorter than a part.
enum Piece {
    /// Whole lines.
    Text(String),
    /// The head of what is folded up until [`Piece::Close`].
    Open(String),
    /// Its end.
    Close,
}

const CLOSE: &str = "\n</details>\n\n";

/// What is folded up where a part ends is closed in it and goes on, with its head, in the next.
fn parts(pieces: Vec<Piece>) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut open: Option<String> = None;
    for piece in pieces {
        let text = match &piece {
            Piece::Text(text) | Piece::Open(text) => text.as_str(),
            Piece::Close => CLOSE,
        };
        if !part.is_empty() && part.len() + text.len() + CLOSE.len() > MOST && !matches!(piece, Piece::Close) {
            let end = if open.is_some() { CLOSE } else { "" };
            parts.push(std::mem::take(&mut part) + end);
            part.extend(open.clone());
        }
        part.push_str(text);
        match piece {
            Piece::Text(_) => {}
            Piece::Open(head) => open = Some(head),
            Piece::Close => open = None,
        }
    }
    parts.push(part);
    parts
}

fn tree(reviewed: &Reviewed<'_>, pieces: &mut Vec<Piece>) {
    let review = reviewed.review;
    let verdict = match review.tenants.is_empty() && review.shared.is_empty() {
        true => "nothing changes for anybody".to_owned(),
        false => format!("**{}**", review.risk().name()),
    };
    let (rendered, base) = (code(reviewed.rendered), code(&review.base));
    pieces.push(Piece::Text(format!("{rendered} against {base}: {verdict}  \n{}\n\n", lines::summary(review))));
    rules(&lines::rules(review), pieces);
    let mut room = HARMLESS;
    let left_out = access(&lines::access(review), &mut room, pieces) + blocks(review, &mut room, pieces);
    foot(review.spelling.len(), left_out, pieces);
}

fn rules(rules: &[ObjectLines], pieces: &mut Vec<Piece>) {
    if rules.is_empty() {
        return;
    }
    pieces.push(text("### Rules that changed\n\nThese decide how everything is rendered and judged.\n\n"));
    pieces.extend(rules.iter().flat_map(object));
    pieces.push(text("\n"));
}

fn text(text: &str) -> Piece {
    Piece::Text(text.to_owned())
}

fn access(access: &[Line], room: &mut usize, pieces: &mut Vec<Piece>) -> usize {
    if access.is_empty() {
        return 0;
    }
    pieces.push(text("### Access\n\n"));
    let mut left_out = 0;
    for line in access {
        let risk = line.risk.0;
        match risk.is_grave() || has_room(room, 1) {
            true => {
                let line = code(&format!("{} {}", line.mark, line.text));
                pieces.push(Piece::Text(format!("- {} {line}\n", mark(risk))));
            }
            false => left_out += 1,
        }
    }
    pieces.push(text("\n"));
    left_out
}

fn mark(risk: Risk) -> &'static str {
    match risk {
        Risk::Destroys => "🛑 **destroys**",
        Risk::Replaces => "🛑 **replaces**",
        Risk::Widens => "🔺 **widens**",
        Risk::Capacity => "▫️ capacity",
        Risk::Narrows => "🔹 narrows",
        Risk::Neutral => "▫️ neutral",
    }
}

fn blocks(review: &crate::review::Review, room: &mut usize, pieces: &mut Vec<Piece>) -> usize {
    let blocks = lines::blocks(review);
    if blocks.is_empty() {
        return 0;
    }
    pieces.push(text("### Tenants\n\n"));
    let mut left_out = 0;
    for block in &blocks {
        let size = 1 + block.objects.iter().map(|object| 1 + object.fields.len()).sum::<usize>();
        if !has_room(room, size) {
            left_out += size;
            continue;
        }
        // A summary is HTML, in which only `<code>` keeps its text; so it is escaped for HTML.
        pieces.push(Piece::Open(format!("<details><summary><code>{}</code></summary>\n\n", html(&block.title))));
        pieces.extend(block.objects.iter().flat_map(object));
        pieces.push(Piece::Close);
    }
    left_out
}

fn has_room(room: &mut usize, size: usize) -> bool {
    let fits = size <= *room;
    if fits {
        *room -= size;
    }
    fits
}

/// A line for the object, whose title begins with a verb of ours, and one for each field.
fn object(object: &ObjectLines) -> impl Iterator<Item = Piece> {
    let (verb, what) = object.title.split_once(' ').unwrap_or(("", &object.title));
    let title = format!("- {verb} {}\n", code(what.trim_start()));
    let fields = object.fields.iter().map(|field| format!("  - {}\n", code(field)));
    std::iter::once(title).chain(fields).map(Piece::Text)
}

fn foot(spelling: usize, left_out: usize, pieces: &mut Vec<Piece>) {
    let mut text = String::new();
    if left_out > 0 {
        let _ = writeln!(
            text,
            "{} more lines of what happens tenant by tenant are not here: `tenantry diff --format json` has all.\n",
            number(left_out)
        );
    }
    if spelling > 0 {
        let _ = writeln!(text, "{} files differ in spelling alone.\n", number(spelling));
    }
    text.push_str("This speaks of the committed tree, not of what else lives in the cluster.\n");
    pieces.push(Piece::Text(text));
}

/// Text as code: a fence longer than any run of backticks in it, and one line.
fn code(text: &str) -> String {
    let text = shown(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let needs_space = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    if text.is_empty() {
        return "` `".to_owned();
    }
    if needs_space { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// The text in one line that is not too wide for a part.
fn shown(text: &str) -> String {
    let text = plain_line(text);
    match text.char_indices().nth(WIDE) {
        None => text,
        Some((at, _)) => format!("{}... ({} more characters)", &text[..at], number(text[at..].chars().count())),
    }
}

/// Text in an element of HTML, none of it Markdown: every character that might be is a reference.
fn html(text: &str) -> String {
    let mut out = String::new();
    for character in shown(text).chars() {
        match character {
            ' ' | ',' | '.' | '/' | '-' | '(' | ')' => out.push(character),
            character if character.is_alphanumeric() => out.push(character),
            character => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{CLOSE, MOST, PART, Piece, code, html, parts, text};

    #[test]
    fn no_text_gets_out_of_its_code() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code("a\nb"), "`a\\nb`");
        assert_eq!(html("<b> @team"), "&#60;b&#62; &#64;team");
    }

    #[test]
    fn a_long_report_comes_in_parts_that_fit() {
        let long = || text(&"x".repeat(25_000));
        let parts =
            parts(vec![long(), Piece::Open("<details>\n".to_owned()), long(), long(), long(), Piece::Close, long()]);
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| part.len() <= MOST));
        assert!(parts[0].ends_with(CLOSE) && parts[1].starts_with("<details>\n"), "what is folded up is so in each");
        assert!(PART.ends_with('\n'));
    }

    #[test]
    fn a_line_is_never_wider_than_a_part() {
        assert!(code(&"x".repeat(100_000)).ends_with("... (98,000 more characters)`"));
        assert!(html(&"\u{1b}".repeat(100_000)).len() < MOST);
    }
}
