//! tenantry renders Kubeflow `Profile` files into the committed tree of manifests that gives every tenant its namespace,
//! access, mesh policy, quota and cloud identity. This page is the map of the code.
//!
//! # The flow: one way, five stages
//!
//! ```text
//! read     ->  resolve   ->  render         ->  plan             ->  report
//! bytes        Profiles      OutputTree         Plan                 text
//!              + Config      (path -> digest)   (tree x baseline)
//! ```
//!
//! | stage | function | module |
//! |---|---|---|
//! | read | [`load`]: the bytes of one file to raw documents with places | [`source`], [`profile`] |
//! | resolve | [`resolve`]: one file's raw documents to checked tenants; [`tenant::Tenants::join`] | [`rules`], [`plugin`], [`config`], [`tenant`] |
//! | render | [`render::Renderer`]: tenants through templates to files | [`object`], [`render`] |
//! | plan | [`plan`](fn@plan): the tree against a baseline, file by file; [`review::compare_tenant`]: what that does to whom, object by object | [`access`], [`plan`](mod@plan), [`review`] |
//! | report | [`report`]: diagnostics, plans and reviews as text | [`report`] |
//!
//! The three in the middle are functions over values: no file system, clock, environment, randomness or hash order. `render`,
//! `check` and `diff` are the same pipeline and differ only in what happens to the plan at the end, so that what was shown is
//! what is written. A stage returns a value *and* diagnostics and goes on past one bad file; `Result` is for what stops a run.
//!
//! Files are read, resolved and rendered in parallel, each by itself, and joined in the order of their paths: the same input
//! gives the same bytes for any number of threads. A tenant's bytes are made and hashed; what is new is kept, up to a
//! budget ([`render::Budget`]); beyond it they are made a second time, so that memory does not grow with the tree.
//!
//! # Modules, lowest first
//!
//! Imports point down this list only; a test reads them.
//!
//! | module | |
//! |---|---|
//! | [`diagnostic`] | what is wrong, where, and the next edit, as values |
//! | [`source`] | strict YAML: bytes to nodes with byte ranges, and the canonical writer |
//! | [`kubernetes`] | what the API server accepts, and how it writes values back |
//! | [`profile`] | the raw mirror of the documents people write |
//! | [`rules`] | what tenantry itself refuses or warns of, one rule a file |
//! | [`plugin`] | cloud identities |
//! | [`config`] | the settings of one cluster |
//! | [`tenant`] | checked tenants |
//! | [`object`] | a rendered object: identity, the fields of its kind, canonical order |
//! | [`access`] | who may reach what, by the objects of a tenant, and what a change of them opens and closes |
//! | [`render`] | templates, files, the tree |
//! | [`plan`](mod@plan) | tree against baseline, file by file; plans that are saved |
//! | [`review`] | what a change does: tenants, objects, fields, access, and the guards over it |
//! | [`restore`] | earlier inputs, with what was born since kept as Retired |
//! | [`schema`] | JSON Schema of what people write |
//! | [`report`] | text for people, and the formats for programs |
//! | [`explain`] | every code with its page; knows them all, used by `commands` alone |
//! | [`io`] | the edge: the only modules that touch files, Git and the terminal; used by `commands` alone |
//! | [`commands`] | one file per verb: the stages in order |
//!
//! # Where the next things go
//!
//! Older Kubeflow eras: a folder of templates beside `templates/tenant`, a key of [`config`], another scheme in
//! [`tenant::binding_name`]. A platform tree: templates rendered once, as those of sync engines are ([`render::GITOPS`]). Groups,
//! several owners, classes: fields of [`profile::RawTenantSpec`] and [`tenant::Tenant`]. Another layout: [`render::TreePath`] and
//! the lists for kustomize. Other formats for programs: [`report::machine`]. A rule: a file in [`rules`] with its page, and a line
//! in its table. An exact decision who reaches what, in the place of the coarse one: behind [`access::compare`].
//!
//! # What is written by hand, and why
//!
//! - **YAML strictness** ([`source`]): no YAML crate agrees with kubectl on every scalar, and readers disagree among themselves;
//!   scanning is left to a crate, what to refuse is ours.
//! - **The API server's validation and quantities** ([`kubernetes`]): no Rust crate has them; truth tables hold them to the
//!   server both ways.
//! - **What differs between two objects** (`review::fields`): no crate knows which lists of Kubernetes have an order, and a diff by
//!   position shows one line that moved as many that changed.
//! - **Reading with places** ([`profile`]): derived readers stop at the first mistake and forget where it stood.
//! - **Replacing files** (`io::staging`): written aside beneath a handle of the folder, then renamed; a new tenant's folder
//!   appears as a whole. Crates for atomic files do one file by path, and follow links on the way.

#![forbid(unsafe_code)]

pub mod access;
pub mod cli;
pub mod commands;
pub mod config;
pub mod diagnostic;
pub mod explain;
pub mod io;
pub mod kubernetes;
pub mod object;
pub mod outcome;
pub mod plan;
pub mod plugin;
pub mod profile;
pub mod render;
pub mod report;
pub mod restore;
pub mod review;
pub mod rules;
pub mod schema;
pub mod source;
pub mod tenant;

pub use plan::plan;
pub use profile::load;
pub use tenant::resolve;
