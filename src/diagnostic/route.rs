//! Where inside a value: `spec.hard.cpu` as steps, made into a byte range by whoever holds the text.
//!
//! Checks that know nothing of files report a [`Problem`] at a [`Route`].

use std::fmt;

/// One step from a value to a value inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The value under this key of a mapping.
    Key(String),
    /// The key itself, not the value under it. Only as the last step.
    KeyItself(String),
    /// The item at this index of a list, from 0.
    Index(usize),
}

/// The way from the root of a value to a value inside it. Displays as `spec.scopes[1]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Vec<Step>);

impl Route {
    /// The route to the value itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// This route, one step further to the value under `key`.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        self.then(Step::Key(key.into()))
    }

    /// This route, one step further to `key` itself.
    #[must_use]
    pub fn key_itself(&self, key: impl Into<String>) -> Self {
        self.then(Step::KeyItself(key.into()))
    }

    /// This route, one step further to the item at `index`.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    /// The steps from the root.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl From<&Route> for Route {
    fn from(route: &Route) -> Self {
        route.clone()
    }
}

/// The way to a value while one walks there: borrowed steps, which cost nothing unless something is wrong and a [`Route`]
/// is made of them.
#[derive(Clone, Copy, Debug)]
pub struct Trail<'a>(Option<(&'a Trail<'a>, Footstep<'a>)>);

/// A [`Step`] that is borrowed.
#[derive(Clone, Copy, Debug)]
enum Footstep<'a> {
    Key(&'a str),
    KeyItself(&'a str),
    Index(usize),
}

impl<'a> Trail<'a> {
    /// The trail to the value itself.
    pub const ROOT: Self = Self(None);

    /// This trail, one step further to the value under `key`.
    #[must_use]
    pub fn key(&'a self, key: &'a str) -> Self {
        Self(Some((self, Footstep::Key(key))))
    }

    /// This trail, one step further to `key` itself.
    #[must_use]
    pub fn key_itself(&'a self, key: &'a str) -> Self {
        Self(Some((self, Footstep::KeyItself(key))))
    }

    /// This trail, one step further to the item at `index`.
    #[must_use]
    pub fn index(&'a self, index: usize) -> Self {
        Self(Some((self, Footstep::Index(index))))
    }
}

impl From<&Trail<'_>> for Route {
    fn from(trail: &Trail<'_>) -> Self {
        let Some((before, last)) = trail.0 else { return Self::root() };
        let mut route = Self::from(before);
        route.0.push(match last {
            Footstep::Key(key) => Step::Key(key.to_owned()),
            Footstep::KeyItself(key) => Step::KeyItself(key.to_owned()),
            Footstep::Index(index) => Step::Index(index),
        });
        route
    }
}

impl From<Trail<'_>> for Route {
    fn from(trail: Trail<'_>) -> Self {
        Self::from(&trail)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) | Step::KeyItself(key) if position == 0 => write!(f, "{key}")?,
                Step::Key(key) | Step::KeyItself(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// Something wrong with a part of a value, said without knowing which file the value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The part that is wrong.
    pub route: Route,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The exact next edit, where one is known.
    pub help: Option<String>,
}

impl Problem {
    /// A problem at `route`, without help.
    pub fn new(route: impl Into<Route>, message: impl Into<String>) -> Self {
        Self { route: route.into(), message: message.into(), help: None }
    }

    /// The same problem of a part of a larger value, which stands at `outer` in it.
    #[must_use]
    pub fn below(self, outer: impl Into<Route>) -> Self {
        let Route(mut steps) = outer.into();
        steps.extend(self.route.0);
        Self { route: Route(steps), ..self }
    }

    /// The message as a sentence of its own: one that starts with its verb speaks of the part at the route.
    pub fn sentence(&self) -> String {
        let is_predicate = ["is ", "must ", "has "].iter().any(|verb| self.message.starts_with(verb));
        match self.route.0.last() {
            Some(Step::Key(key) | Step::KeyItself(key)) if is_predicate => format!("`{key}` {}", self.message),
            Some(Step::Index(_)) if is_predicate => format!("this item {}", self.message),
            Some(_) | None => self.message.clone(),
        }
    }

    /// The same with the next edit.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
