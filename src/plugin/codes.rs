//! The codes of problems with plugins.

use crate::diagnostic::rules;

rules! {
    /// A plugin of a kind that is not there.
    pub UNKNOWN_PLUGIN = "unknown-plugin": Error;
    /// Two plugins of one kind: the controller never comes to an end with them.
    pub DUPLICATE_PLUGIN = "duplicate-plugin": Error;
    /// A plugin's spec that does not decode.
    pub PLUGIN_SPEC = "plugin-spec": Error;
}
