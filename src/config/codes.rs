//! The codes of problems in the config.

use crate::diagnostic::rules;

rules! {
    /// A value of the config that cannot be.
    pub CONFIG_VALUE = "config-value": Error;
    /// The config is for another version of tenantry.
    pub VERSION = "version": Error;
    /// A folder that the config names is not there, or not where it may be.
    pub CONFIG_PATH = "config-path": Error;
}
