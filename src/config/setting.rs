//! The settings that templates see, one by one: which of them a config gives, and where.

use super::{GitOps, Settings};
use crate::diagnostic::Place;

/// One setting of a config that templates see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A label of every Namespace.
    Label(String),
    /// `identity.userIdHeader`.
    UserIdHeader,
    /// `identity.userIdPrefix`.
    UserIdPrefix,
    /// `mesh.ingressGatewayPrincipal`.
    IngressGateway,
    /// `mesh.kfpUiPrincipal`.
    KfpUi,
    /// `mesh.notebookControllerPrincipal`.
    NotebookController,
    /// `clusterRoles.admin`.
    AdminRole,
    /// `clusterRoles.edit`.
    EditRole,
    /// `clusterRoles.view`.
    ViewRole,
    /// `inertProfiles`.
    InertProfiles,
    /// `gitOps`.
    GitOps,
}

/// The settings that a config file gives, each with its place, in the order of the keys' descriptions.
#[derive(Clone, Debug, Default)]
pub struct Given(Vec<(Setting, Place)>);

impl Given {
    /// Notes that a setting is given there.
    pub(super) fn note(&mut self, setting: Setting, place: Place) {
        self.0.push((setting, place));
    }

    /// Every one of them.
    pub fn iter(&self) -> impl Iterator<Item = &(Setting, Place)> {
        self.0.iter()
    }
}

impl Settings {
    /// The same but for one setting, which has another sound value. What a template prints of it differs.
    #[must_use]
    pub fn altered(&self, setting: &Setting) -> Self {
        let mut altered = self.clone();
        let text = match setting {
            Setting::Label(key) => {
                altered.namespace.labels.remove(key);
                return altered;
            }
            Setting::InertProfiles => {
                altered.inert_profiles = !altered.inert_profiles;
                return altered;
            }
            Setting::GitOps => {
                altered.git_ops = GitOps::default();
                return altered;
            }
            Setting::UserIdHeader => &mut altered.identity.user_id_header,
            Setting::UserIdPrefix => &mut altered.identity.user_id_prefix,
            Setting::IngressGateway => &mut altered.mesh.ingress_gateway_principal,
            Setting::KfpUi => &mut altered.mesh.kfp_ui_principal,
            Setting::NotebookController => &mut altered.mesh.notebook_controller_principal,
            Setting::AdminRole => &mut altered.cluster_roles.admin,
            Setting::EditRole => &mut altered.cluster_roles.edit,
            Setting::ViewRole => &mut altered.cluster_roles.view,
        };
        text.push('x');
        altered
    }
}
