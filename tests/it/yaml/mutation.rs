//! Small edits to a file, of the kind in which parsers differ.
//!
//! Only bytes; what must hold for the result is said by the tests.

use proptest::prelude::*;

const PIECES: [&str; 44] = [
    " ",
    "  ",
    "\n",
    "\r\n",
    "\n\n",
    ":",
    ": ",
    "- ",
    "? ",
    "#",
    " # c\n",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!x ",
    "|\n",
    ">-\n",
    "|+\n  ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "<<: ",
    "yes",
    "0x1",
    "1e3",
    "~",
    "\\",
    "\\n",
    "\\x41",
    "@",
    "`",
    "{{ x }}",
    "key: v\n",
    "a: 1\n",
    "é",
    "\u{2028}",
    "\t",
    "-",
];

/// One slip of the hand.
#[derive(Clone, Debug)]
pub enum Edit {
    Insert(usize, &'static str),
    Delete(usize, usize),
    Repeat(usize, usize),
}

/// A few edits.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let place = || any::<u16>().prop_map(usize::from);
    let insert = (place(), prop::sample::select(PIECES.to_vec())).prop_map(|(at, piece)| Edit::Insert(at, piece));
    let delete = (place(), 1..12_usize).prop_map(|(at, length)| Edit::Delete(at, length));
    let repeat = (place(), 1..40_usize).prop_map(|(at, length)| Edit::Repeat(at, length));
    prop::collection::vec(prop_oneof![3 => insert, 2 => delete, 1 => repeat], 1..4)
}

/// The bytes after the edits.
pub fn mutated(mut bytes: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for edit in edits {
        let (Edit::Insert(at, _) | Edit::Delete(at, _) | Edit::Repeat(at, _)) = edit;
        let at = at % (bytes.len() + 1);
        let until = |length: &usize| (at + length).min(bytes.len());
        match edit {
            Edit::Insert(_, piece) => drop(bytes.splice(at..at, piece.bytes())),
            Edit::Delete(_, length) => drop(bytes.drain(at..until(length))),
            Edit::Repeat(_, length) => bytes.extend_from_within(at..until(length)),
        }
    }
    bytes
}
