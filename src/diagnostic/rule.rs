//! What is known of every code: how much it weighs, whether a config may change that, and the page that explains it.
//!
//! Only the form. The codes themselves stand beside the checks that report them, the table of all of them in `explain`.

use super::{Code, Severity};

/// A kind of problem.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its code.
    pub code: Code,
    /// How much it weighs where the config does not say otherwise.
    pub severity: Severity,
    /// Whether `rules:` of a config may change that.
    pub adjustable: bool,
    /// What `tenantry explain` prints: Markdown, each line with the space that doc comments have before it.
    pub page: &'static str,
}

impl Rule {
    /// The page as Markdown.
    pub fn text(&self) -> String {
        self.page.lines().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
    }

    /// The first paragraph of the page, in one line.
    pub fn summary(&self) -> String {
        self.text().lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Declares codes, each with its page: the doc comment is the documentation of the constant and what `tenantry explain`
/// prints.
///
/// ```text
/// rules! {
///     /// What is wrong, in one sentence.
///     ///
///     /// Source: which system does what with it, so that the reason can be checked.
///     ///
///     /// Bad:
///     /// (a fenced block of YAML)
///     /// Good:
///     /// (a fenced block of YAML)
///     pub SOME_CODE = "some-code": Error;
///     pub OTHER_CODE = "other-code": Warning, adjustable;
/// }
/// ```
///
/// Beside a constant for each code it makes `RULES`, the list of all that were declared.
macro_rules! rules {
    ($( $(#[doc = $line:literal])+ $vis:vis $name:ident = $code:literal : $severity:ident $(, $adjustable:ident)? ; )+) => {
        $( $(#[doc = $line])+ $vis const $name: $crate::diagnostic::Code = $crate::diagnostic::Code($code); )+

        /// The codes that are declared here.
        pub(crate) const RULES: &[$crate::diagnostic::Rule] = &[$(
            $crate::diagnostic::Rule {
                code: $name,
                severity: $crate::diagnostic::Severity::$severity,
                adjustable: $crate::diagnostic::rules!(@ $($adjustable)?),
                page: concat!($($line, "\n"),+),
            }
        ),+];
    };
    (@ adjustable) => { true };
    (@) => { false };
}
pub(crate) use rules;
