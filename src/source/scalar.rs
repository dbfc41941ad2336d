//! What an unquoted scalar means, if all readers agree on it.
//!
//! Text in, meaning out; no places and no messages about where it stands.

use super::node::{Number, Value};
use super::quote;

/// The longest number that is a number to every reader and keeps its value in all of them.
const NUMBER_LENGTH: usize = 15;
/// `false`, `-.inf`
const LONGEST_WORD: usize = 5;

/// Why readers disagree on an unquoted scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ambiguous {
    /// `yes`, `off`, `y`: a boolean to some.
    Boolean,
    /// `=`, `<<` or `?a`: a word of YAML's own to some.
    Reserved,
    /// `.inf`, `nan`.
    NotFinite,
    /// `0x1F`, `0o17`, `0b1`.
    Base,
    /// `012`, `+1`, `.5`, `1.`, `1_000`, `-0`: a number to some, another number or text to others.
    Number,
    /// `1e3`.
    Exponent,
    /// More digits than every reader keeps.
    Long,
    /// `2001-01-01`, `12:30:45`.
    Time,
    /// Nothing but signs: `--`, `.`.
    Signs,
}

impl Ambiguous {
    /// What readers make of it, for a label.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean to some readers, text to others",
            Self::Reserved => "a sign of YAML's own to some readers",
            Self::NotFinite => "a number to some readers, text or an error to others",
            Self::Base => "a number in another base to some readers, text to others",
            Self::Number => "not the same number to all readers",
            Self::Exponent => "a number to some readers, text to others",
            Self::Long => "a number of more digits than every reader keeps",
            Self::Time => "a date, a time or a number to some readers, text to others",
            Self::Signs => "only signs; readers differ on what they mean",
        }
    }
}

/// The scalar in quotes, as the next edit.
pub fn quoted(text: &str) -> String {
    quote::double_quoted(text)
}

/// The meaning of the plain scalar in `key: <plain>`, or why it has none that all readers share.
pub fn resolve(text: &str) -> Result<Value, Ambiguous> {
    let Some(first) = text.bytes().next() else { return Ok(Value::Null) };
    // Between brackets kubectl takes `?a` for the key `a`.
    if first == b'?' {
        return Err(Ambiguous::Reserved);
    }
    if text.len() <= LONGEST_WORD
        && let Some(value) = word(text)?
    {
        return Ok(value);
    }
    if is_ordinary_start(first) { Ok(Value::Text(text.to_owned())) } else { numeric(text) }
}

/// A first byte with which nothing looks like a number, a date or a word of [`word`] that is not yet ruled out.
fn is_ordinary_start(first: u8) -> bool {
    !(first.is_ascii_digit() || matches!(first, b'.' | b'-' | b'+' | b'_' | b':' | b',' | b'=' | b'<' | b'e' | b'E'))
}

fn word(text: &str) -> Result<Option<Value>, Ambiguous> {
    match text {
        "~" | "null" | "Null" | "NULL" => return Ok(Some(Value::Null)),
        "true" | "True" | "TRUE" => return Ok(Some(Value::Bool(true))),
        "false" | "False" | "FALSE" => return Ok(Some(Value::Bool(false))),
        "=" | "<<" => return Err(Ambiguous::Reserved),
        _ => {}
    }
    if ["y", "n", "yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Err(Ambiguous::Boolean);
    }
    if is_not_finite(text) { Err(Ambiguous::NotFinite) } else { Ok(None) }
}

fn is_not_finite(text: &str) -> bool {
    let finite = text.strip_prefix(['-', '+']).unwrap_or(text);
    let finite = finite.strip_prefix('.').unwrap_or(finite);
    finite.eq_ignore_ascii_case("inf") || finite.eq_ignore_ascii_case("nan")
}

fn numeric(text: &str) -> Result<Value, Ambiguous> {
    if is_number(text) {
        return number(text);
    }
    if is_dotted(text) || (is_dashed(text) && !starts_as_date(text)) {
        return Ok(Value::Text(text.to_owned()));
    }
    match suspicion(text) {
        Some(ambiguous) => Err(ambiguous),
        None => Ok(Value::Text(text.to_owned())),
    }
}

fn number(text: &str) -> Result<Value, Ambiguous> {
    let zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if zero && text.starts_with('-') {
        return Err(Ambiguous::Number);
    }
    if text.len() > NUMBER_LENGTH {
        return Err(Ambiguous::Long);
    }
    Ok(Value::Number(Number(text.into())))
}

fn suspicion(text: &str) -> Option<Ambiguous> {
    if has_base(text) {
        Some(Ambiguous::Base)
    } else if is_exponent(text) {
        Some(Ambiguous::Exponent)
    } else if is_time(text) {
        Some(Ambiguous::Time)
    } else if text.bytes().all(is_sign_or_digit) {
        Some(of_signs_and_digits(text))
    } else {
        None
    }
}

fn of_signs_and_digits(text: &str) -> Ambiguous {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        Ambiguous::Signs
    } else if text.contains(':') {
        Ambiguous::Time
    } else {
        Ambiguous::Number
    }
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?`
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    match digits.split_once('.') {
        Some((whole, fraction)) => is_whole(whole) && is_digits(fraction),
        None => is_whole(digits),
    }
}

fn is_whole(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0'))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `[0-9]+(\.[0-9]+){2,}`: an address or a version.
fn is_dotted(text: &str) -> bool {
    text.split('.').count() > 2 && text.split('.').all(is_digits)
}

/// `[0-9]+(-[0-9]+)+`
fn is_dashed(text: &str) -> bool {
    text.contains('-') && text.split('-').all(is_digits)
}

/// `NNNN-N[N]-N[N]`, and whatever follows that a date may have: a time after `T` or a space.
fn is_time(text: &str) -> bool {
    let rest = |byte: u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z' | b'z' | b' ');
    match after_date(text) {
        Some("") => true,
        Some(time) => time.starts_with(['T', 't', ' ']) && time.bytes().skip(1).all(rest),
        None => false,
    }
}

fn starts_as_date(text: &str) -> bool {
    after_date(text) == Some("")
}

fn after_date(text: &str) -> Option<&str> {
    let year = text.get(..4).filter(|year| is_digits(year))?;
    let month = one_or_two_digits(text[year.len()..].strip_prefix('-')?)?;
    one_or_two_digits(month.strip_prefix('-')?)
}

fn one_or_two_digits(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(|c: char| c.is_ascii_digit())?;
    Some(rest.strip_prefix(|c: char| c.is_ascii_digit()).unwrap_or(rest))
}

/// `0x`, `0o` or `0b` in any case, after a sign or none.
fn has_base(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut bytes = unsigned.bytes();
    bytes.next() == Some(b'0') && bytes.next().is_some_and(|byte| b"xXoObB".contains(&byte))
}

/// `1e3`, `.5E-3` and, as YAML 1.1 has it for one reader, `e3`.
fn is_exponent(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let [mantissa, exponent] = [mantissa, exponent].map(|part| part.strip_prefix(['-', '+']).unwrap_or(part));
    let loose = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'_' | b'.');
    mantissa.bytes().all(loose) && exponent.bytes().all(loose) && exponent.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_sign_or_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'_' | b'.' | b'+' | b'-' | b':' | b',')
}

#[cfg(test)]
mod tests {
    use super::{Ambiguous, Value, resolve};

    fn is_text(plain: &str) -> bool {
        resolve(plain) == Ok(Value::Text(plain.to_owned()))
    }

    #[test]
    fn what_every_reader_takes_for_text_is_text() {
        let plain = ["10.0.0.1", "1-1", "1-2-3", "100m", "1Ei", "1E", "e2e", "tRUE", "2001-01-01x", "a b", "v1", "0 1"];
        plain.iter().for_each(|plain| assert!(is_text(plain), "{plain}"));
    }

    #[test]
    fn what_readers_differ_on_is_refused_with_its_reason() {
        let pairs = [
            ("yEs", Ambiguous::Boolean),
            ("<<", Ambiguous::Reserved),
            ("?a", Ambiguous::Reserved),
            ("-.INF", Ambiguous::NotFinite),
            ("+0x1F", Ambiguous::Base),
            ("-0.0", Ambiguous::Number),
            ("012", Ambiguous::Number),
            (".5e1", Ambiguous::Exponent),
            ("e3", Ambiguous::Exponent),
            ("1234567890123456", Ambiguous::Long),
            ("2001-1-1", Ambiguous::Time),
            ("2001-12-14 21:59:43.10 -5", Ambiguous::Time),
            ("22:22", Ambiguous::Time),
            ("--", Ambiguous::Signs),
        ];
        pairs.iter().for_each(|(plain, why)| assert_eq!(resolve(plain), Err(*why), "{plain}"));
    }
}
