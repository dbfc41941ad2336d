//! The codes of problems in the config.

use crate::diagnostic::rules;

rules! {
    /// A value of the config that cannot be.
    ///
    /// The message says what the key takes.
    ///
    /// Source: tenantry itself, and for labels, header and role names the API server and RFC 9110.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// identity: {userIdHeader: "user id"}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// identity: {userIdHeader: kubeflow-userid}
    /// ```
    pub CONFIG_VALUE = "config-value": Error;
    /// The config is for another version of tenantry.
    ///
    /// `version:` names the tenantry that rendered the tree, so that an upgrade is a change of its own and never comes in
    /// passing. Nothing else is looked at: another version may know other keys and print other bytes. Use that version (in a
    /// clone of tenantry, `git checkout v` and the number, then `cargo install --locked --path .`); or move: in a change of its
    /// own write the new number, run `tenantry render`, and look at `tenantry diff` before it is merged. Without the key any
    /// version renders.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// version: 0.0.1
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// ```
    pub VERSION = "version": Error;
    /// A folder that the config names is not there, or not where it may be.
    ///
    /// All folders lie inside of the repository, none is a symbolic link, and `rendered` lies in none of the others.
    ///
    /// Source: tenantry itself: what lies outside of the repository, or behind a link, has no history.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// profiles: ../profiles
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// profiles: profiles
    /// ```
    pub CONFIG_PATH = "config-path": Error;
}
