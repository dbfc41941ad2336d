//! From the raw config to the checked one: defaults, then what the file says.

use super::{
    CONFIG_VALUE, Config, Folder, Levels, MAX_FILE_BYTES, MIN_FILE_BYTES, Policy, Setting, VERSION, bootstrap, labels,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Place, Problem, Span};
use crate::kubernetes;
use crate::plugin;
use crate::profile::{
    Flag, LoadedConfig, RawClusterRoles, RawConfig, RawGuards, RawIdentity, RawLimits, RawMesh, Text, TextMap,
};
use crate::rules::{self, Broken, PRINCIPAL, RESERVED_KEY};
use serde_json::Value;

/// The version that the tree of a config without `version` may have been rendered by: any. With it, only this one.
const OWN_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Checks a config. Keys merge with the defaults one by one; `namespace.labels` and lists replace as a whole.
pub fn resolve(file: FileId, loaded: LoadedConfig) -> (Config, Diagnostics) {
    let LoadedConfig { raw, texts } = loaded;
    let mut check = Check { file, config: Config::default(), found: Diagnostics::default() };
    check.folders(&raw);
    check.layout(raw.layout.as_ref());
    check.version(raw.version.as_ref());
    raw.identity.iter().for_each(|identity| check.identity(identity));
    raw.mesh.iter().for_each(|mesh| check.mesh(mesh));
    raw.namespace.iter().filter_map(|namespace| namespace.labels.as_ref()).for_each(|labels| check.labels(labels));
    raw.cluster_roles.iter().for_each(|roles| check.cluster_roles(roles));
    raw.limits.iter().for_each(|limits| check.limits(limits));
    raw.guards.iter().for_each(|guards| check.guards(guards));
    if let Some(raw) = &raw.git_ops {
        check.config.settings.git_ops = bootstrap::check(file, raw, &mut check.found);
        check.config.names_engine = true;
        check.note(Setting::GitOps, raw.engine.span);
    }
    check.config.place = Some(Place::whole(file));
    check.config.policy = Policy::of(file, &raw);
    check.config.default_plugins =
        plugin::check(file, raw.default_plugins.as_deref().unwrap_or_default(), &mut check.found);
    check.inert_profiles(raw.inert_profiles.as_ref());
    check.config.levels =
        raw.rules.iter().map(|rules| Levels::check(file, rules, &mut check.found)).next().unwrap_or_default();
    let mut found = rules::unfilled(file, &texts);
    found.follow(check.found);
    let found = check.config.levels.apply(found);
    (check.config, found)
}

struct Check {
    file: FileId,
    config: Config,
    found: Diagnostics,
}

impl Check {
    fn folders(&mut self, raw: &RawConfig) {
        let file = self.file;
        let folders = &mut self.config.folders;
        let given = [
            (&raw.profiles, &mut folders.profiles),
            (&raw.templates, &mut folders.templates),
            (&raw.rendered, &mut folders.rendered),
        ];
        for (text, folder) in given {
            if let Some(text) = text {
                *folder = Folder { path: text.value.clone(), place: Some(Place::at(file, text.span)) };
            }
        }
    }

    fn layout(&mut self, layout: Option<&Text>) {
        match layout.map(|text| (text.value.as_str(), text.span)) {
            None | Some(("folders", _)) => {}
            Some((other, span)) => {
                let message = format!("this version has no layout `{other}`");
                self.error(CONFIG_VALUE, span, message, "write `layout: folders`, or leave it out");
            }
        }
    }

    /// Another version stops the run: it may know other keys and print other bytes, so nothing else is said.
    fn version(&mut self, version: Option<&Text>) {
        let Some(version) = version.filter(|version| version.value != OWN_VERSION) else { return };
        let theirs = &version.value;
        if !is_version(theirs) {
            let message = format!("`{theirs}` is not a version");
            let help = format!("write `version: {OWN_VERSION}`, this one's, or leave it out");
            return self.error(CONFIG_VALUE, version.span, message, &help);
        }
        let message = format!("this is tenantry {OWN_VERSION}, the tree is rendered by {theirs}");
        let help = format!(
            "use {theirs}: in a clone of tenantry, `git checkout v{theirs}` and `cargo install --locked --path .`;\n\
             or move to {OWN_VERSION}, in a change of its own: write `version: {OWN_VERSION}` here, run `tenantry render`, and \
             look at `tenantry diff` before it is merged"
        );
        self.error(VERSION, version.span, message, &help);
    }

    fn identity(&mut self, identity: &RawIdentity) {
        if let Some(header) = &identity.user_id_header {
            if !is_header_name(&header.value) {
                let help = "write a header's name such as `kubeflow-userid`";
                self.error(CONFIG_VALUE, header.span, "this is no name of an HTTP header", help);
            }
            self.config.settings.identity.user_id_header.clone_from(&header.value);
            self.note(Setting::UserIdHeader, header.span);
        }
        if let Some(prefix) = &identity.user_id_prefix {
            if let Err(broken) = prefixed(&prefix.value) {
                let help = "write the text that stands before the name in the header, such as `accounts.google.com:`";
                self.error(
                    CONFIG_VALUE,
                    prefix.span,
                    format!("no name can stand behind this prefix: {}", broken.message),
                    help,
                );
            }
            self.config.settings.identity.user_id_prefix.clone_from(&prefix.value);
            self.config.prefix_place = Some(Place::at(self.file, prefix.span));
            self.note(Setting::UserIdPrefix, prefix.span);
        }
    }

    fn mesh(&mut self, raw: &RawMesh) {
        let given = [&raw.ingress_gateway_principal, &raw.kfp_ui_principal, &raw.notebook_controller_principal];
        for principal in given.into_iter().flatten() {
            self.judge(PRINCIPAL, principal.span, rules::principal(&principal.value));
        }
        let mesh = &mut self.config.settings.mesh;
        overwrite(&mut mesh.ingress_gateway_principal, raw.ingress_gateway_principal.as_ref());
        overwrite(&mut mesh.kfp_ui_principal, raw.kfp_ui_principal.as_ref());
        overwrite(&mut mesh.notebook_controller_principal, raw.notebook_controller_principal.as_ref());
        self.note_text(Setting::IngressGateway, raw.ingress_gateway_principal.as_ref());
        self.note_text(Setting::KfpUi, raw.kfp_ui_principal.as_ref());
        self.note_text(Setting::NotebookController, raw.notebook_controller_principal.as_ref());
    }

    /// Only the labels that remain are judged: the controller never looks at a key that it removes.
    fn labels(&mut self, raw: &TextMap) {
        let configured = raw.value.iter().map(|(key, value)| (key.value.as_str(), value.value.as_str()));
        let labels = labels::of_namespace(configured);
        let value: Value = labels.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect();
        let own = kubernetes::own_namespace_label_rules(&value, "<the Namespace's name>");
        for problem in kubernetes::namespace_labels(&value).into_iter().chain(own) {
            let span = span_of(raw, &problem);
            let sentence = problem.sentence();
            let help = problem.help.unwrap_or_else(|| "write a label that Kubernetes takes".to_owned());
            self.error(CONFIG_VALUE, span, sentence, &help);
        }
        for (key, _) in &raw.value {
            self.judge(RESERVED_KEY, key.span, rules::reserved_key(&key.value));
            self.note(Setting::Label(key.value.clone()), key.span);
        }
        self.config.settings.namespace.labels = labels;
    }

    fn inert_profiles(&mut self, raw: Option<&Flag>) {
        let Some(flag) = raw else { return };
        self.config.inert_profiles = flag.value;
        self.config.settings.inert_profiles = flag.value;
        self.note(Setting::InertProfiles, flag.span);
    }

    fn note(&mut self, setting: Setting, span: Span) {
        self.config.given.note(setting, Place::at(self.file, span));
    }

    fn note_text(&mut self, setting: Setting, given: Option<&Text>) {
        given.iter().for_each(|text| self.note(setting.clone(), text.span));
    }

    fn limits(&mut self, raw: &RawLimits) {
        let Some(bytes) = &raw.file_bytes else { return };
        if (MIN_FILE_BYTES..=MAX_FILE_BYTES).contains(&bytes.value) {
            self.config.file_bytes = bytes.value;
            self.config.file_bytes_place = Some(Place::at(self.file, bytes.span));
            return;
        }
        let message = format!("a file may have {MIN_FILE_BYTES} to {MAX_FILE_BYTES} bytes");
        self.error(
            CONFIG_VALUE,
            bytes.span,
            message,
            "write a number of bytes between them, such as `fileBytes: 262144`",
        );
    }

    fn guards(&mut self, raw: &RawGuards) {
        if let Some(deleted) = &raw.max_deleted_tenants {
            self.config.guards.max_deleted_tenants = deleted.value;
        }
        let Some(share) = &raw.max_changed_share else { return };
        if share.value > 100 {
            self.error(
                CONFIG_VALUE,
                share.span,
                "a share is 0 to 100 percent",
                "write a number of percent, such as `20`",
            );
            return;
        }
        self.config.guards.max_changed_share = share.value;
    }

    fn cluster_roles(&mut self, raw: &RawClusterRoles) {
        for role in [&raw.admin, &raw.edit, &raw.view].into_iter().flatten() {
            if let Err(invalid) = kubernetes::path_segment(&role.value) {
                self.error(
                    CONFIG_VALUE,
                    role.span,
                    format!("the name of a ClusterRole {}", invalid.message),
                    "write the name of a ClusterRole",
                );
            }
        }
        let roles = &mut self.config.settings.cluster_roles;
        overwrite(&mut roles.admin, raw.admin.as_ref());
        overwrite(&mut roles.edit, raw.edit.as_ref());
        overwrite(&mut roles.view, raw.view.as_ref());
        self.note_text(Setting::AdminRole, raw.admin.as_ref());
        self.note_text(Setting::EditRole, raw.edit.as_ref());
        self.note_text(Setting::ViewRole, raw.view.as_ref());
    }

    fn judge(&mut self, code: Code, span: Span, judged: Result<(), Broken>) {
        self.found.extend(judged.err().map(|broken| broken.error(code, Place::at(self.file, span))));
    }

    fn error(&mut self, code: Code, span: Span, message: impl Into<String>, help: &str) {
        self.found.push(Diagnostic::error(code, message).at(Place::at(self.file, span), "").help(help));
    }
}

/// Three numbers, and perhaps a word after a dash.
fn is_version(text: &str) -> bool {
    let (numbers, _) = text.split_once('-').unwrap_or((text, ""));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    numbers.split('.').count() == 3 && numbers.split('.').all(is_number)
}

fn overwrite(setting: &mut String, given: Option<&Text>) {
    if let Some(text) = given {
        setting.clone_from(&text.value);
    }
}

/// Where the label of a problem was written: its value, or its key when the key itself is wrong.
fn span_of(labels: &TextMap, problem: &Problem) -> Span {
    use crate::diagnostic::Step;
    let written = |wanted: &str| labels.value.iter().find(|(key, _)| key.value == wanted);
    let found = problem.route.steps().last().and_then(|step| match step {
        Step::Key(key) => written(key).map(|(_, value)| value.span),
        Step::KeyItself(key) => written(key).map(|(key, _)| key.span),
        Step::Index(_) => None,
    });
    found.unwrap_or(labels.span)
}

/// Judges a prefix by the value that a policy has with it: as a name, with any name behind it.
fn prefixed(prefix: &str) -> Result<(), Broken> {
    let value = format!("{prefix}name");
    rules::hidden_text(&value).and_then(|()| rules::user_name(&value))
}

/// A token of RFC 9110, section 5.6.2, of which field names are made.
fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
