//! A review for a comment on a pull request: GitHub's and GitLab's Markdown.
//!
//! Whatever comes from an input stands inside of code, where nothing is a mention, a link, HTML or an emphasis. A comment has a
//! limit, so a long report comes in numbered parts.

use super::Reviewed;
use super::lines::{self, Line, ObjectLines};
use super::text::number;
use crate::report::plain::plain_line;
use crate::review::Risk;
use std::fmt::Write;

/// The line between two parts, each a comment of its own.
pub const PART: &str = "<!-- tenantry:part -->\n";
/// How many characters a part has at most: GitHub takes 65,536, of which the head of a part and a host's own words take some.
const MOST: usize = 60_000;
/// How many lines of harmless changes are shown; grave ones are all shown.
const HARMLESS: usize = 600;

/// The report, in one or several parts.
pub fn markdown(trees: &[Reviewed<'_>], refusals: &[String]) -> String {
    let mut pieces = Vec::new();
    for refusal in refusals {
        pieces.push(format!("> [!CAUTION]\n> {}\n\n", code(refusal)));
    }
    trees.iter().for_each(|reviewed| tree(reviewed, &mut pieces));
    let parts = parts(pieces);
    let count = parts.len();
    let numbered = parts.into_iter().enumerate().map(|(at, part)| match count {
        1 => format!("## tenantry\n\n{part}"),
        _ => format!("## tenantry (part {} of {count})\n\n{part}", at + 1),
    });
    numbered.collect::<Vec<_>>().join(PART)
}

/// Pieces that belong together are not taken apart; each is far shorter than a part.
fn parts(pieces: Vec<String>) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut length = 0;
    for piece in pieces {
        let size = piece.chars().count();
        if length > 0 && length + size > MOST {
            parts.push(String::new());
            length = 0;
        }
        length += size;
        if let Some(part) = parts.last_mut() {
            part.push_str(&piece);
        }
    }
    parts
}

fn tree(reviewed: &Reviewed<'_>, pieces: &mut Vec<String>) {
    let review = reviewed.review;
    let verdict = match review.tenants.is_empty() && review.shared.is_empty() {
        true => "nothing changes for anybody".to_owned(),
        false => format!("**{}**", review.risk().name()),
    };
    let (rendered, base) = (code(reviewed.rendered), code(&review.base));
    pieces.push(format!("{rendered} against {base}: {verdict}  \n{}\n\n", lines::summary(review)));
    rules(&lines::rules(review), pieces);
    let mut room = HARMLESS;
    let left_out = access(&lines::access(review), &mut room, pieces) + blocks(review, &mut room, pieces);
    foot(review.spelling.len(), left_out, pieces);
}

fn rules(rules: &[ObjectLines], pieces: &mut Vec<String>) {
    if rules.is_empty() {
        return;
    }
    pieces.push("### Rules that changed\n\nThese decide how everything is rendered and judged.\n\n".to_owned());
    pieces.extend(rules.iter().map(object));
    pieces.push("\n".to_owned());
}

fn access(access: &[Line], room: &mut usize, pieces: &mut Vec<String>) -> usize {
    if access.is_empty() {
        return 0;
    }
    pieces.push("### Access\n\n".to_owned());
    let mut left_out = 0;
    for line in access {
        let risk = line.risk.0;
        match risk.is_grave() || has_room(room, 1) {
            true => pieces.push(format!("- {} {}\n", mark(risk), code(&format!("{} {}", line.mark, line.text)))),
            false => left_out += 1,
        }
    }
    pieces.push("\n".to_owned());
    left_out
}

fn mark(risk: Risk) -> &'static str {
    match risk {
        Risk::Destroys => "🛑 **destroys**",
        Risk::Replaces => "🛑 **replaces**",
        Risk::Widens => "🔺 **widens**",
        Risk::Capacity => "▫️ capacity",
        Risk::Narrows => "🔻 narrows",
        Risk::Neutral => "▫️ neutral",
    }
}

fn blocks(review: &crate::review::Review, room: &mut usize, pieces: &mut Vec<String>) -> usize {
    let blocks = lines::blocks(review);
    if blocks.is_empty() {
        return 0;
    }
    pieces.push("### Tenants\n\n".to_owned());
    let mut left_out = 0;
    for block in &blocks {
        let size = 1 + block.objects.iter().map(|object| 1 + object.fields.len()).sum::<usize>();
        if !has_room(room, size) {
            left_out += size;
            continue;
        }
        // A summary is HTML, in which only `<code>` keeps its text; so it is escaped for HTML.
        pieces.push(format!("<details><summary><code>{}</code></summary>\n\n", html(&block.title)));
        pieces.extend(block.objects.iter().map(object));
        pieces.push("\n</details>\n\n".to_owned());
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

fn object(object: &ObjectLines) -> String {
    let mut text = format!("- {}\n", code(&object.title));
    for field in &object.fields {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "  - {}", code(field));
    }
    text
}

fn foot(spelling: usize, left_out: usize, pieces: &mut Vec<String>) {
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
    pieces.push(text);
}

/// Text as code: a fence longer than any run of backticks in it, and one line.
fn code(text: &str) -> String {
    let text = plain_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let needs_space = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    if text.is_empty() {
        return "` `".to_owned();
    }
    if needs_space { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// Text in an element of HTML, none of it Markdown: every character that might be is a reference.
fn html(text: &str) -> String {
    let mut out = String::new();
    for character in plain_line(text).chars() {
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
    use super::{MOST, PART, code, html, parts};

    #[test]
    fn no_text_gets_out_of_its_code() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code("a\nb"), "`a\\nb`");
        assert_eq!(html("<b> @team"), "&#60;b&#62; &#64;team");
    }

    #[test]
    fn a_long_report_comes_in_parts_that_fit() {
        let parts = parts(vec!["x".repeat(25_000); 6]);
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| part.len() <= MOST));
        assert!(PART.ends_with('\n'));
    }
}
