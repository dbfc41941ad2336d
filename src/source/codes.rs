//! The codes of this module's diagnostics.
//!
//! No messages here: a code names a kind of problem, the words belong to the place that finds it.

use crate::diagnostic::{Code, rules};

rules! {
    /// A file is not UTF-8.
    ///
    /// Bytes that are no UTF-8 mean different letters to different readers. Save the file as UTF-8, without a byte
    /// order mark where the editor asks.
    ///
    /// Source: kubectl puts U+FFFD in place of what it cannot read; other readers refuse or guess an encoding.
    ///
    /// Bad: bytes of Latin-1, such as `E9` for `é`.
    ///
    /// Good: the same text as UTF-8.
    pub ENCODING = "yaml-encoding": Error;
    /// A character that readers treat differently, or that people cannot see.
    ///
    /// Tabs, controls, line marks other than the line feed, and marks that change the direction of text are refused
    /// wherever they stand, also written as escapes.
    ///
    /// Source: kubectl, kustomize, PyYAML and the `yaml` of Node.js disagree on where lines end at U+0085, U+2028 and
    /// U+2029; the YAML specification forbids tabs as indentation and controls.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: "alice\u202e@example.com"}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub CHARACTER = "yaml-character": Error;
    /// The text is not YAML, or not in a form that every reader takes alike.
    ///
    /// The place is where the reader noticed; the mistake is there or shortly before. Most often a quote or bracket is
    /// not closed, a space is missing after a colon, or the keys of one mapping do not start in the same column.
    ///
    /// Source: the YAML specification, 1.1 and 1.2; what one of kubectl, kustomize, PyYAML and the `yaml` of Node.js
    /// refuses.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner:
    ///     kind: User
    ///      name: alice@example.com
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub SYNTAX = "yaml-syntax": Error;
    /// An anchor (`&name`) or an alias (`*name`).
    ///
    /// What an alias stands for is written elsewhere, so that a reviewer does not see it. Write the value out at each
    /// place.
    ///
    /// Source: every reader expands aliases; a diff shows only where the anchor stands.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, labels: &l {a: b}, annotations: *l}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, labels: {a: b}, annotations: {a: b}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub ANCHOR = "yaml-anchor": Error;
    /// A tag, such as `!!str`.
    ///
    /// A tag changes what a value is, and readers differ on which they know. Quote the value where it is to be text.
    ///
    /// Source: kubectl, kustomize, PyYAML and the `yaml` of Node.js disagree on tags that are not of the core schema.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: !!str 397401}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: "397401"}}
    /// ```
    pub TAG = "yaml-tag": Error;
    /// A `<<` merge key.
    ///
    /// It brings in keys that do not stand there; some readers merge, others take `<<` for a key. Write the keys out.
    ///
    /// Source: kubectl merges; readers of YAML 1.2 do not.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, labels: {<<: {a: b}}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, labels: {a: b}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub MERGE_KEY = "yaml-merge-key": Error;
    /// A `%` directive.
    ///
    /// It would change how the rest of the file is read. Take it out.
    ///
    /// Source: kubectl refuses most directives, other readers obey or ignore them.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// %YAML 1.1
    /// ---
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub DIRECTIVE = "yaml-directive": Error;
    /// A key that stands twice in one mapping.
    ///
    /// Readers take the first, the last, or refuse. Delete one of the two. Where a whole document seems to stand twice,
    /// the three dashes between two documents are missing.
    ///
    /// Source: kubectl converts YAML to JSON first, and there the last of two silently wins; the API server refuses.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}, resourceQuotaSpec: {hard: {cpu: 1, cpu: 2}}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}, resourceQuotaSpec: {hard: {cpu: 2}}}
    /// ```
    pub DUPLICATE_KEY = "yaml-duplicate-key": Error;
    /// An unquoted word that readers take for different values.
    ///
    /// `yes`, `on`, `0x10`, `1_000`, `1e3`, dates and times are text to one reader and a boolean or a number to
    /// another. Quote it where text is meant; write `true` or a plain number otherwise.
    ///
    /// Source: kubectl, kustomize, PyYAML and the `yaml` of Node.js, compared on 224 unquoted words.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: yes}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: "yes"}}
    /// ```
    pub AMBIGUOUS_SCALAR = "yaml-ambiguous-scalar": Error;
    /// A key that is no text, or is written with `?`.
    ///
    /// A number or boolean as a key becomes text for some readers and an error for others. Quote it.
    ///
    /// Source: kubectl, kustomize, PyYAML and the `yaml` of Node.js disagree on keys that are no text.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, labels: {1: a}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, labels: {"1": a}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub KEY = "yaml-key": Error;
    /// A file that is too large, too deep or holds too much.
    ///
    /// A file has 256 KiB at most (`limits.fileBytes` of the config), lists and mappings lie 32 deep at most, a
    /// document holds 65,536 values at most, a key has 1,024 bytes at most. Split the file: one tenant a file.
    ///
    /// Source: the limits of tenantry, so that no input can hold up a run.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, annotations: {a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, annotations: {a: b}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub LIMIT = "yaml-limit": Error;
    /// A document that is no mapping, or text beside `---` or after `...`.
    ///
    /// Every document is a mapping with `apiVersion` and `kind`.
    ///
    /// Source: kubectl refuses documents that are no mappings; readers disagree on text after `...`.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// - apiVersion: kubeflow.org/v1
    ///   kind: Profile
    ///   metadata: {name: team-a}
    ///   spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub DOCUMENT = "yaml-document": Error;
    /// A template that was not filled.
    ///
    /// The file holds `{{ ... }}` or `{% ... %}` where YAML must stand. Render it first, and keep the result here.
    ///
    /// Source: 24 of 163 Profile files in public repositories are such templates.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata:
    ///   name: team-a
    /// {{- if .Values.owner }}
    /// spec: {}
    /// {{- end }}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub TEMPLATE = "yaml-template": Error;
    /// How many errors of a file were left out.
    ///
    /// So many mistakes in one file have mostly one cause: mend the first ones and run it again.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad: a file with more errors than are shown.
    ///
    /// Good: a file with fewer.
    pub MORE = "yaml-more": Error;
}

/// Every code that reading a file can give.
pub fn all() -> impl Iterator<Item = Code> {
    RULES.iter().map(|rule| rule.code)
}
