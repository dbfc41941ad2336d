//! What tenantry itself refuses or warns of, beyond what the API server refuses: one rule a file.
//!
//! A rule is a code with its page, and a function over plain values that says whether it is broken. Rules know nothing of
//! tenants, so that the constructors of checked types can run them; what needs several tenants at once is judged in
//! `tenant` with the codes from here.

mod aws_role;
mod broken;
mod cloud_allow;
mod cloud_side;
mod doubled_prefix;
mod engine_unset;
mod file_name;
mod gcp_account;
mod gcp_account_shape;
mod hidden_text;
mod identity_header;
mod layout_limit;
mod level;
mod look_alike;
mod non_ascii_name;
mod owner_contributor;
mod owner_namespace;
mod platform_namespace;
mod plugin_key;
mod principal;
mod profile_namespace;
mod quota_hint;
mod reserved_key;
mod retired_access;
mod secret;
mod shared_cloud_identity;
mod spelling;
mod tenant_names;
mod two_roles;
mod unfilled_placeholder;
mod unpermitted_kind;
mod unprotected_namespace;
mod user_name;

pub use aws_role::{AWS_ROLE, aws_role};
pub use broken::Broken;
pub use cloud_allow::{CLOUD_ALLOW, CLOUD_IDENTITY, no_list, not_allowed};
pub use cloud_side::{CLOUD_SIDE, aws_side, gcp_side};
pub use doubled_prefix::{DOUBLED_PREFIX, doubled_prefix};
pub use engine_unset::{ENGINE_UNSET, engine_unset};
pub use file_name::{FILE_NAME, file_name};
pub use gcp_account::{GCP_ACCOUNT, gcp_account};
pub use gcp_account_shape::{GCP_SHAPE, gcp_shape};
pub use hidden_text::{HIDDEN_TEXT, hidden_text};
pub use identity_header::IDENTITY_HEADER;
pub use layout_limit::{LAYOUT_LIMIT, Size, layout_limits};
pub use level::Level;
pub use look_alike::{LOOK_ALIKE_PERSON, LOOK_ALIKE_TENANT, look, look_alike_person, look_alike_tenant};
pub use non_ascii_name::{NON_ASCII_NAME, non_ascii_name};
pub use owner_contributor::{OWNER_CONTRIBUTOR, owner_contributor};
pub use owner_namespace::{OWNER_NAMESPACE, owner_namespace};
pub use platform_namespace::{PLATFORM_NAMESPACE, platform_namespace};
pub use plugin_key::{PLUGIN_KEY, plugin_key};
pub use principal::{PRINCIPAL, principal};
pub use profile_namespace::{PROFILE_NAMESPACE, profile_namespace};
pub use quota_hint::QUOTA_HINT;
pub use reserved_key::{RESERVED_KEY, reserved_key};
pub use retired_access::RETIRED_ACCESS;
pub use secret::{SECRET, secret_places, secrets_in};
pub use shared_cloud_identity::{SHARED_CLOUD_IDENTITY, shared_cloud_identity};
pub use spelling::{SPELLING, person, spelling};
pub use tenant_names::{NAME_NOT_ALLOWED, RESERVED_NAME, RETIRED_NAME, name_not_allowed, reserved_name, retired_name};
pub use two_roles::{TWO_ROLES, two_roles};
pub use unfilled_placeholder::{UNFILLED_PLACEHOLDER, placeholder, unfilled};
pub use unpermitted_kind::{UNPERMITTED_KIND, unpermitted_kind};
pub use unprotected_namespace::UNPROTECTED_NAMESPACE;
pub use user_name::{USER_NAME, user_name};

use crate::diagnostic::Rule;

/// The rules of this folder, file by file.
pub(crate) const RULES: &[&[Rule]] = &[
    aws_role::RULES,
    cloud_allow::RULES,
    cloud_side::RULES,
    doubled_prefix::RULES,
    engine_unset::RULES,
    file_name::RULES,
    gcp_account::RULES,
    gcp_account_shape::RULES,
    hidden_text::RULES,
    identity_header::RULES,
    layout_limit::RULES,
    look_alike::RULES,
    non_ascii_name::RULES,
    owner_contributor::RULES,
    owner_namespace::RULES,
    platform_namespace::RULES,
    plugin_key::RULES,
    principal::RULES,
    profile_namespace::RULES,
    quota_hint::RULES,
    reserved_key::RULES,
    retired_access::RULES,
    secret::RULES,
    shared_cloud_identity::RULES,
    spelling::RULES,
    tenant_names::RULES,
    two_roles::RULES,
    unfilled_placeholder::RULES,
    unpermitted_kind::RULES,
    unprotected_namespace::RULES,
    user_name::RULES,
];

/// Every code that a config may name under `rules`: those of this folder, and those of documents.
pub fn known() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().chain([crate::profile::codes::RULES]).flatten()
}

/// Every rule whose level `rules:` of a config may change.
pub fn adjustable() -> impl Iterator<Item = &'static Rule> {
    known().filter(|rule| rule.adjustable)
}
