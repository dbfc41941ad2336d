//! Inputs that a case cannot hold: folders that are not there, files that are none, and bytes that are no text.
//!
//! Each ends with 2 and a message, leaves `rendered/` alone, and never hangs or panics. A case in `tests/cases` is the
//! better place for everything that a repository can hold.

use crate::support::sandbox::{Run, Sandbox, binary};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A run that takes longer hangs: on a pipe, say.
const PATIENCE: Duration = Duration::from_secs(60);
const PROFILE: &str = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata:\n  name: team-a\nspec:\n  \
                       owner: {kind: User, name: alice@example.com}\n";

/// A sound project, rendered, whose next run would change the tree.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("profiles/team-a.yaml", PROFILE);
    sandbox.run(&["render"]).expect(0);
    sandbox.write("profiles/team-a.yaml", PROFILE.replace("alice", "bob"));
    sandbox
}

fn run(mut command: Command) -> Run {
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.expect("the binary can be run");
    let id = child.id().to_string();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait_with_output()));
    match receiver.recv_timeout(PATIENCE) {
        Ok(output) => Run::of(output.expect("the binary can be waited for")),
        Err(_) => {
            let _ = Command::new("kill").arg(id).status();
            panic!("it hangs");
        }
    }
}

/// Everything below `rendered/`: its path and bytes.
fn rendered(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder.join("rendered")).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.map(|path| (path.clone(), std::fs::read(path).expect("a rendered file can be read"))).collect()
}

/// Fails unless the run ends with 2, says all of `wanted`, and leaves everything as it was.
#[track_caller]
fn refused(sandbox: &Sandbox, arguments: &[&str], wanted: &[&str]) {
    let before = rendered(sandbox.path());
    let mut command = sandbox.command();
    command.args(arguments);
    let run = run(command).expect(2);
    for text in wanted {
        assert!(run.stderr.contains(text), "not said: {text:?}\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    assert_harmless(&run);
    assert!(before == rendered(sandbox.path()), "rendered/ was touched");
}

/// Nothing that a terminal obeys or that hides text may be printed, but line ends.
#[track_caller]
fn assert_harmless(run: &Run) {
    let printed = format!("{}{}", run.stdout, run.stderr);
    let hidden = printed.chars().find(|character| *character != '\n' && tenantry::source::is_hidden(*character));
    assert_eq!(hidden, None, "{printed:?}");
}

#[test]
fn a_profiles_folder_that_is_not_there_is_named() {
    let sandbox = Sandbox::new();
    refused(&sandbox, &["render"], &["error[config-path]: the profiles folder profiles is not there", "`profiles:`"]);
    refused(&sandbox, &["render", "--profiles", "inputs"], &["the profiles folder inputs is not there"]);
    assert!(!sandbox.path().join("rendered").exists());
}

#[test]
fn a_profiles_folder_that_is_a_file_is_not_read() {
    let sandbox = Sandbox::new();
    sandbox.write("profiles", PROFILE);
    refused(&sandbox, &["render"], &["the profiles folder profiles is not there"]);
}

#[test]
fn an_empty_profiles_folder_without_a_tree_is_an_error() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path().join("profiles")).expect("a folder can be made");
    refused(&sandbox, &["render"], &["error[empty-profiles]: there are no Profiles in profiles", "team-a.yaml"]);
    refused(&sandbox, &["render", "--stdout"], &["error[empty-profiles]"]);
    refused(&sandbox, &["check"], &["error[empty-profiles]"]);
}

#[test]
fn bytes_that_are_no_text_are_refused_where_they_stand() {
    let sandbox = project();
    sandbox.write("profiles/b.yaml", b"apiVersion: kubeflow.org/v1\nkind: Prof\xffile\n");
    sandbox.write("profiles/c.yaml", b"apiVersion\0: a\n");
    sandbox.write("profiles/d.yaml", "apiVersion: a\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    refused(&sandbox, &["render"], &["profiles/b.yaml:2:11", "UTF-8", "profiles/c.yaml:1:", "profiles/d.yaml:1:"]);
}

#[test]
fn a_folder_named_like_a_file_is_refused_and_what_is_in_it_is_read() {
    let sandbox = project();
    sandbox.write("profiles/b.yaml/c.yaml", "oops: 1\n");
    let wanted = ["profiles/b.yaml is a folder, named like a file", "rename the folder", "profiles/b.yaml/c.yaml:1:1"];
    refused(&sandbox, &["render"], &wanted);
}

#[test]
fn a_file_over_the_limit_is_refused_and_not_read_to_its_end() {
    let sandbox = project();
    sandbox.write("profiles/b.yaml", format!("# {}\n{PROFILE}", "x".repeat(300 * 1024)));
    refused(&sandbox, &["render"], &["profiles/b.yaml", "262144"]);
}

#[test]
fn templates_that_were_asked_for_must_be_there_and_others_need_not() {
    let sandbox = project();
    let header = "apiVersion: tenantry.dev/v1alpha1\nkind: Config\n";
    sandbox.write("tenantry.yaml", format!("{header}templates: own\n"));
    refused(
        &sandbox,
        &["render"],
        &["the templates folder own is not there", "tenantry.yaml:3:12", "shipped templates"],
    );
    sandbox.write("tenantry.yaml", header);
    refused(&sandbox, &["render", "--templates", "own"], &["the templates folder own is not there"]);
    sandbox.run(&["render"]).expect(0);
}

#[test]
fn a_config_that_was_asked_for_must_be_there() {
    let sandbox = project();
    refused(&sandbox, &["render", "--config", "staging.yaml"], &["cannot read staging.yaml"]);
    refused(&sandbox, &["render", "-C", "nowhere"], &["nowhere"]);
}

#[test]
fn the_working_directory_can_be_chosen() {
    let sandbox = Sandbox::new();
    sandbox.write("deep/er/profiles/team-a.yaml", PROFILE);
    let run = sandbox.run(&["-C", "deep/er", "render"]).expect(0);
    assert!(run.stdout.contains("into rendered: 6 files created") || run.stdout.contains("1 tenant"), "{}", run.stdout);
    assert!(sandbox.path().join("deep/er/rendered/tenants/team-a/namespace.yaml").is_file());
}

#[test]
fn an_unknown_tenant_is_told_with_the_one_that_was_meant() {
    let sandbox = project();
    refused(&sandbox, &["render", "--only", "team_a"], &["there is no tenant `team_a`", "did you mean `team-a`?"]);
    refused(&sandbox, &["check", "--only", "\u{1b}[31mzebra"], &["there is no tenant `\\u{1b}[31mzebra`"]);
}

#[test]
fn a_terminal_escape_in_an_input_is_shown_and_never_obeyed() {
    const EVIL: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}\u{9b}31m\u{7f}";
    const ESCAPED: &str = "\\u001b]0;owned\\u0007\\u001b[2J\\u202e\\u009b31m\\u007f";
    for evil in [EVIL, ESCAPED] {
        for (old, new) in [
            ("alice@example.com", format!("\"{evil}\"")),
            ("team-a", format!("\"{evil}\"")),
            ("User", format!("\"{evil}\"")),
            ("Profile", format!("\"{evil}\"")),
            ("kubeflow.org/v1", format!("\"kubeflow.org/{evil}\"")),
            ("owner:", format!("\"{evil}\":")),
            ("kind: Profile", format!("kind: Profile # {evil}\noops: 1")),
        ] {
            let sandbox = project();
            sandbox.write("profiles/b.yaml", PROFILE.replacen(old, &new, 1));
            refused(&sandbox, &["render"], &["profiles/b.yaml"]);
            let styled = sandbox.run(&["render", "--color", "always"]).expect(2).stderr;
            let obeyed =
                ["\u{1b}]", "\u{1b}[2J", "\u{202e}", "\u{9b}", "\u{7}"].iter().find(|text| styled.contains(**text));
            assert_eq!(obeyed, None, "{styled:?}");
        }
        let sandbox = project();
        sandbox
            .write("tenantry.yaml", format!("apiVersion: tenantry.dev/v1alpha1\nkind: Config\nlayout: \"{evil}\"\n"));
        refused(&sandbox, &["render"], &["tenantry.yaml:3:"]);
        let sandbox = project();
        sandbox.write("templates/tenant/namespace.yaml.j2", format!("{{{{ tenant[\"{evil}\"] }}}}\n"));
        refused(&sandbox, &["render"], &["templates/tenant/namespace.yaml.j2:1:"]);
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::process::CommandExt as _;

    /// A user who owns nothing: nobody.
    const NOBODY: u32 = 65534;

    #[test]
    fn a_socket_and_a_pipe_named_like_files_are_refused_without_waiting_for_them() {
        let sandbox = project();
        let _socket = std::os::unix::net::UnixListener::bind(sandbox.path().join("profiles/b.yaml")).expect("a socket");
        refused(&sandbox, &["render"], &["profiles/b.yaml is no regular file"]);
        let sandbox = project();
        let pipe = Command::new("mkfifo").arg(sandbox.path().join("profiles/c.yaml")).status();
        assert!(pipe.expect("mkfifo can be run").success());
        refused(&sandbox, &["render"], &["profiles/c.yaml is no regular file"]);
    }

    #[test]
    fn links_among_the_inputs_are_refused_wherever_they_lead() {
        let sandbox = project();
        sandbox.write("elsewhere/b.yaml", PROFILE.replace("team-a", "team-b"));
        for (target, name) in
            [("nowhere", "dangling.yaml"), ("../elsewhere/b.yaml", "file.yaml"), ("../elsewhere", "folder")]
        {
            let link = sandbox.path().join("profiles").join(name);
            symlink(target, &link).expect("a link can be made");
            let wanted = format!("profiles/{name} is a symbolic link");
            refused(&sandbox, &["render"], &[&wanted, "replace it by the file"]);
            std::fs::remove_file(link).expect("a link can be removed");
        }
    }

    #[test]
    fn a_named_file_behind_a_link_is_refused_by_the_link_as_people_see_it() {
        let sandbox = project();
        sandbox.write("elsewhere/deep/b.yaml", PROFILE.replace("team-a", "team-b"));
        std::fs::create_dir(sandbox.path().join("profiles/sub")).expect("a folder can be made");
        symlink("../../elsewhere", sandbox.path().join("profiles/sub/link")).expect("a link can be made");
        let wanted = ["error[input-file]: profiles/sub/link is a symbolic link", "--> profiles/sub/link/deep/b.yaml"];
        refused(&sandbox, &["check", "profiles/sub/link/deep/b.yaml"], &wanted);
        sandbox.write("tenantry.yaml", "apiVersion: tenantry.dev/v1alpha1\nkind: Config\n");
        let wanted = "error[input-file]: ../profiles/sub/link is a symbolic link";
        let named = "../profiles/sub/link/deep/b.yaml";
        refused(&sandbox, &["-C", "elsewhere", "check", "--config", "../tenantry.yaml", named], &[wanted]);
    }

    #[test]
    fn a_config_and_folders_that_are_links_are_refused() {
        let sandbox = project();
        sandbox.write("real.yaml", "apiVersion: tenantry.dev/v1alpha1\nkind: Config\n");
        symlink("real.yaml", sandbox.path().join("tenantry.yaml")).expect("a link can be made");
        refused(&sandbox, &["render"], &["tenantry.yaml is a symbolic link"]);
        std::fs::remove_file(sandbox.path().join("tenantry.yaml")).expect("a link can be removed");
        symlink("profiles", sandbox.path().join("inputs")).expect("a link can be made");
        refused(&sandbox, &["render", "--profiles", "inputs"], &["inputs is a symbolic link"]);
        symlink("rendered", sandbox.path().join("output")).expect("a link can be made");
        refused(&sandbox, &["render", "--rendered", "output"], &["output is a symbolic link"]);
    }

    #[test]
    fn a_file_that_may_not_be_read_is_told_beside_the_others() {
        let sandbox = project();
        sandbox.write("profiles/c.yaml", "oops: 1\n");
        let secret = sandbox.write("profiles/b.yaml", PROFILE);
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).expect("permissions can be set");
        let mut command = Command::new(binary());
        command.current_dir(sandbox.path()).arg("render");
        if std::fs::read(&secret).is_ok() {
            // Only the super-user may read it all the same, and he can be somebody else.
            std::fs::set_permissions(sandbox.path(), std::fs::Permissions::from_mode(0o755))
                .expect("permissions can be set");
            let reach = Command::new(binary()).arg("--version").uid(NOBODY).output();
            if !reach.is_ok_and(|output| output.status.success()) {
                println!("SKIPPED: an unreadable file: user {NOBODY} cannot run {}", binary());
                return;
            }
            command.uid(NOBODY);
        }
        let before = rendered(sandbox.path());
        let run = run(command).expect(2);
        for wanted in ["cannot read profiles/b.yaml: Permission denied", "check who may read it", "profiles/c.yaml:1:1"]
        {
            assert!(run.stderr.contains(wanted), "not said: {wanted}\n{}", run.stderr);
        }
        assert!(before == rendered(sandbox.path()), "rendered/ was touched");
    }

    #[test]
    fn a_file_name_with_control_characters_is_written_out() {
        let sandbox = project();
        sandbox.write("profiles/b\u{1b}[31m\n.yaml", "oops: 1\n");
        refused(&sandbox, &["render"], &["b\\u{1b}[31m"]);
    }
}
