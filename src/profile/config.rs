//! Config as it is written (`tenantry.yaml`).

use super::raw::RawPlugin;
use super::shape::{Flag, Text, TextMap, Whole, mapping};

mapping! {
    /// A Config document: every key is optional.
    pub struct RawConfig {
        /// The folder of the inputs.
        profiles: Option<Text> = "profiles",
        /// The folder of the templates.
        templates: Option<Text> = "templates",
        /// The folder of the output.
        rendered: Option<Text> = "rendered",
        /// How the output is laid out.
        layout: Option<Text> = "layout",
        /// The header that says who asks.
        identity: Option<RawIdentity> = "identity",
        /// The workloads that the mesh trusts to carry it.
        mesh: Option<RawMesh> = "mesh",
        /// What every Namespace gets.
        namespace: Option<RawNamespace> = "namespace",
        /// Which ClusterRole each role is.
        cluster_roles: Option<RawClusterRoles> = "clusterRoles",
        /// Plugins of every profile that has none of that kind.
        default_plugins: Option<Vec<RawPlugin>> = "defaultPlugins",
        /// Whether each Profile is rendered as well.
        inert_profiles: Option<Flag> = "inertProfiles",
        /// Which tenantry renders this tree.
        version: Option<Text> = "version",
        /// Levels by code.
        rules: Option<TextMap> = "rules",
        /// Names that no tenant may have, beside those that are always the platform's; `*` stands for any text.
        reserved: Option<Vec<Text>> = "reserved",
        /// Which names tenants may have.
        names: Option<RawNames> = "names",
        /// Which cloud identities tenants may have.
        cloud: Option<RawCloud> = "cloud",
        /// How much is read.
        limits: Option<RawLimits> = "limits",
        /// How much may change at once.
        guards: Option<RawGuards> = "guards",
    }
    also &["apiVersion", "kind"];
}

/// `rules` of a Config: codes and levels.
pub type RawRules = TextMap;

mapping! {
    /// `identity` of a Config.
    pub struct RawIdentity {
        /// The header's name.
        user_id_header: Option<Text> = "userIdHeader",
        /// What stands before the name in the header's value.
        user_id_prefix: Option<Text> = "userIdPrefix",
    }
}

mapping! {
    /// `mesh` of a Config: mesh principals, `<trust domain>/ns/<namespace>/sa/<ServiceAccount>`.
    pub struct RawMesh {
        /// The ingress gateway.
        ingress_gateway_principal: Option<Text> = "ingressGatewayPrincipal",
        /// The pipelines UI.
        kfp_ui_principal: Option<Text> = "kfpUiPrincipal",
        /// The notebook controller.
        notebook_controller_principal: Option<Text> = "notebookControllerPrincipal",
    }
}

mapping! {
    /// `namespace` of a Config.
    pub struct RawNamespace {
        /// Labels of every Namespace; an empty value removes a key.
        labels: Option<TextMap> = "labels",
    }
}

mapping! {
    /// `clusterRoles` of a Config.
    pub struct RawClusterRoles {
        /// The ClusterRole of role admin.
        admin: Option<Text> = "admin",
        /// The ClusterRole of role edit.
        edit: Option<Text> = "edit",
        /// The ClusterRole of role view.
        view: Option<Text> = "view",
    }
}

mapping! {
    /// `names` of a Config.
    pub struct RawNames {
        /// Patterns of which every tenant's name matches one; `*` stands for any text.
        allow: Option<Vec<Text>> = "allow",
        /// Names of removed tenants, which are not given again.
        retired: Option<Vec<Text>> = "retired",
    }
}

mapping! {
    /// `cloud` of a Config.
    pub struct RawCloud {
        /// Which identities tenants may have.
        allow: Option<RawCloudAllow> = "allow",
    }
}

mapping! {
    /// `cloud.allow` of a Config: patterns in which `*` stands for any text and `{tenant}` for the tenant's name.
    pub struct RawCloudAllow {
        /// Google service accounts.
        gcp: Option<Vec<Text>> = "gcp",
        /// ARNs of IAM roles.
        aws: Option<Vec<Text>> = "aws",
    }
}

mapping! {
    /// `limits` of a Config.
    pub struct RawLimits {
        /// The most bytes an input file may have.
        file_bytes: Option<Whole> = "fileBytes",
    }
}

mapping! {
    /// `guards` of a Config.
    pub struct RawGuards {
        /// How many tenants one change may remove; each was retired before.
        max_deleted_tenants: Option<Whole> = "maxDeletedTenants",
        /// In how many percent of the tenants one change may change access.
        max_changed_share: Option<Whole> = "maxChangedShare",
    }
}
