//! The same input, the same bytes: whatever the threads, the order of folders, the environment or the place.

use crate::support::conformance::repository;
use crate::support::objects::{by_key, differences, of_text, of_tree};
use crate::support::sandbox::{Sandbox, binary, copy};
use crate::support::tree::{Tree, read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The repository's own example, without its tree.
fn example() -> Sandbox {
    let sandbox = Sandbox::new();
    for part in ["profiles", "tenantry.yaml"] {
        copy(&repository().join(part), &sandbox.path().join(part));
    }
    sandbox
}

fn rendered(sandbox: &Sandbox) -> Tree {
    read(&sandbox.path().join("rendered"))
}

fn reference() -> Tree {
    let sandbox = example();
    sandbox.run(&["render"]).expect(0);
    rendered(&sandbox)
}

#[test]
fn the_number_of_threads_does_not_show() {
    let reference = reference();
    for threads in ["1", "2", "8"] {
        let sandbox = example();
        sandbox.run(&["render", "--threads", threads]).expect(0);
        assert!(rendered(&sandbox) == reference, "{threads} threads make other bytes");
    }
}

#[test]
fn locale_time_zone_and_umask_do_not_show() {
    let reference = reference();
    for environment in [[("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu")], [("LANG", "C"), ("TZ", "UTC")]] {
        let sandbox = example();
        let run = sandbox.command().envs(environment).arg("render").status().expect("the binary can be run");
        assert!(run.success());
        assert!(rendered(&sandbox) == reference, "{environment:?} makes other bytes");
    }
    let sandbox = example();
    let script = format!("umask 077 && exec {} render", binary());
    let run = std::process::Command::new("sh").args(["-c", &script]).current_dir(sandbox.path()).status();
    assert!(run.expect("sh can be run").success());
    assert!(rendered(&sandbox) == reference, "a umask makes other bytes");
}

#[test]
fn neither_the_order_of_files_nor_their_folders_show() {
    let reference = reference();
    let profiles = files(&repository().join("profiles"));
    for round in 0..4 {
        let sandbox = Sandbox::new();
        copy(&repository().join("tenantry.yaml"), &sandbox.path().join("tenantry.yaml"));
        let mut order: Vec<_> = profiles.iter().enumerate().collect();
        // Another order of making the files is another order in which a folder lists them.
        order.sort_by_key(|(index, _)| (index * 7 + round * 5) % profiles.len());
        for (index, file) in order {
            let name = file.file_name().expect("a file has a name").to_string_lossy();
            let text = std::fs::read(file).expect("a profile can be read");
            sandbox.write(&format!("profiles/{}/{}/{name}", (index + round) % 3, index % 2), text);
        }
        sandbox.run(&["render"]).expect(0);
        assert!(rendered(&sandbox) == reference, "round {round} makes other bytes");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

#[test]
fn neither_the_checkout_nor_the_working_directory_show() {
    let reference = reference();
    let sandbox = Sandbox::new();
    let deep = sandbox.path().join("a b/ü/checkout");
    std::fs::create_dir_all(&deep).expect("folders can be made");
    for part in ["profiles", "tenantry.yaml"] {
        copy(&repository().join(part), &deep.join(part));
    }
    sandbox.run(&["-C", "a b/ü/checkout", "render"]).expect(0);
    assert!(read(&deep.join("rendered")) == reference, "another checkout makes other bytes");
}

#[test]
fn a_second_render_writes_nothing() {
    let sandbox = example();
    sandbox.run(&["render"]).expect(0);
    let seen = |folder: &Path| -> Vec<_> {
        let entries =
            walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("it can be walked"));
        entries
            .map(|entry| {
                let metadata = entry.metadata().expect("it can be looked at");
                (entry.into_path(), metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
            })
            .collect()
    };
    let before = seen(&sandbox.path().join("rendered"));
    let second = sandbox.run(&["render"]).expect(0);
    assert!(second.stdout.contains("0 files created, 0 changed, 0 removed"), "{}", second.stdout);
    assert_eq!(before, seen(&sandbox.path().join("rendered")));
    sandbox.run(&["check"]).expect(0);
}

#[test]
fn one_tenant_alone_gets_the_bytes_that_it_gets_among_all() {
    let reference = reference();
    let sandbox = example();
    sandbox.run(&["render", "--only", "team-vision"]).expect(0);
    let alone = rendered(&sandbox);
    let of_tenant = |tree: &Tree| -> Tree {
        let files = tree.iter().filter(|(path, _)| path.starts_with("tenants/team-vision/"));
        files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    assert_eq!(of_tenant(&alone), of_tenant(&reference));
    let beside: Vec<_> = alone.keys().filter(|path| !path.starts_with("tenants/team-vision/")).collect();
    let of_all = |path: &str| path == "tenants/kustomization.yaml" || path.starts_with("gitops/");
    assert!(beside.iter().all(|path| of_all(path)), "only what names all tenants beside it: {beside:?}");
}

#[test]
fn the_stream_holds_the_objects_of_the_tree() {
    let sandbox = example();
    let stream = sandbox.run(&["render", "--stdout"]).expect(0);
    assert!(!sandbox.path().join("rendered").exists());
    sandbox.run(&["render"]).expect(0);
    let tree = of_tree(&sandbox.path().join("rendered"));
    assert_eq!(differences(&tree, &by_key(of_text(&stream.stdout))), Vec::<String>::new());
}

#[test]
fn one_tenant_alone_leaves_the_rest_of_the_tree_untouched() {
    let sandbox = example();
    sandbox.run(&["render"]).expect(0);
    let folder = sandbox.path().join("rendered/tenants");
    let inodes = || -> Vec<_> {
        let entries = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter();
        let entries = entries.map(|entry| entry.expect("it can be walked"));
        entries.map(|entry| (entry.metadata().expect("it can be looked at").ino(), entry.into_path())).collect()
    };
    let before = inodes();
    // Two tenants are stale, one of them is rendered: the other stays stale, and so does the list.
    for tenant in ["team-vision", "team-nlp"] {
        let stale = folder.join(tenant).join("namespace.yaml");
        let text = std::fs::read_to_string(&stale).expect("it was rendered");
        std::fs::write(&stale, format!("{text}# stale\n")).expect("a file can be written");
    }
    sandbox.run(&["render", "--only", "team-vision"]).expect(0);
    let after = inodes();
    let replaced = before.iter().zip(&after).filter(|(before, after)| before != after).map(|(_, (_, path))| path);
    assert_eq!(replaced.collect::<Vec<_>>(), [&folder.join("team-vision/namespace.yaml")]);
    sandbox.run(&["check", "--only", "team-vision"]).expect(0);
    sandbox.run(&["check"]).expect(1);
}

#[test]
fn the_stream_is_in_the_order_of_the_paths() {
    let sandbox = example();
    // One name is the start of another: as paths, folder by folder, the shorter comes first.
    let profile = sandbox.read("profiles/team-vision.yaml");
    sandbox.write("profiles/team-vision-2.yaml", profile.replace("team-vision", "team-vision-2"));
    let stream = of_text(&sandbox.run(&["render", "--stdout"]).expect(0).stdout);
    sandbox.run(&["render"]).expect(0);
    let mut paths = files(&sandbox.path().join("rendered"));
    paths.retain(|path| !path.ends_with("kustomization.yaml"));
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).expect("a rendered file is UTF-8"));
    let tree: Vec<_> = texts.flat_map(|text| of_text(&text)).collect();
    assert!(stream == tree, "the stream is in another order than the tree");
}

#[test]
fn another_file_system_does_not_show() {
    // Lists folders in the order of making, newest first, where a disk lists by a hash of the name.
    let memory = Path::new("/dev/shm");
    let Ok(folder) = tempfile::tempdir_in(memory) else {
        println!("SKIPPED: rendering on another file system: nothing can be written in {}", memory.display());
        return;
    };
    for part in ["profiles", "tenantry.yaml"] {
        copy(&repository().join(part), &folder.path().join(part));
    }
    let place = folder.path().to_str().expect("the path is UTF-8");
    Sandbox::new().run(&["-C", place, "render"]).expect(0);
    assert!(read(&folder.path().join("rendered")) == reference(), "another file system makes other bytes");
}
