//! The ARN of an IAM role. Only its form; whether the tenant may have that role is for `cloud_allow`.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A plugin names something that is no role of AWS IAM.
    ///
    /// The annotation on the ServiceAccount would name no role, and every pod of the tenant would fail to get credentials.
    /// An assumed role, a user, the account's root and a wildcard are no roles.
    ///
    /// Source: AWS IAM, "IAM identifiers": the form of a role's ARN. The profile controller checks nothing but that the
    /// text is not empty.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:root", annotateOnly: true}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/ml/team-a", annotateOnly: true}
    /// ```
    pub AWS_ROLE = "aws-role": Error;
}

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

#[cfg(test)]
mod tests {
    use super::aws_role;

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
}
