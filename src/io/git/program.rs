//! The back end that reads every repository that git reads: the program itself.

use super::back_end::{BackEnd, Commit, Entry, GitFile, Kind, LONGEST_PATH, MOST_FILES, Snapshot};
use super::listing::{self, Printed, below, id_of};
use super::run::{Runner, read_errors};
use super::{Environment, GitError};
use crate::render::{Digest, Hash};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// A repository read by the program.
pub(super) struct Program {
    runner: Runner,
    work_tree: Option<PathBuf>,
    hash: Hash,
}

impl Program {
    /// The repository around a folder.
    pub(super) fn discover(folder: &Path, environment: &Environment) -> Result<Option<Self>, GitError> {
        let bare = Runner::new(folder, Environment::default());
        let facts = ["rev-parse", "--absolute-git-dir", "--show-object-format", "--is-inside-work-tree"];
        let facts = match bare.text("open the repository", &facts) {
            Ok(facts) => facts,
            Err(GitError::NoRepository(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        // Last first: a path may hold anything.
        let mut facts = facts.rsplitn(3, '\n');
        let (is_inside, format, git_folder) = (facts.next(), facts.next(), facts.next().unwrap_or_default());
        let work_tree = match is_inside {
            Some("true") => Some(PathBuf::from(bare.text("find the top", &["rev-parse", "--show-toplevel"])?)),
            Some(_) | None => None,
        };
        let hash = if format == Some("sha256") { Hash::Sha256 } else { Hash::Sha1 };
        let environment = environment.for_repository(Path::new(git_folder), work_tree.as_deref());
        let top = work_tree.as_deref().unwrap_or(folder);
        Ok(Some(Self { runner: Runner::new(top, environment), work_tree, hash }))
    }

    fn id(&self, text: &str) -> Result<Commit, GitError> {
        let id = id_of(text, self.hash);
        let id = id.ok_or_else(|| GitError::Other("read an id", format!("it printed {text:?}")))?;
        Ok(Commit { id, hash: self.hash })
    }

    /// The id of a revision, if there is one.
    fn parse(&self, revision: &str) -> Result<Option<String>, GitError> {
        let ended = self.runner.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", revision])?;
        let text = String::from_utf8_lossy(&ended.output).trim().to_owned();
        let error = || self.runner.meaning("look for a revision", &ended.said);
        match ended.code {
            Some(0) => Ok(Some(text)),
            Some(_) | None => match error() {
                GitError::Other(..) => Ok(None),
                known => Err(known),
            },
        }
    }

    /// Lists a path; of a commit the folder itself, unless `depth` asks for what lies in it.
    fn list(&self, of: &Snapshot, path: &str, depth: &[&str]) -> Result<(Vec<u8>, Printed), GitError> {
        let commit;
        let mut arguments = Vec::new();
        let printed = match of {
            Snapshot::Commit(of) => {
                commit = of.to_string();
                arguments.extend(["ls-tree", "-z", "--full-tree"]);
                arguments.extend(depth);
                arguments.extend(["--end-of-options", &commit]);
                Printed::Tree
            }
            Snapshot::Index => {
                arguments.extend(["ls-files", "-s", "-z", "--full-name"]);
                Printed::Index
            }
        };
        if !path.is_empty() {
            arguments.extend(["--", path]);
        }
        Ok((self.runner.output("list files", &arguments)?, printed))
    }
}

impl BackEnd for Program {
    fn work_tree(&self) -> Option<&Path> {
        self.work_tree.as_deref()
    }

    fn hash(&self) -> Hash {
        self.hash
    }

    fn is_shallow(&self) -> Result<bool, GitError> {
        Ok(self.runner.text("see how deep the clone is", &["rev-parse", "--is-shallow-repository"])? == "true")
    }

    fn head(&self) -> Result<Option<Commit>, GitError> {
        self.parse("HEAD")?.map(|id| self.id(&id)).transpose()
    }

    fn commit(&self, revision: &str) -> Result<Commit, GitError> {
        let unknown = || GitError::UnknownRevision(revision.to_owned(), None);
        let object = self.parse(revision)?.ok_or_else(unknown)?;
        self.id(&self.parse(&format!("{object}^{{commit}}"))?.ok_or_else(unknown)?)
    }

    fn merge_base(&self, one: &Commit, other: &Commit) -> Result<Option<Commit>, GitError> {
        let ended = self.runner.run(&["merge-base", "--end-of-options", &one.to_string(), &other.to_string()])?;
        match ended.code {
            Some(0) => self.id(String::from_utf8_lossy(&ended.output).trim()).map(Some),
            Some(1) if ended.said.is_empty() => Ok(None),
            Some(_) | None => Err(self.runner.meaning("look for a common ancestor", &ended.said)),
        }
    }

    fn remotes(&self) -> Result<Vec<String>, GitError> {
        Ok(self.runner.text("list the remotes", &["remote"])?.lines().map(str::to_owned).collect())
    }

    fn files(&self, of: &Snapshot, folder: &str) -> Result<Vec<GitFile>, GitError> {
        let (output, printed) = self.list(of, folder, &["-r"])?;
        let files = listing::files(&output, printed, self.hash, folder)?;
        let is_sane = files.len() < MOST_FILES && files.iter().all(|file| file.path.len() <= LONGEST_PATH);
        if is_sane { Ok(files) } else { Err(GitError::TooMany(of.to_string())) }
    }

    fn entry(&self, of: &Snapshot, path: &str) -> Result<Option<Entry>, GitError> {
        let (output, printed) = self.list(of, path, &[])?;
        for line in listing::lines(&output, printed, self.hash) {
            let line = line?;
            if below(&line.path, path).is_some() {
                return Ok(Some(Entry::Folder));
            }
            if line.path == path && line.stage != 0 {
                return Err(GitError::Conflict(path.to_owned()));
            }
            if line.path == path {
                return Ok(Some(Kind::of_mode(line.mode).map_or(Entry::Folder, |kind| Entry::File(kind, line.id))));
            }
        }
        Ok(None)
    }

    fn read(&self, ids: &[Digest], limit: usize) -> Result<Vec<Vec<u8>>, GitError> {
        let mut command = self.runner.command(&["cat-file", "--batch", "--buffer"]);
        let mut child = self.runner.start(command.stdin(Stdio::piped()))?;
        let questions: String = ids.iter().map(|id| id.hex(self.hash) + "\n").collect();
        let errors = child.stderr.take();
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (read, said) = std::thread::scope(|scope| {
            let said = scope.spawn(move || read_errors(errors));
            // A program that ended early is told of by what it did not answer.
            scope.spawn(move || input.map(|mut input| input.write_all(questions.as_bytes())));
            let mut output = output.map(BufReader::new);
            let read = output.as_mut().map_or(Ok(Vec::new()), |output| {
                ids.iter().map(|id| self.answer(output, id, limit)).collect::<Result<Vec<_>, _>>()
            });
            // It cannot be kept waiting for us any more.
            drop(output);
            (read, said.join().unwrap_or_default())
        });
        drop(child.wait());
        match read {
            Err(error) if !said.is_empty() => Err(match self.runner.meaning("read files", &said) {
                GitError::Other(..) if matches!(error, GitError::Missing(_)) => error,
                meaning => meaning,
            }),
            read => read,
        }
    }
}

impl Program {
    /// One answer: `<id> blob <size>\n<bytes>\n`, or `<id> missing\n`.
    fn answer(&self, output: &mut impl BufRead, id: &Digest, limit: usize) -> Result<Vec<u8>, GitError> {
        let failed = |error: std::io::Error| GitError::Other("read files", error.to_string());
        let mut line = String::new();
        output.read_line(&mut line).map_err(failed)?;
        let mut words = line.trim_end().rsplit(' ');
        let (last, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let size = match (kind, last.parse::<u64>()) {
            ("blob", Ok(size)) => size,
            (_, Ok(_)) => return Err(GitError::Other("read a file", format!("{} is no file", id.hex(self.hash)))),
            (_, Err(_)) => return Err(GitError::Missing(id.hex(self.hash))),
        };
        let kept = size.min((limit as u64).saturating_add(1));
        let mut bytes = Vec::new();
        output.take(kept).read_to_end(&mut bytes).map_err(failed)?;
        let rest = size - kept + 1;
        let skipped = std::io::copy(&mut output.take(rest), &mut std::io::sink()).map_err(failed)?;
        if bytes.len() as u64 != kept || skipped != rest {
            return Err(GitError::Missing(id.hex(self.hash)));
        }
        Ok(bytes)
    }
}
