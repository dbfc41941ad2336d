//! Edits that widen access, each a kind of its own.

mod account;
mod mesh;
mod namespace;
mod rbac;
mod whole;

use super::random::Random;
use super::world::World;

/// What the edit taken back is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// Only less reach: it must not be called wider.
    Narrows,
    /// Another reach, or one that is not modelled.
    Any,
}

/// A way to widen access in rendered objects.
pub struct Kind {
    /// What it does.
    pub name: &'static str,
    /// The edit; none where this tenant has nothing to edit.
    pub edit: fn(&mut World, &mut Random) -> Option<()>,
    /// What the way back is.
    pub back: Back,
}

/// A kind of which the way back narrows.
const fn kind(name: &'static str, edit: fn(&mut World, &mut Random) -> Option<()>) -> Kind {
    Kind { name, edit, back: Back::Narrows }
}

/// A kind of which nothing is asked of the way back.
const fn one_way(name: &'static str, edit: fn(&mut World, &mut Random) -> Option<()>) -> Kind {
    Kind { name, edit, back: Back::Any }
}

/// Kinds that edit the same objects, and the kinds of the objects that their tenants need; every object where none is named.
pub struct Group {
    /// The kinds of edits.
    pub kinds: &'static [Kind],
    /// The kinds of objects.
    pub of: &'static [&'static str],
}

/// Every kind.
pub const GROUPS: [Group; 6] = [
    Group { kinds: mesh::KINDS, of: &["AuthorizationPolicy"] },
    Group { kinds: mesh::guard::KINDS, of: &["AuthorizationPolicy"] },
    Group { kinds: rbac::KINDS, of: &["RoleBinding", "Role"] },
    Group { kinds: account::KINDS, of: &["ServiceAccount"] },
    Group { kinds: namespace::KINDS, of: &["AuthorizationPolicy"] },
    Group { kinds: whole::KINDS, of: &[] },
];
