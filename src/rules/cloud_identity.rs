//! `aws-role`, `gcp-account`, `gcp-account-shape`: cloud identities that no cloud has.
//!
//! Sources: AWS IAM's identifier rules for role ARNs; Google Cloud's rules for service account and project IDs. The
//! profile controller retries for ever on an account without `@PROJECT.` or without the ending: those are errors; the
//! other rules of Google's are warnings, since the controller takes what breaks them.
//!
//! Bad: `arn:aws:iam::123456789012:root`, `vision`. Good: `arn:aws:iam::123456789012:role/team/vision`,
//! `vision@proj-a.iam.gserviceaccount.com`.

use super::Broken;
use super::level::Rule;
use crate::diagnostic::Code;

/// Always an error: the annotation would name no role.
pub const AWS_ROLE: Code = Code("aws-role");
/// Always an error: the controller refuses it, too.
pub const GCP_ACCOUNT: Code = Code("gcp-account");
/// Warns: an account that Google Cloud could not have made.
pub const GCP_SHAPE: Rule = Rule::warn(Code("gcp-account-shape"));

const GCP_ENDING: &str = ".iam.gserviceaccount.com";

/// Refuses what is no ARN of an IAM role.
pub fn aws_role(arn: &str) -> Result<(), Broken> {
    const HELP: &str = "write the role's ARN: `arn:aws:iam::<12 digits>:role/<name>`";
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, partition, service, region, account, resource] = parts.as_slice() else {
        return Err(Broken::new("this is no ARN", HELP));
    };
    let path = resource.strip_prefix("role/");
    let name = path.and_then(|path| path.rsplit('/').next());
    let sound = parts[0] == "arn"
        && is_partition(partition)
        && *service == "iam"
        && region.is_empty()
        && account.len() == 12
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && path.is_some_and(|path| path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'*'))
        && name.is_some_and(is_role_name)
        && (20..=2048).contains(&arn.len());
    if sound { Ok(()) } else { Err(Broken::new("this is no ARN of an IAM role", HELP)) }
}

fn is_partition(partition: &str) -> bool {
    let is_isolated = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    matches!(partition, "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc")
        || partition.strip_prefix("aws-iso").is_some_and(is_isolated)
}

fn is_role_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte))
}

/// Refuses a Google service account that the controller refuses.
pub fn gcp_account(account: &str) -> Result<(), Broken> {
    const HELP: &str = "write it as `<name>@<project>.iam.gserviceaccount.com`";
    let project = account.strip_suffix(GCP_ENDING).and_then(|rest| rest.split_once('@')).map(|(_, project)| project);
    match project {
        Some(project) if !project.is_empty() => Ok(()),
        Some(_) | None => Err(Broken::new("this is no Google service account", HELP)),
    }
}

/// Warns of a Google service account whose parts break Google's naming rules. Sound by [`gcp_account`] before.
pub fn gcp_shape(account: &str) -> Result<(), Broken> {
    let (id, project) = account.strip_suffix(GCP_ENDING).and_then(|rest| rest.split_once('@')).unwrap_or(("", ""));
    let (project_id, domain) = project.split_once('.').unwrap_or((project, "example.com"));
    let domain_sound =
        domain.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte));
    if is_gcp_id(id) && is_gcp_id(project_id) && domain_sound {
        return Ok(());
    }
    let help = "account and project IDs have 6 to 30 lower-case letters, digits and dashes and start with a letter";
    Err(Broken::new("Google Cloud has no service account of this form", help))
}

fn is_gcp_id(id: &str) -> bool {
    let bytes = id.as_bytes();
    (6..=30).contains(&bytes.len())
        && bytes[0].is_ascii_lowercase()
        && bytes[bytes.len() - 1] != b'-'
        && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::{aws_role, gcp_account, gcp_shape};

    #[test]
    fn roles_are_told_from_other_arns() {
        for good in ["arn:aws:iam::111122223333:role/k1", "arn:aws-cn:iam::111122223333:role/a/b/k_1+=,.@-"] {
            assert!(aws_role(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "arn:aws:iam::111122223333:root",
            "arn:aws:sts::111122223333:assumed-role/a/b",
            "arn:aws:iam::1111:role/a",
            "arn:aws:iam::111122223333:role/*",
            "arn:aws-iso*:iam::111122223333:role/a",
            "arn:aws:iam::111122223333:role/",
        ] {
            assert!(aws_role(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn google_accounts_have_a_project_and_the_ending() {
        assert!(gcp_account("vision@proj-a.iam.gserviceaccount.com").is_ok());
        assert!(gcp_shape("vision@proj-a.example.com.iam.gserviceaccount.com").is_ok());
        assert!(gcp_shape("v@proj-a.iam.gserviceaccount.com").is_err());
        for bad in ["", "vision", "vision@proj-a.example.com", "vision.iam.gserviceaccount.com"] {
            assert!(gcp_account(bad).is_err(), "{bad}");
        }
    }
}
